using System.Globalization;
using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>What a reviewer's files brought to light. The values are h5py's.</summary>
public sealed class AwkwardTests
{
    [Fact]
    public void Awkward_datasets_are_read_as_h5py_reads_them()
    {
        using var folder = new TestFolder();
        (int code, string output, string error) = Tool.Run(
            Tool.PythonWith("h5py"), [Path.Combine(AppContext.BaseDirectory, "Oracle", "awkward.py"), folder.Path]);
        Assert.True(code == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(13, lines.Length);
        foreach (string[] parts in lines.Select(line => line.Split('\t')))
        {
            using Hdf5File file = Hdf5File.Open(folder[parts[0]], new Hdf5Options { ExternalFolder = folder.Path });
            Assert.True(file.TryGetDataset(parts[1], out Hdf5Dataset? dataset), $"{parts[0]} {parts[1]}");
            double[] expected = [.. parts[2].Split(' ').Select(
                w => w switch
                {
                    "inf" => double.PositiveInfinity,
                    "-inf" => double.NegativeInfinity,
                    "nan" => double.NaN,
                    _ => double.Parse(w, CultureInfo.InvariantCulture)
                })];
            Assert.Equal(expected, dataset.Read<double>().Take(2000));
        }
    }

    [Fact]
    public void Many_threads_read_one_virtual_dataset()
    {
        using var folder = new TestFolder();
        (int code, _, string error) = Tool.Run(
            Tool.PythonWith("h5py"), [Path.Combine(AppContext.BaseDirectory, "Oracle", "awkward.py"), folder.Path]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(folder["links.h5"], new Hdf5Options { ExternalFolder = folder.Path });
        Assert.True(file.TryGetDataset("frames", out Hdf5Dataset? frames));
        int[] whole = frames.Read<int>();
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            int[] row = new int[5];
            frames.Read(Hdf5Selection.Box([i % 4, i % 3, 0], [1, 1, 5]), row.AsSpan());
            Assert.Equal(whole.AsSpan((((i % 4) * 3) + (i % 3)) * 5, 5).ToArray(), row);
        });
    }

    [Fact]
    public void A_name_with_a_slash_is_a_member_too()
    {
        using var folder = new TestFolder();
        const string Script = "import sys, h5py, numpy as np\nh5py.File(sys.argv[1], 'w')['t'] = np.array([(0.5, 2.0)], dtype=[('Q "
            + "(1/nm)', 'f8'), ('I', 'f4')])";
        Assert.Equal(0, Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, folder["t.h5"]]).ExitCode);
        using Hdf5File file = Hdf5File.Open(folder["t.h5"]);
        Assert.True(file.TryGetDataset("t", out Hdf5Dataset? table));
        Assert.Equal([0.5], table.ReadRecords().Column<double>("Q (1/nm)"));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => table.Read(Hdf5Selection.Hyperslab((long.MaxValue, long.MaxValue, 1, 1)), new double[1].AsSpan()));
    }
}
