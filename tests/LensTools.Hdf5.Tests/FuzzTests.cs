using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>Nothing but the reader's own exception escapes, whatever the bytes; nothing takes long or much memory.</summary>
public sealed class FuzzTests
{
    private const int Cases = 20_000;
    private const long LargestSeed = 256 * 1024;

    [Fact]
    public void Damaged_files_end_in_the_readers_own_exception()
    {
        List<(string, byte[])> seeds = Seeds();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        FuzzResult result = Fuzzing.Run(seeds, Cases);
        TestContext.Current.TestOutputHelper?.WriteLine($"{result.Cases} cases of {seeds.Count} seeds, {result.Opened} opened, slowest {result.Slowest.TotalMilliseconds:0} ms");
        Assert.True(result.Escapes.Count == 0, $"{result.Escapes.Count} escapes:\n{string.Join('\n', result.Escapes.Take(5))}");
        Assert.True(result.Slowest < TimeSpan.FromSeconds(2), $"the slowest took {result.Slowest}");
        Assert.True(result.Opened > Cases / 20, $"only {result.Opened} of the damaged files could be opened at all, which tries little");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 256L << 20);
    }

    // Every structure that the corpora and h5py give: old and new headers, dense links, every index, every filter.
    private static List<(string, byte[])> Seeds()
    {
        var seeds = new List<(string, byte[])>();
        string jhdf = Repository.Corpora("jhdf"), pure = Repository.Corpora("PureHDF");
        foreach (string path in Directory.EnumerateFiles(jhdf, "*.hdf5*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(pure, "*.h5", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(path).Length <= LargestSeed) seeds.Add((Path.GetFileName(path), File.ReadAllBytes(path)));
        }
        Assert.True(seeds.Count > 40);
        return seeds;
    }
}
