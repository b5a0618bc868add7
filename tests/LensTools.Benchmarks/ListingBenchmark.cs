using LensTools.Engine.Formats;

namespace LensTools.Benchmarks;

/// <summary>Listing canSAS XML and NXcanSAS files of the corpora, beside SasView's loader on the same files.</summary>
internal sealed class ListingBenchmark : Benchmark
{
    public override string Name => "listing";

    public override string Description => "canSAS XML and NXcanSAS files of the corpora, beside SasView's loader";

    protected override double Bar => 30;

    protected override double Run()
    {
        string corpora = Path.Combine(Peer.Root, "..", "shared", "corpora");
        string[] all = [.. Directory.EnumerateFiles(corpora, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(
                path => FormatRegistry.Describe(path).Datasets is { Count: > 0 } datasets
                    && datasets[0].Format.Id is "CanSasXml" or "NXcanSAS")];
        string[] said = Peer.Run(Peer.Python, [Peer.Script("sasview_load.py"), .. all]).Output.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries);
        // Those that SasView's loader reads too; it refuses a quarter of them.
        string[] files = [.. said.Where(line => line.StartsWith("loads ", StringComparison.Ordinal)).Select(line => line[6..])];
        double theirs = Peer.Value(said[^1], "seconds");
        // Warm: the compiler has seen each reader often enough.
        double ours = Median(Repeat(41, () => Hdf5WalkBenchmark.Seconds(() => List(files)))[30..]);
        Print($"{files.Length} of {all.Length} files");
        Print($"SasView's loader {theirs:0.000} s, ours {ours:0.0000} s ({ours * 1e6 / files.Length:0} us a file)");
        return theirs / ours;
    }

    private static void List(string[] files)
    {
        foreach (string path in files)
        {
            if (FormatRegistry.Describe(path).Datasets.Count == 0) throw new InvalidOperationException($"{path} is not listed");
        }
    }
}
