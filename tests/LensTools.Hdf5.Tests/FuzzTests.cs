using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>Nothing but the reader's own exception escapes, whatever the bytes; nothing takes long or much memory.</summary>
public sealed class FuzzTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Damaged_files_end_in_the_readers_own_exception()
    {
        List<(string, byte[])> seeds = Seeds();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        FuzzResult result = Fuzzing.Run(seeds, Cases);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{result.Cases} cases of {seeds.Count} seeds, {result.Opened} opened, slowest {result.Slowest.TotalMilliseconds:0} ms");
        Assert.True(result.Escapes.Count == 0, $"{result.Escapes.Count} escapes:\n{string.Join('\n', result.Escapes.Take(5))}");
        Assert.True(result.Slowest < TimeSpan.FromSeconds(2), $"{result.SlowestCase} took {result.Slowest}");
        Assert.True(result.Opened > Cases / 20, $"only {result.Opened} of the damaged files could be opened at all, which tries little");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 256L << 20);
    }

    // Every structure that is read: old and new headers, dense links, every index, every filter.
    private static List<(string, byte[])> Seeds()
    {
        using var folder = new TestFolder();
        string python = Tool.PythonWith("h5py");
        foreach (string script in new[] { "matrix.py", "rare.py" })
        {
            (int code, _, string error) = Tool.Run(
                python, [Path.Combine(AppContext.BaseDirectory, "Oracle", script), folder.Path, "small"]);
            Assert.True(code == 0, error);
        }
        string corpora = Repository.Corpora();
        List<(string Name, byte[])> seeds = Fuzzing.Seeds(folder.Path, corpora);
        Assert.Superset(
            new HashSet<string>
            {
                "matrix-earliest.h5", "matrix-latest.h5", "filters.h5", "shared.h5", "heaps.h5", "references.h5", "times.h5"
            },
            seeds.Select(s => s.Name).ToHashSet());
        Assert.True(seeds.Count > 50, $"{seeds.Count} seeds");
        return seeds;
    }
}
