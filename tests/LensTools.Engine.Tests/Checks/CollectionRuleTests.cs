using LensTools.Engine.Checks;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Checks;

/// <summary>The rules across a collection, on facts as a run gathers them; the numbers are those of the cases of domain.md.</summary>
public sealed class CollectionRuleTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_of_another_group_are_strangers_in_a_folder()
    {
        // Twenty runs of GFP, of which three are titled Routh_XB1293031.
        DatasetFacts[] runs = [.. Enumerable.Range(0, 20).Select(i => Run(i) with { Proposals = i is 7 or 8 or 9 ? ["XB1293031"] : [] })];
        Observation[] found = Judge("Collection.Proposal", runs);
        Assert.Equal(runs[7..10].Select(run => run.Path), found.Select(one => one.Location.Path));
        Assert.All(found, one => Assert.Contains("XB1293031", one.Seen, StringComparison.Ordinal));
        Assert.Empty(Judge("Collection.Proposal", [.. runs.Select(run => run with { Proposals = ["RB1810123"] })]));
    }

    [Fact]
    public void Runs_with_few_good_frames_stand_out_of_their_batch()
    {
        // Good over raw frames is 0.8 where every fifth pulse is vetoed; 0.111, 0.229 and 0.427 were measured.
        double[] ratios = [0.8, 0.79, 0.111, 0.8, 0.81, 0.229, 0.8, 0.427, 0.8];
        DatasetFacts[] runs = [.. ratios.Select((ratio, i) => Run(i) with { GoodFrames = ratio })];
        Assert.Equal(
            new[] { runs[2].Path, runs[5].Path, runs[7].Path },
            Judge("Collection.Frames", runs).Select(one => one.Location.Path));
        Assert.Empty(Judge("Collection.Frames", [.. runs.Select(run => run with { GoodFrames = 0.3 })]));
    }

    [Fact]
    public void A_run_with_a_log_or_in_a_list_must_be_there()
    {
        DatasetFacts[] runs = [.. Enumerable.Range(75_894, 6)
            .Select(n => new DatasetFacts(_folder[$"LOQ{n}.nxs"], null, 1) { Run = $"{n}" })];
        foreach (DatasetFacts run in runs) _folder.Write(Path.GetFileNameWithoutExtension(run.Path) + ".log", "");
        _folder.Write("batch.csv", "sample_sans,75894,output,a\nsample_sans,75895,output,b\nsample_sans,75896,can_sans,75962-add\n");
        Assert.Contains("75962-add", Assert.Single(Judge("Collection.MissingRun", runs)).Seen, StringComparison.Ordinal);
        File.Delete(_folder["batch.csv"]);
        Assert.Empty(Judge("Collection.MissingRun", runs));
        _folder.Write("LOQ75870.log", "");
        Assert.Contains("LOQ75870", Assert.Single(Judge("Collection.MissingRun", runs)).Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_curve_in_nanometres_is_told_by_its_replicas()
    {
        // Lysozyme: 14.36 angstrom, and 1.508 nm in SASDA96.
        DatasetFacts one = Curve("a", 14.36), other = Curve("b", 1.508), third = Curve("c", 14.9);
        Observation found = Assert.Single(Judge("Collection.QScale", one, other, third));
        Assert.Equal(other.Path, found.Location.Path);
        // Whichever of them comes first.
        Assert.Equal(other.Path, Assert.Single(Judge("Collection.QScale", other, one, third)).Location.Path);
        Assert.Empty(Judge("Collection.QScale", one, other with { Substance = "another" }, third));
    }

    [Fact]
    public void A_series_of_concentrations_has_no_trend()
    {
        // GFP of LOQ: I(0) per concentration is 0.0573, 0.0677 and 0.0720 at 1, 5 and 10 mg/ml.
        DatasetFacts[] series = [
            Curve("1", 17.65, 0.0573) with { Concentration = (1, "mg/ml") },
            Curve("5", 19.53, 0.339) with { Concentration = (5, "mg/ml") },
            Curve("10", 21.22, 0.720) with { Concentration = (10, "mg/ml") }];
        Assert.Contains("rises by 26 %", Assert.Single(Judge("Collection.Concentration", series)).Seen, StringComparison.Ordinal);
        Assert.Empty(Judge("Collection.Concentration", [.. series.Select(
            one => one with { Guinier = (20, 0.07 * one.Concentration!.Value.Value) })]));
    }

    [Fact]
    public void Units_and_grids_of_a_sample_are_compared()
    {
        DatasetFacts one = Curve("a", 14) with { IUnit = "1/cm" };
        Assert.Empty(Judge("Collection.Units", one, Curve("b", 14) with { IUnit = "cm^-1" }));
        Assert.Single(Judge("Collection.Units", one, Curve("b", 14) with { IUnit = "a.u." }));
        Assert.Empty(Judge("Collection.Grid", one, Curve("b", 14)));
        Assert.Single(Judge("Collection.Grid", one, Curve("b", 14) with { Grid = (200, 0.01, 0.3) }));
    }

    [Fact]
    public void A_stream_that_is_the_beginning_of_another_is_told()
    {
        // MuonDataLib's complete_run and partial_run.
        DatasetFacts whole = new("/m/complete.nxs", null, 100) { Beginning = "ab", Events = 8122 };
        DatasetFacts part = new("/m/partial.nxs", null, 60) { Beginning = "ab", Events = 4055 };
        Assert.Contains("4055", Assert.Single(Judge("Collection.Prefix", whole, part)).Seen, StringComparison.Ordinal);
        Assert.Empty(Judge("Collection.Prefix", whole, part with { Beginning = "cd" }));
    }

    [Fact]
    public void A_sample_is_in_one_part_and_classes_are_balanced()
    {
        DatasetFacts Labelled(int i, string name, string value) =>
            Curve($"{i}", 14) with { Sample = $"{i % 30}", Labels = new Dictionary<string, string> { [name] = value } };
        Assert.Single(Judge("Collection.Split", Labelled(1, "split", "train"), Labelled(31, "split", "test")));
        Assert.Empty(
            Judge("Collection.Split", Labelled(1, "split", "train"), Labelled(31, "split", "train"), Labelled(2, "split", "test")));
        DatasetFacts[] unequal = [.. Enumerable.Range(0, 30).Select(i => Labelled(i, "sample-class", i < 28 ? "protein" : "lipid"))];
        Assert.Contains("28 datasets are protein", Assert.Single(Judge("Collection.Balance", unequal)).Seen, StringComparison.Ordinal);
        Assert.Empty(Judge("Collection.Balance", [.. Enumerable.Range(0, 30).Select(
            i => Labelled(i, "sample-class", i < 20 ? "protein" : "lipid"))]));
    }

    [Fact]
    public void A_file_is_what_the_list_says_that_sha256sum_wrote()
    {
        // "abc" has the SHA-256 of FIPS 180-2, appendix B.1.
        const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        DatasetFacts Of(string name, string sha256) => new(_folder.Write(name, ""), null, 0) { Sha256 = sha256 };
        _folder.Write("SHA256SUMS", $"# made by hand\n{OfAbc}  sub/a.dat\n{OfAbc.ToUpperInvariant()} *./b.dat\n");
        Assert.Empty(Judge("Readability.Changed", Of("sub/a.dat", OfAbc), Of("b.dat", OfAbc), Of("c.dat", new string('0', 64))));
        Observation[] found = Judge("Readability.Changed", Of("sub/a.dat", new string('0', 64)), Of("b.dat", new string('1', 64)));
        Assert.Equal(new[] { _folder["sub/a.dat"], _folder["b.dat"] }, found.Select(one => one.Location.Path));
        Assert.Contains("000000000000…", found[0].Seen, StringComparison.Ordinal);
        // The nearest list counts.
        _folder.Write("sub/SHA256SUMS", $"{new string('0', 64)}  a.dat\n");
        Assert.Empty(Judge("Readability.Changed", Of("sub/a.dat", new string('0', 64))));
    }

    private DatasetFacts Run(int number) =>
        new(_folder[$"LOQ{75_000 + number}.nxs"], null, 1) { Run = $"{75_000 + number}", Instrument = "LOQ" };

    private DatasetFacts Curve(string name, double rg, double i0 = 1) => new(_folder[$"{name}.dat"], null, 1)
    {
        Sample = $"lysozyme of {name}",
        Substance = "lysozyme",
        IUnit = "1/cm",
        Guinier = (rg, i0),
        Grid = (100, 0.01, 0.3),
    };

    private static Observation[] Judge(string rule, params DatasetFacts[] facts)
    {
        ICollectionPass pass = RuleRegistry.CollectionRules.Single(one => one.Info.Id == rule).Begin();
        return [.. facts.SelectMany(pass.Add), .. pass.End()];
    }
}
