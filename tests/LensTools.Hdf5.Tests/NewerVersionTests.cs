using LensTools.Hdf5.Writing;
using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>What a newer HDF5 wrote is not supported; it is not damaged. Any other version is damage.</summary>
public sealed class NewerVersionTests : IDisposable
{
    private const int SuperblockVersionAt = 8;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(255, false)]
    public void A_superblock_of_another_version_is_newer_or_damaged(byte version, bool isNewer)
    {
        string path = _folder["a.h5"];
        using (FileStream stream = File.Create(path)) Hdf5Writer.Write(stream, new GroupNode());
        Patch(path, SuperblockVersionAt, version);
        Assert.Equal(isNewer, Failure(path) is Hdf5NotSupportedException);
    }

    [Theory]
    // Class and version share a byte: class 1 of version 1 is a floating point number.
    [InlineData(0x1b, "datatype class 11")]
    [InlineData(0x51, "version 5")]
    public void A_datatype_of_HDF5_2_is_newer(byte head, string named)
    {
        string path = _folder["b.h5"];
        // Old headers have no checksum that a changed byte would break.
        const string Script = "import sys, h5py; h5py.File(sys.argv[1], 'w', libver='earliest')['x'] = [1.0, 2.0]";
        Assert.Equal(0, Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, path]).ExitCode);
        ReadOnlySpan<byte> float64 = [0x11, 0x20, 0x3f, 0x00, 0x08, 0x00, 0x00, 0x00];
        int at = File.ReadAllBytes(path).AsSpan().IndexOf(float64);
        Patch(path, at, head);
        Assert.Contains(named, Assert.IsType<Hdf5NotSupportedException>(Failure(path)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".hidden/key.bin", false)]
    [InlineData("sub/.key.bin", false)]
    [InlineData("sub/key.bin", true)]
    public void External_files_are_never_hidden_ones(string external, bool isAllowed)
    {
        _folder.Write(external, "12345678");
        const string Script =
            "import sys, h5py\nwith h5py.File(sys.argv[1], 'w') as f: f.create_dataset('x', (8,), 'u1', external=[(sys.argv[2], 0, 8)])";
        Assert.Equal(0, Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, _folder["c.h5"], external]).ExitCode);
        using Hdf5File file = Hdf5File.Open(_folder["c.h5"], new Hdf5Options { ExternalFolder = _folder.Path });
        Assert.True(file.TryGetDataset("x", out Hdf5Dataset? dataset));
        if (isAllowed) Assert.Equal("12345678"u8.ToArray(), dataset.Read<byte>());
        else
            Assert.Contains(
                "hidden", Assert.Throws<Hdf5NotSupportedException>(() => dataset.Read<byte>()).Message, StringComparison.Ordinal);
    }

    private static Hdf5Exception Failure(string path) => Assert.ThrowsAny<Hdf5Exception>(() =>
    {
        using Hdf5File file = Hdf5File.Open(path);
        foreach (Hdf5Object item in file.Visit())
        {
            if (item is Hdf5Dataset dataset) _ = dataset.Datatype;
        }
    });

    private static void Patch(string path, int at, byte value)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[at] = value;
        File.WriteAllBytes(path, bytes);
    }
}
