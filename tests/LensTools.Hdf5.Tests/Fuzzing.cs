using System.Diagnostics;

namespace LensTools.Hdf5.Tests;

/// <summary>What came of reading many damaged files.</summary>
/// <param name="Cases">How many there were.</param>
/// <param name="Opened">How many could still be opened.</param>
/// <param name="Escapes">Every exception that is not the reader's own.</param>
/// <param name="Slowest">The longest that one took.</param>
internal sealed record FuzzResult(int Cases, int Opened, IReadOnlyList<string> Escapes, TimeSpan Slowest);

/// <summary>Reads everything of damaged files and watches what escapes.</summary>
internal static class Fuzzing
{
    /// <summary>Small, so that a hostile file cannot make a test large.</summary>
    private static readonly Hdf5Options Options = new() { MaximumReadBytes = 4 << 20, MaximumChunkBytes = 4 << 20, DegreeOfParallelism = 1 };

    public static FuzzResult Run(IReadOnlyList<(string Name, byte[] Bytes)> seeds, int cases, int firstCase = 0)
    {
        var escapes = new List<string>();
        int opened = 0;
        TimeSpan slowest = default;
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
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
        }
        return new FuzzResult(cases, opened, escapes, slowest);
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
                    foreach (Hdf5Attribute attribute in item.Attributes) Read(attribute);
                });
                if (item is Hdf5Dataset dataset) Guarded(() => Read(dataset));
                if (item is Hdf5Group group) Guarded(() => group.TryGet("no/such/thing", out _));
            }
            return true;
        }
        catch (Hdf5FormatException)
        {
            return false;
        }
    }

    private static void Read(IHdf5Value value)
    {
        if (value.Datatype.IsString) value.ReadStrings();
        else if (value.Datatype.Class == DatatypeClass.VariableLength) value.ReadSequences();
        else value.ReadRaw();
        Guarded(() => value.Read<double>());
    }

    private static void Guarded(Action read)
    {
        try
        {
            read();
        }
        catch (Hdf5FormatException)
        {
            // What a damaged file should end in.
        }
    }
}
