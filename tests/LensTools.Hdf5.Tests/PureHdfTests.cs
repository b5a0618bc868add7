using System.Globalization;
using LensTools.Testing;
using PureHDF;

namespace LensTools.Hdf5.Tests;

/// <summary>
/// A second opinion on every HDF5 file of the corpora: PureHDF, managed and independent. What is known to go wrong in it
/// is pinned, so that a test fails on the day it is mended and the decision for our own reader is looked at again
/// (src/LensTools.Hdf5/README.md).
/// </summary>
public sealed class PureHdfTests
{
    private const string ChildVariable = "LENSTOOLS_PUREHDF_FILE";
    private const long MostElements = 1 << 22;

    // By file, and by what of it is not read alike; h5py has the last word in the other tests of the corpora.
    private static readonly Dictionary<string, string> Known = ReadKnown();

    [Fact]
    public void Both_readers_give_the_same_numbers_for_the_corpora()
    {
        Assert.SkipWhen(Wine.IsHere, "both readers are managed code that knows no host, and Wine takes minutes for the corpora");
        string[] files = [.. Directory.EnumerateFiles(Repository.Corpora(), "*", SearchOption.AllDirectories)
            .Where(OracleTests.IsHdf5)
            .Order(StringComparer.Ordinal)];
        var seen = new Dictionary<string, string>();
        long compared = 0;
        foreach (string file in files)
        {
            foreach ((string what, string difference) in Compare(file, ref compared))
                seen[$"{Path.GetFileName(file)}\t{what}"] = difference;
        }
        Assert.True(compared > 5_000, $"only {compared} datasets were compared");
        IEnumerable<string> Lines(Dictionary<string, string> rows) =>
            rows.Select(row => $"{row.Key}\t{row.Value}").Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', Lines(Known)), string.Join('\n', Lines(seen)));
    }

    [Fact]
    public void PureHDF_misreads_chunks_that_skip_a_filter()
    {
        using TestFolder folder = MakeFiles();
        double[] right = [.. Enumerable.Range(0, 64).Select(i => i + 0.5)];
        foreach (string name in new[] { "mask0.h5", "mask1.h5" })
        {
            using Hdf5File ours = Hdf5File.Open(folder[name]);
            Assert.True(ours.TryGetDataset("v", out Hdf5Dataset? dataset));
            Assert.Equal(right, dataset.Read<double>());
            using IDisposable theirs = H5File.OpenRead(folder[name]);
            Assert.NotEqual(right, Attempt(() => ((IH5Group)theirs).Dataset("v").Read<double[]>()));
        }
    }

    [Fact]
    public void A_loop_in_a_B_tree_is_an_error_here_and_ends_the_process_in_PureHDF()
    {
        using TestFolder folder = MakeFiles();
        Assert.Throws<Hdf5FormatException>(() =>
        {
            using Hdf5File file = Hdf5File.Open(folder["loop.h5"]);
            _ = file.Root.Links;
        });
        string self = typeof(PureHdfTests).Assembly.Location;
        (int code, string output, string error) = Tool.Run(
            "dotnet",
            [self, "-explicit", "only", "-method", $"{typeof(PureHdfTests).FullName}.{nameof(Opened_by_PureHDF_alone)}"],
            environment: new Dictionary<string, string> { [ChildVariable] = folder["loop.h5"] });
        Assert.Contains("Stack overflow", output + error, StringComparison.Ordinal);
        Assert.NotEqual(0, code);
    }

    [Fact(Explicit = true)]
    public void Opened_by_PureHDF_alone()
    {
        using IDisposable file = H5File.OpenRead(Environment.GetEnvironmentVariable(ChildVariable)!);
        Assert.NotNull(((IH5Group)file).Get("a"));
    }

    private static TestFolder MakeFiles()
    {
        var folder = new TestFolder();
        (int code, _, string error) = Tool.Run(
            Tool.PythonWith("h5py"), [Path.Combine(AppContext.BaseDirectory, "Oracle", "purehdf.py"), folder.Path]);
        Assert.True(code == 0, error);
        return folder;
    }

    private static List<(string What, string Difference)> Compare(string path, ref long compared)
    {
        var differences = new List<(string, string)>();
        using Hdf5File ours = Hdf5File.Open(path);
        IDisposable theirs;
        try
        {
            theirs = H5File.OpenRead(path);
        }
        catch (Exception problem)
        {
            return [("file", Shortened(problem))];
        }
        using (theirs)
        {
            foreach (Hdf5Object item in ours.Visit())
            {
                if (item is not Hdf5Dataset dataset || !IsComparable(dataset)) continue;
                compared++;
                if (Difference(dataset, () => ((IH5Group)theirs).Dataset(item.Path)) is { } difference) differences.Add(difference);
            }
        }
        // One row a kind of failure: a filter that is missing is missing in every dataset.
        return [.. differences.DistinctBy(d => d.Item2)];
    }

    private static bool IsComparable(Hdf5Dataset dataset) =>
        dataset.Dataspace.ElementCount is > 0 and <= MostElements && dataset.IsStored &&
        dataset.Datatype is { Class: Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint, Size: 1 or 2 or 4 or 8 };

    private static (string What, string Difference)? Difference(Hdf5Dataset ours, Func<IH5Dataset> open)
    {
        double[] expected = ours.Read<double>();
        try
        {
            double[] found = ReadAll(open(), ours.Datatype);
            return expected.AsSpan().SequenceEqual(found) || expected.Zip(found).All(pair => pair.First.Equals(pair.Second))
                ? null
                : (ours.Path, "other values");
        }
        catch (Exception problem)
        {
            return (ours.Path, Shortened(problem.InnerException ?? problem));
        }
    }

    private static string Shortened(Exception problem) => problem.Message.Split([';', '.', '\n'])[0].Trim();

    private static double[] ReadAll(IH5Dataset dataset, Hdf5Datatype type) => (type.Class, type.Size, type.IsSigned) switch
    {
        (Hdf5DatatypeClass.FloatingPoint, 2, _) => Convert(dataset.Read<Half[]>()),
        (Hdf5DatatypeClass.FloatingPoint, 4, _) => Convert(dataset.Read<float[]>()),
        (Hdf5DatatypeClass.FloatingPoint, _, _) => dataset.Read<double[]>(),
        (_, 1, true) => Convert(dataset.Read<sbyte[]>()),
        (_, 1, false) => Convert(dataset.Read<byte[]>()),
        (_, 2, true) => Convert(dataset.Read<short[]>()),
        (_, 2, false) => Convert(dataset.Read<ushort[]>()),
        (_, 4, true) => Convert(dataset.Read<int[]>()),
        (_, 4, false) => Convert(dataset.Read<uint[]>()),
        (_, _, true) => Convert(dataset.Read<long[]>()),
        _ => Convert(dataset.Read<ulong[]>()),
    };

    private static double[] Convert<T>(T[] values)
        where T : System.Numerics.INumber<T> => [.. values.Select(double.CreateChecked)];

    private static double[] Attempt(Func<double[]> read)
    {
        try
        {
            return read();
        }
        catch (Exception)
        {
            // An error is no misreading, but no value either.
            return [];
        }
    }

    private static Dictionary<string, string> ReadKnown() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Oracle", "purehdf.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToDictionary(cells => string.Create(CultureInfo.InvariantCulture, $"{cells[0]}\t{cells[1]}"), cells => cells[2]);
}
