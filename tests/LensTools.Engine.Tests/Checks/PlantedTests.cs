using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Listing;
using LensTools.Engine.Tests.Planted;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Checks;

/// <summary>
/// Each rule finds the faults that are planted for it in simulated data, and nothing in near misses and clean data. The benchmark
/// <c>planted</c> does the same with thousands and counts.
/// </summary>
public sealed class PlantedTests : IDisposable
{
    private const int Rounds = 3;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_planted_fault_is_found()
    {
        Dictionary<string, Plant> planted = Write(Plants.All.Where(plant => plant.IsFault));
        foreach ((string path, HashSet<string> found) in Check(planted))
            Assert.True(found.Contains(planted[path].Rule), $"{planted[path]}, {path}: found {string.Join(", ", found)}");
        // Of every rule about one dataset by itself, but those that only a reader or a ledger can break.
        string[] tried = [.. planted.Values.Select(plant => plant.Rule).Distinct()];
        Assert.True(tried.Length >= 60, $"{tried.Length} rules were tried");
    }

    [Fact]
    public void A_near_miss_and_clean_data_are_let_pass()
    {
        Dictionary<string, Plant> planted = Write(Plants.All.Where(plant => !plant.IsFault).Concat(Plants.Clean));
        foreach ((string path, HashSet<string> found) in Check(planted))
            Assert.False(found.Contains(planted[path].Rule), $"{planted[path]}, {path}");
    }

    [Fact]
    public void Clean_curves_are_usable_as_a_benchmark()
    {
        Dictionary<string, Plant> planted = Write(Plants.Clean.Where(plant => plant.Name.Contains("Text", StringComparison.Ordinal)));
        using var workspace = new Workspace();
        TestResult[] results = [.. Curated(workspace)];
        Assert.Equal(planted.Count, results.Length);
        Assert.All(results, result => Assert.True(
            result.Verdict == Verdict.Usable, $"{result.Path}: {string.Join("; ", result.Findings)}"));
    }

    private Dictionary<string, Plant> Write(IEnumerable<Plant> plants)
    {
        var random = new Random(16);
        var planted = new Dictionary<string, Plant>();
        foreach (Plant plant in plants.SelectMany(plant => Enumerable.Repeat(plant, Rounds)))
            planted[plant.Write(random, _folder.Path, $"{planted.Count:0000}")] = plant;
        return planted;
    }

    private IEnumerable<(string Path, HashSet<string> Found)> Check(Dictionary<string, Plant> planted)
    {
        using var workspace = new Workspace();
        TestResult[] results = [.. Curated(workspace)];
        Assert.All(results, result => Assert.Empty(result.Failures));
        foreach (string path in planted.Keys)
        {
            HashSet<string> found = [.. results.Where(result => result.Path == path)
                .SelectMany(result => result.Findings).Select(finding => finding.Rule)];
            yield return (path, found);
        }
    }

    private IEnumerable<TestResult> Curated(Workspace workspace)
    {
        var curator = new Curator(workspace)
        {
            Profile = "benchmark",
            Rules = new RuleSelection([], ["Collection"]),
        };
        return [.. curator
            .Curate(new DatasetListing(workspace) { Recurse = true }, [_folder.Path], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)];
    }
}
