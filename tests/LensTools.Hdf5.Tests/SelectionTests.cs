using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>Parts of datasets of every storage, beside h5py.</summary>
public sealed class SelectionTests
{
    private const int Slices = 700;

    [Fact]
    public void Random_parts_of_every_storage_are_what_h5py_reads()
    {
        using var folder = new TestFolder();
        string[] lines = Make(folder);
        using Hdf5File file = Hdf5File.Open(folder["slices.h5"], new Hdf5Options { ExternalFolder = folder.Path });
        Assert.Equal(Slices, lines.Length);
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            Assert.True(file.TryGetDataset(words[0], out Hdf5Dataset? dataset), words[0]);
            Hdf5Selection selection = words[1] == "points"
                ? Hdf5Selection.Points(3, [.. words[2..^1].Select(long.Parse)])
                : Hdf5Selection.Hyperslab([.. words[1..^1].Select(Dimension)]);
            int[] values = new int[selection.ElementCount];
            dataset.Read(selection, values.AsSpan());
            Assert.True(words[^1] == Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))), line);
            // The same part as another type goes through the conversion.
            double[] converted = new double[values.Length];
            dataset.Read(selection, converted.AsSpan());
            Assert.Equal(values.Select(v => (double)v), converted);
        }
    }

    [Fact]
    public void Other_files_are_only_opened_inside_the_folder_that_is_allowed()
    {
        using var folder = new TestFolder();
        Make(folder);
        using (Hdf5File closed = Hdf5File.Open(folder["slices.h5"]))
        {
            Assert.False(closed.TryGet("linked", out _));
            foreach (string name in new[] { "external", "virtual" })
            {
                Assert.True(closed.TryGetDataset(name, out Hdf5Dataset? dataset));
                Assert.Contains(
                    "no folder is allowed",
                    Assert.Throws<Hdf5NotSupportedException>(() => dataset.Read<int>()).Message,
                    StringComparison.Ordinal);
            }
        }
        Directory.CreateDirectory(folder["inner"]);
        File.Move(folder["slices.h5"], folder["inner/slices.h5"]);
        using Hdf5File elsewhere = Hdf5File.Open(folder["inner/slices.h5"], new Hdf5Options { ExternalFolder = folder["inner"] });
        Assert.True(elsewhere.TryGetDataset("external", out Hdf5Dataset? missing));
        Assert.Contains("does not exist", Assert.Throws<Hdf5FormatException>(() => missing.Read<int>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_are_the_whole()
    {
        using var folder = new TestFolder();
        Make(folder);
        using Hdf5File file = Hdf5File.Open(folder["slices.h5"], new Hdf5Options { ExternalFolder = folder.Path });
        foreach (string name in new[] { "contiguous", "chunked", "growing", "virtual", "irregular", "endless", "numbered", "external" })
        {
            Assert.True(file.TryGetDataset(name, out Hdf5Dataset? dataset));
            var all = new List<int>();
            foreach ((_, ReadOnlyMemory<int> piece) in dataset.ReadInPieces<int>(4096)) all.AddRange(piece.ToArray());
            Assert.Equal(dataset.Read<int>(), all);
        }
    }

    [Fact]
    public void Chunks_come_with_their_offsets()
    {
        using var folder = new TestFolder();
        Make(folder);
        using Hdf5File file = Hdf5File.Open(folder["slices.h5"]);
        Assert.True(file.TryGetDataset("chunked", out Hdf5Dataset? dataset));
        int[] whole = dataset.Read<int>(), rebuilt = new int[whole.Length];
        IReadOnlyList<long> size = dataset.Dataspace.Dimensions;
        int chunks = 0;
        foreach (Hdf5Chunk<int> chunk in dataset.ReadChunks<int>())
        {
            Assert.Equal([5, 8, 6], dataset.ChunkDimensions);
            Assert.All(chunk.Offset.Zip(dataset.ChunkDimensions), pair => Assert.Equal(0, pair.First % pair.Second));
            int at = 0;
            for (long i = 0; i < chunk.Shape[0]; i++)
            {
                for (long j = 0; j < chunk.Shape[1]; j++)
                {
                    for (long k = 0; k < chunk.Shape[2]; k++)
                        rebuilt[((((chunk.Offset[0] + i) * size[1]) + chunk.Offset[1] + j) * size[2]) + chunk.Offset[2] + k] =
                            chunk.Values.Span[at++];
                }
            }
            Assert.Equal(chunk.Values.Length, at);
            chunks++;
        }
        // 23 x 31 x 17 elements in chunks of 5 x 8 x 6.
        Assert.Equal(5 * 4 * 3, chunks);
        Assert.Equal(whole, rebuilt);
        Assert.True(file.TryGetDataset("contiguous", out Hdf5Dataset? contiguous));
        Assert.Empty(contiguous.ReadChunks<int>());
    }

    [Fact]
    public void A_selection_outside_the_dataset_is_the_callers_error()
    {
        using var folder = new TestFolder();
        Make(folder);
        using Hdf5File file = Hdf5File.Open(folder["slices.h5"]);
        Assert.True(file.TryGetDataset("contiguous", out Hdf5Dataset? dataset));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(Hdf5Selection.Box([20, 0, 0], [4, 1, 1]), new int[4].AsSpan()));
        Assert.Throws<ArgumentException>(() => dataset.Read(Hdf5Selection.Box([0, 0], [1, 1]), new int[1].AsSpan()));
        Assert.Throws<ArgumentException>(() => dataset.Read(Hdf5Selection.Box([0, 0, 0], [2, 2, 2]), new int[7].AsSpan()));
    }

    [Fact]
    public void A_virtual_dataset_has_fill_values_where_a_source_is_gone_and_is_an_error_where_none_may_be_looked_for()
    {
        const string Script = """
            import sys, os, h5py
            os.chdir(sys.argv[1])
            layout = h5py.VirtualLayout(shape=(4,), dtype="i4")
            layout[:] = h5py.VirtualSource("gone.h5", "v", shape=(4,))
            with h5py.File("virtual.h5", "w", libver="latest") as file: file.create_virtual_dataset("v", layout, fillvalue=-1)
            with h5py.File("virtual.h5") as file: print(*file["v"][:])
            """;
        using var folder = new TestFolder();
        (int code, string output, string error) = Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, folder.Path]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(folder["virtual.h5"], new Hdf5Options { ExternalFolder = folder.Path });
        Assert.True(file.TryGetDataset("v", out Hdf5Dataset? dataset));
        Assert.Equal(output.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)), dataset.Read<int>());
        using Hdf5File alone = Hdf5File.Open(folder["virtual.h5"]);
        Assert.True(alone.TryGetDataset("v", out dataset));
        Assert.Contains("gone.h5", Assert.Throws<Hdf5NotSupportedException>(() => dataset.Read<int>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_double_of_x86_is_the_nearest_double()
    {
        // numpy rounds its 80 bits to 64 as the processor does.
        const string Script = """
            import sys, h5py, numpy as np
            values = np.array([1.5, -2.25, 0, 1e300], dtype=np.longdouble)
            thirds = np.longdouble(1) / np.arange(1, 200, dtype=np.longdouble)
            values = np.concatenate([values, thirds, [np.longdouble(1) + np.longdouble(2) ** -53]])
            with h5py.File(sys.argv[1], "w") as file: file["v"] = values
            print(*(repr(float(value)) for value in values.astype("f8")))
            """;
        using var folder = new TestFolder();
        (int code, string output, string error) = Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, folder["long.h5"]]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(folder["long.h5"]);
        Assert.True(file.TryGetDataset("v", out Hdf5Dataset? dataset));
        Assert.Equal(output.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)), dataset.Read<double>());
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused()
    {
        using var folder = new TestFolder();
        Make(folder);
        using Hdf5File file = Hdf5File.Open(folder["slices.h5"]);
        Assert.True(file.TryGetDataset("contiguous", out Hdf5Dataset? dataset));
        Assert.Throws<Hdf5TypeMismatchException>(() => dataset.Read<byte>());
        Assert.Throws<Hdf5TypeMismatchException>(() => dataset.ReadStrings());
    }

    private static string[] Make(TestFolder folder)
    {
        string python = Tool.PythonWith("h5py");
        // External files are found from the folder of the file, as h5py finds them from the current one.
        (int code, string output, string error) = Tool.Run(
            python, [Path.Combine(AppContext.BaseDirectory, "Oracle", "slices.py"), folder.Path, $"{Slices}"], folder: folder.Path);
        Assert.True(code == 0, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (long, long, long, long) Dimension(string text)
    {
        long[] numbers = [.. text.Split(',').Select(long.Parse)];
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
