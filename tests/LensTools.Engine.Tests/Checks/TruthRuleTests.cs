using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Checks;

/// <summary>The published ranges of the round robin, which ship in the examples, and its consensus curves.</summary>
public sealed class TruthRuleTests
{
    [Theory]
    [InlineData("RNase A", "SASDPP4", true)]
    [InlineData("xylanase", "SASDPP4", false)]
    [InlineData("another sample", "SASDPP4", true)]
    public void A_curve_of_another_size_than_its_sample_is_found(string sample, string curve, bool isRight)
    {
        string source = Directory.GetFiles(Repository.Corpora("BioSAS-round-robin-derived"), "*", SearchOption.AllDirectories)
            .First(file => Path.GetFileName(file).Contains(curve, StringComparison.OrdinalIgnoreCase)
                || Path.GetFileName(file).Contains("rnase", StringComparison.OrdinalIgnoreCase));
        using var folder = new TestFolder();
        Signal read = Session.Read(source).ReadSignals(TestContext.Current.CancellationToken)[0];
        string copy = folder.Write(
            "curve.dat",
            $"# sample: {sample}\n# Q (1/A)\tI (1/cm)\tdI\n" + string.Concat(Enumerable.Range(0, read.Q.Length)
                .Select(i => FormattableString.Invariant($"{read.Q[i]:R}\t{read.I[i]:R}\t{read.Idev!.Value[i]:R}\n"))));
        File.Copy(Path.Combine(Repository.Root, "examples", "truth", "biosas-2022.truth.yaml"), folder["known.yaml"]);
        // By the setting of a collection, and by what a command gives.
        Assert.Equal(isRight, Passes(copy, TruthTable.Load(folder["known.yaml"])));
        Assert.True(Passes(copy, null));
        folder.Write("lens.yaml", "name: trial\nprofile: benchmark\ntruth: known.yaml\n");
        Assert.Equal(isRight, Passes(copy, null));
    }

    private static bool Passes(string path, TruthTable? truth)
    {
        using var workspace = new Workspace(stateFolder: Path.GetTempPath());
        var curator = new Curator(workspace) { Profile = "benchmark", Truth = truth };
        var result = curator.CheckDataset(Session.Read(path), TestContext.Current.CancellationToken).Checks[0].Result;
        return result.Findings.All(finding => finding.Rule != "Data.Truth");
    }
}
