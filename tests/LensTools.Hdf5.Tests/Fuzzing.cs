using System.Diagnostics;

namespace LensTools.Hdf5.Tests;

/// <summary>What came of reading many damaged files.</summary>
/// <param name="Cases">How many there were.</param>
/// <param name="Opened">How many could still be opened.</param>
/// <param name="Escapes">Every exception that is not the reader's own.</param>
/// <param name="Slowest">The longest that one took.</param>
/// <param name="SlowestCase">Which one that was.</param>
internal sealed record FuzzResult(int Cases, int Opened, IReadOnlyList<string> Escapes, TimeSpan Slowest, string SlowestCase);

/// <summary>Reads everything of damaged files and watches what escapes.</summary>
internal static class Fuzzing
{
    private const int LargestSeed = 256 * 1024;

    /// <summary>Small, so that a hostile file cannot make a test large.</summary>
    private static readonly Hdf5Options Options = new()
    {
        MaximumReadBytes = 4 << 20,
        MaximumChunkBytes = 4 << 20,
        DegreeOfParallelism = 1
    };

    /// <summary>
    /// The small files that h5py writes of every structure, and the structural tests of other readers that lie in the
    /// corpora, where those are there.
    /// </summary>
    public static List<(string Name, byte[] Bytes)> Seeds(string made, string corpora)
    {
        IEnumerable<string> others = new[] { "jhdf", "PureHDF" }.Select(name => Path.Combine(corpora, name)).Where(Directory.Exists)
            .SelectMany(path => Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories));
        var seeds = new List<(string, byte[])>();
        foreach (string path in Directory.EnumerateFiles(made).Order(StringComparer.Ordinal).Concat(others.Order(StringComparer.Ordinal)))
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.Length is > 64 and <= LargestSeed && Hdf5File.HasSignature(bytes)) seeds.Add((Path.GetFileName(path), bytes));
        }
        return seeds;
    }

    public static FuzzResult Run(IReadOnlyList<(string Name, byte[] Bytes)> seeds, int cases, int firstCase = 0)
    {
        var escapes = new List<string>();
        int opened = 0;
        TimeSpan slowest = default;
        string slowestCase = "";
        for (int i = firstCase; i < firstCase + cases; i++)
        {
            (string name, byte[] bytes) = seeds[i % seeds.Count];
            byte[] damaged = new Mutator(i).Mutate(bytes);
            var watch = Stopwatch.StartNew();
            try
            {
                if (ReadAll(damaged)) opened++;
            }
            catch (Exception problem)
            {
                // The one place where every exception is wanted: whatever arrives here has escaped.
                escapes.Add($"case {i} of {name}: {problem}");
            }
            if (watch.Elapsed > slowest) (slowest, slowestCase) = (watch.Elapsed, $"case {i} of {name}");
        }
        return new FuzzResult(cases, opened, escapes, slowest, slowestCase);
    }

    private static bool ReadAll(byte[] bytes)
    {
        try
        {
            using Hdf5File file = Hdf5File.Open(new MemoryStream(bytes, writable: false), Options);
            foreach (Hdf5Object item in file.Visit())
            {
                Guarded(() =>
                {
                    foreach (Hdf5Attribute attribute in item.Attributes) Read(file, attribute);
                });
                if (item is Hdf5Dataset dataset) Guarded(() => Read(file, dataset));
                if (item is Hdf5Group group) Guarded(() => group.TryGet("no/such/thing", out _));
            }
            return true;
        }
        catch (Hdf5Exception)
        {
            return false;
        }
    }

    private static void Read(Hdf5File file, IHdf5Value value)
    {
        if (value.Datatype.IsString) value.ReadStrings();
        else if (value.Datatype.Class == Hdf5DatatypeClass.VariableLength) value.ReadSequences();
        else if (value.Datatype.Class == Hdf5DatatypeClass.Reference) Follow(file, value.ReadReferences());
        else value.ReadRaw();
        if (value is Hdf5Dataset dataset) ReadChunks(dataset);
        Guarded(() => value.Read<double>());
    }

    private static void Follow(Hdf5File file, Hdf5Reference[] references)
    {
        foreach (Hdf5Reference reference in references.Take(16))
        {
            Guarded(() => file.Open(reference));
            Guarded(() =>
            {
                if (file.OpenRegion(reference) is not { } found) return;
                long size = found.Region.ElementCount * found.Dataset.Datatype.Size;
                if (size < 1 << 20) found.Dataset.ReadRaw(found.Region, new byte[size]);
            });
        }
    }

    private static void ReadChunks(Hdf5Dataset dataset)
    {
        if (dataset.Dataspace.Rank == 0 || dataset.Datatype.Class != Hdf5DatatypeClass.FixedPoint) return;
        foreach (Hdf5Chunk<double> chunk in dataset.ReadChunks<double>().Take(4)) _ = chunk.Values.Length;
    }

    private static void Guarded(Action read)
    {
        try
        {
            read();
        }
        catch (Hdf5Exception)
        {
            // What a damaged file should end in.
        }
    }
}
