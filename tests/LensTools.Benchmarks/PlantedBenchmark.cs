using LensTools.Engine;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Listing;
using LensTools.Engine.Tests.Planted;

namespace LensTools.Benchmarks;

/// <summary>
/// Faults planted in clean simulated data of every kind and format, and what is nearly a fault: how many the rules find, and how many of
/// their findings are planted.
/// </summary>
internal sealed class PlantedBenchmark : Benchmark
{
    private const int Rounds = 10, CleanRounds = 60;
    private const double SmallestOfRule = 0.9, SmallestPrecision = 0.98, SmallestRecall = 0.95;

    public override string Name => "planted";

    public override string Description => "precision and recall of each rule over planted faults and near misses";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        var random = new Random(20261126);
        var planted = new Dictionary<string, Plant>();
        void Write(Plant plant, int round)
        {
            string name = $"{planted.Count:00000}";
            planted[plant.Write(random, folder.Path, name)] = plant;
        }
        for (int round = 0; round < Rounds; round++) foreach (Plant plant in Plants.All) Write(plant, round);
        for (int round = 0; round < CleanRounds; round++) foreach (Plant plant in Plants.Clean) Write(plant, round);

        using var workspace = new Workspace();
        var curator = new Curator(workspace)
        {
            Profile = "benchmark",
            // What is across all of them is tried elsewhere: these are no collection.
            Rules = new RuleSelection([], ["Collection", "Label"]),
        };
        var counts = new SortedDictionary<string, Counts>(StringComparer.Ordinal);
        Counts Of(string rule) => counts.TryGetValue(rule, out Counts? known) ? known : counts[rule] = new Counts();
        var missed = new Dictionary<string, int>();
        var invented = new Dictionary<string, int>();
        foreach (CuratedFile file in curator.Curate(
            new DatasetListing(workspace) { Recurse = true }, [folder.Path], new QuietPort(answer: true), CancellationToken.None))
        {
            Plant plant = planted[file.Path];
            HashSet<string> found = [.. file.Results.SelectMany(result => result.Findings).Select(finding => finding.Rule)];
            HashSet<string> failed = [.. file.Results.SelectMany(result => result.Failures).Select(failure => failure.Rule)];
            if (failed.Count > 0) throw new InvalidOperationException($"{plant}: {string.Join(", ", failed)} cannot be applied");
            if (plant.IsFault)
            {
                if (found.Contains(plant.Rule)) Of(plant.Rule).Found++;
                else
                {
                    Of(plant.Rule).Missed++;
                    missed[plant.ToString()] = missed.GetValueOrDefault(plant.ToString()) + 1;
                }
            }
            foreach (string rule in found.Where(rule => !plant.Implied.Contains(rule) && !(plant.IsFault && rule == plant.Rule)))
            {
                Of(rule).Invented++;
                invented[$"{rule} in {plant}"] = invented.GetValueOrDefault($"{rule} in {plant}") + 1;
            }
        }
        return Report(planted.Count, counts, missed, invented);
    }

    private static double Report(
        int sets, SortedDictionary<string, Counts> counts, Dictionary<string, int> missed, Dictionary<string, int> invented)
    {
        Print($"{sets} sets");
        Print($"{"rule",-28} found missed invented precision recall");
        foreach ((string rule, Counts one) in counts)
            Print($"{rule,-28} {one.Found,5} {one.Missed,6} {one.Invented,8} {one.Precision,9:P1} {one.Recall,6:P1}");
        foreach ((string what, int number) in missed.OrderByDescending(one => one.Value).Take(30)) Print($"missed {number,4}: {what}");
        foreach ((string what, int number) in invented.OrderByDescending(one => one.Value).Take(60)) Print($"invented {number,4}: {what}");
        var all = new Counts
        {
            Found = counts.Values.Sum(one => one.Found),
            Missed = counts.Values.Sum(one => one.Missed),
            Invented = counts.Values.Sum(one => one.Invented),
        };
        Counts[] planted = [.. counts.Values.Where(one => one.Found + one.Missed > 0)];
        double worst = planted.Min(one => Math.Min(one.Precision, one.Recall));
        Print($"overall precision {all.Precision:P2} (bar {SmallestPrecision:P0}), recall {all.Recall:P2} (bar {SmallestRecall:P0}),");
        Print($"the worst of {planted.Length} rules {worst:P1} (bar {SmallestOfRule:P0})");
        return new[] { all.Precision / SmallestPrecision, all.Recall / SmallestRecall, worst / SmallestOfRule }.Min();
    }

    private sealed class Counts
    {
        public int Found { get; set; }

        public int Missed { get; set; }

        public int Invented { get; set; }

        public double Precision => Found + Invented == 0 ? 1 : (double)Found / (Found + Invented);

        public double Recall => Found + Missed == 0 ? 1 : (double)Found / (Found + Missed);
    }
}
