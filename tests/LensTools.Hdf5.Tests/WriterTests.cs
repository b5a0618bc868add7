using LensTools.Hdf5.Writing;
using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>What the writer writes, the HDF Group's tools read, and so does the reader.</summary>
public sealed class WriterTests
{
    [Fact]
    public void H5dump_and_h5py_read_what_was_written()
    {
        using var folder = new TestFolder();
        string path = folder["written.h5"];
        var root = new GroupNode().Attribute("creator", "LensTools").Attribute("Größe", 1.5);
        GroupNode entry = root.Group("entry").Attribute("NX_class", "NXentry").Attribute("empty", "");
        entry.Dataset("numbers", StoredValue.Array([1.0, 2.5, -3.25, 4, 5, 6], 2, 3))
            .Attribute("units", "1/angstrom")
            .Attribute("signal", 1);
        entry.Dataset("floats", StoredValue.Array([1.5f, 2.5f]));
        entry.Dataset("integers", StoredValue.Array([1, -2, 3]));
        entry.Dataset("text", "Å and µ");
        entry.Dataset("texts", StoredValue.StringArray("one"));
        entry.Dataset("nothing", StoredValue.Array(ReadOnlySpan<double>.Empty));
        for (int i = 0; i < 50; i++) entry.Group($"group{i}");
        using (FileStream file = File.Create(path)) Hdf5Writer.Write(file, root);

        using (Hdf5File file = Hdf5File.Open(path))
        {
            Assert.True(file.TryGetDataset("/entry/numbers", out Hdf5Dataset? numbers));
            Assert.Equal([1.0, 2.5, -3.25, 4, 5, 6], numbers.Read<double>());
            Assert.Equal([2L, 3L], numbers.Dataspace.Dimensions);
            Assert.True(file.TryGetDataset("/entry/text", out Hdf5Dataset? text));
            Assert.Equal(["Å and µ"], text.ReadStrings());
        }
        string? h5dump = Tool.Find("h5dump");
        Assert.SkipWhen(h5dump is null, "h5dump is not installed");
        (int code, string output, string error) = Tool.Run(h5dump!, [path]);
        Assert.True(code == 0, error);
        Assert.Contains("1, 2.5, -3.25", output, StringComparison.Ordinal);
        string python = Tool.PythonWith("h5py");
        const string Script = "import sys, h5py; f = h5py.File(sys.argv[1]); print(f['entry/numbers'][1, 2], "
            + "f['entry/integers'][()].tolist(), f.attrs['creator'].decode(), len(f['entry']), f['entry/nothing'].shape)";
        Assert.Equal("6.0 [1, -2, 3] LensTools 56 (0,)", Tool.Run(python, ["-c", Script, path]).Output.Trim());
    }

    [Fact]
    public void Names_that_a_link_cannot_have_are_refused()
    {
        var root = new GroupNode();
        root.Group("a");
        Assert.Throws<ArgumentException>(() => root.Group("a"));
        Assert.Throws<ArgumentException>(() => root.Group("a/b"));
        Assert.Throws<ArgumentException>(() => root.Group(""));
    }
}
