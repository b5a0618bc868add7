using LensTools.Engine.Checks;
using LensTools.Engine.Checks.Suppressions;
using LensTools.Engine.Collections;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;
using LensTools.Testing;
using Microsoft.Extensions.Time.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Checks;

/// <summary>A finding that is suppressed stays visible, does not count, and counts again after its day.</summary>
public sealed class SuppressionTests : IDisposable
{
    private const string Rows = "# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_does_not_count_until_its_day_and_not_on_other_datasets()
    {
        _folder.Write(Collection.FileName, "name: one\n");
        string path = _folder.Write("a.dat", "# Title: a\n" + Rows);
        _folder.Write("b.dat", "# Title: b\n" + Rows);
        Suppress(path, new DateOnly(2026, 12, 1));
        (TestResult a, TestResult b) = Check();
        Finding finding = Assert.Single(a.Findings, one => one.Rule == "Metadata.Sample");
        Assert.Equal(("not known any more", "Ann"), (finding.Suppression!.Reason, finding.Suppression.By));
        Assert.Equal((Verdict.Usable, Verdict.NeedsInformation), (a.Verdict, b.Verdict));
        _time.SetUtcNow(new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(Verdict.NeedsInformation, Check().A.Verdict);
    }

    [Fact]
    public void It_is_undone_like_a_label()
    {
        _folder.Write(Collection.FileName, "name: one\n");
        string path = _folder.Write("a.dat", "# Title: a\n" + Rows);
        _folder.Write("b.dat", "# Title: b\n" + Rows);
        Suppress(path, null);
        Assert.Equal(Verdict.Usable, Check().A.Verdict);
        using Workspace workspace = new(_time);
        new LabelUndo(workspace).Commit(workspace.Collections.OfFolder(_folder.Path), new Recorder(), CancellationToken.None);
        Assert.Equal(Verdict.NeedsInformation, Check().A.Verdict);
    }

    private void Suppress(string path, DateOnly? until)
    {
        using Workspace workspace = new(_time);
        var suppression = new FindingSuppression(workspace) { Reason = "not known any more", Until = until, Author = "Ann" };
        Dataset dataset = LensTools.Engine.Formats.FormatRegistry.Describe(path).Datasets[0];
        suppression.Add(dataset, "metadata.sample");
        Assert.Single(suppression.Commit(new Recorder(), CancellationToken.None));
    }

    private (TestResult A, TestResult B) Check()
    {
        using Workspace workspace = new(_time);
        TestResult[] results = [.. new Curator(workspace)
            .Curate(new DatasetListing(workspace), [_folder.Path], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)];
        return (results.Single(result => result.Name == "a"), results.Single(result => result.Name == "b"));
    }
}
