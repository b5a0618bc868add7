using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>
/// Filters that Debian's h5py has no plugin for. The files come from jhdf and PureHDF, whose generators wrote the
/// numbers 0, 1, 2 … with every setting; the sets without compression confirm it.
/// </summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("jhdf/jhdf/src/test/resources/hdf5/bitshuffle_datasets.hdf5", 20, 40)]
    [InlineData("jhdf/jhdf/src/test/resources/hdf5/lz4_datasets.hdf5", 20, 20)]
    [InlineData("PureHDF/tests/PureHDF.Tests/TestFiles/blosc.h5", 1000, 7)]
    public void Every_setting_gives_the_numbers_that_were_written(string path, int count, int datasets)
    {
        using Hdf5File file = Hdf5File.Open(Repository.Corpora(path));
        Hdf5Dataset[] all = [.. file.Visit().OfType<Hdf5Dataset>()];
        Assert.True(all.Length >= datasets, $"{all.Length} datasets");
        Assert.All(all, dataset => Assert.Equal(Enumerable.Range(0, count).Select(i => (double)i), dataset.Read<double>()));
    }

    [Fact]
    public void What_other_compressors_wrote_is_what_was_written()
    {
        string python = Tool.PythonWith("blosc, h5py, lz4, zstandard");
        using var folder = new TestFolder();
        (int code, string codecs, string error) = Tool.Run(
            python, [Path.Combine(AppContext.BaseDirectory, "Oracle", "codecs.py"), folder["codecs.h5"]]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(folder["codecs.h5"]);
        int compared = 0;
        foreach (Hdf5Group group in file.Visit().OfType<Hdf5Group>().Where(g => g.Path != "/"))
        {
            Assert.True(group.TryGetDataset("plain", out Hdf5Dataset? plain));
            byte[] expected = plain.ReadRaw();
            foreach (Hdf5Link link in group.Links.Where(l => l.Name != "plain"))
            {
                Assert.True(group.TryGetDataset(link.Name, out Hdf5Dataset? packed));
                Assert.True(expected.AsSpan().SequenceEqual(packed.ReadRaw()), packed.Path);
                compared++;
            }
        }
        // Four sets, each with six of Zstandard, BZip2 and LZ4 and three of every codec of Blosc.
        Assert.Equal(4 * (6 + (3 * codecs.Split(' ').Length)), compared);
    }

    [Fact]
    public void An_unknown_filter_is_named_and_the_rest_of_the_file_is_readable()
    {
        string python = Tool.PythonWith("h5py");
        using var folder = new TestFolder();
        string path = folder["unknown.h5"];
        // An optional filter of an id that nobody has registered, written by h5py as if it had been applied.
        const string Script = """
            import sys, h5py, numpy as np
            with h5py.File(sys.argv[1], "w") as f:
                f["good"] = np.arange(5)
                f.create_dataset("bad", data=np.arange(64, dtype="i4"), chunks=(64,), compression="gzip")
            data = open(sys.argv[1], "rb").read()
            at = data.index(b"deflate\0") - 8
            data = data[:at] + (32111).to_bytes(2, "little") + data[at + 2:]
            open(sys.argv[1], "wb").write(data)
            """;
        (int code, _, string error) = Tool.Run(python, ["-c", Script, path]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(path);
        Assert.True(file.TryGetDataset("/good", out Hdf5Dataset? good));
        Assert.Equal([0, 1, 2, 3, 4], good.Read<int>());
        Assert.True(file.TryGetDataset("/bad", out Hdf5Dataset? bad));
        Hdf5NotSupportedException problem = Assert.Throws<Hdf5NotSupportedException>(() => bad.Read<int>());
        Assert.Contains("32111", problem.Message, StringComparison.Ordinal);
    }
}
