using System.Globalization;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Vocabularies;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Labels;

/// <summary>Vocabularies: types and aliases, new terms, deprecation that takes the labels along, and undo of all of it.</summary>
public sealed class VocabularyTests : IDisposable
{
    private const string File = "lens-vocabulary.yaml";

    private readonly TestFolder _folder = new();

    public VocabularyTests() => Collection.Create(_folder.Path, "test", null, null);

    public void Dispose() => _folder.Dispose();

    [Theory]
    // Number, with its unit and range.
    [InlineData("dose", "5", "5 kGy")]
    [InlineData("dose", "5 kGy", "5 kGy")]
    [InlineData("dose", "1e2kGy", "100 kGy")]
    [InlineData("dose", "5.50", "5.5 kGy")]
    [InlineData("dose", "-1", null)]
    [InlineData("dose", "101", null)]
    [InlineData("dose", "5,5", "5.5 kGy")]
    [InlineData("dose", "5,500", null)]
    [InlineData("dose", "5 Gy", null)]
    [InlineData("dose", "NaN", null)]
    // Boolean.
    [InlineData("deuterated", "True", "true")]
    [InlineData("deuterated", "no", "false")]
    [InlineData("deuterated", "WAHR", "true")]
    [InlineData("deuterated", "maybe", null)]
    // Date: ISO 8601, a German one with points, and those with slashes that can be only one.
    [InlineData("received", "2026-03-04", "2026-03-04")]
    [InlineData("received", "2026-03-04T10:00:00Z", "2026-03-04T10:00:00Z")]
    [InlineData("received", "4.3.2026", "2026-03-04")]
    [InlineData("received", "04.03.2026 00:00", "2026-03-04")]
    [InlineData("received", "4.3.26", null)]
    [InlineData("received", "25/03/2026", "2026-03-25")]
    [InlineData("received", "03/25/2026", "2026-03-25")]
    [InlineData("received", "03/04/2026", null)]
    [InlineData("received", "31.2.2026", null)]
    [InlineData("received", "45000", null)]
    // Reference.
    [InlineData("truth-source", "10.5281/zenodo.123", "https://doi.org/10.5281/zenodo.123")]
    [InlineData("truth-source", "doi:10.5281/zenodo.123", "https://doi.org/10.5281/zenodo.123")]
    [InlineData("truth-source", "https://example.org/x", "https://example.org/x")]
    [InlineData("truth-source", "my thesis", null)]
    // Values by their other names, and several of them.
    [InlineData("sample-class", "Proteins", "protein")]
    [InlineData("technique", "PaNET01189", "SANS")]
    [InlineData("group", "lysozyme", "lysozyme")]
    [InlineData("license", "cc-by-4.0", "CC-BY-4.0")]
    [InlineData("quality-flags", "aggregation, Beam-Stop", "aggregation,beam-stop")]
    [InlineData("model", "cylinder@hardsphere", "cylinder@hardsphere")]
    [InlineData("model", "cylinder@hardball", null)]
    // A text is one.
    [InlineData("comment", "two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("comment", " ", null)]
    [InlineData("comment", "\t", null)]
    [InlineData("comment", "a\0b", null)]
    [InlineData("comment", "a\u001b[31m", null)]
    public void A_value_is_of_the_kind_that_its_label_takes(string name, string value, string? read)
    {
        _folder.Write(File, """
            dose: {type: number, unit: kGy, minimum: 0, maximum: 100, description: the dose}
            deuterated: {type: boolean}
            received: {type: date}
            """);
        Vocabulary vocabulary = Collection.Open(_folder.Path).Vocabulary;
        if (read is not null) Assert.Equal(read, vocabulary.Check(name, value).Value);
        else Assert.Equal("LensLabelValueUnknown", Assert.Throws<LensException>(() => vocabulary.Check(name, value)).Error.Id);
    }

    [Fact]
    public void A_label_outside_the_vocabulary_is_refused_with_the_nearest()
    {
        Vocabulary vocabulary = Vocabulary.Load(null);
        Assert.Contains("\"sample-class\"", Assert.Throws<LensException>(() => vocabulary.Check("sampleclass", "x")).Error.Message);
        LensError error = Assert.Throws<LensException>(() => vocabulary.Check("sample-class", "protien")).Error;
        Assert.Contains("\"protein\"", error.Message);
        Assert.Contains("-AllowNew", error.Advice);
    }

    [Fact]
    public void The_models_are_those_of_sasmodels_in_their_categories()
    {
        // sasmodels @5d0a40b3b77b, as ../shared/docs/domain.md §5 counts them.
        List<LabelValue> models = Vocabulary.Load(null).Labels["model"].Values;
        Assert.Equal(29, models.Count(model => model.Description == "shape-independent"));
        Assert.Equal(5, models.Count(model => model.Description == "structure-factor"));
        Assert.Equal(3, models.Count(model => model.Description == "shape:paracrystal"));
        Assert.Equal("shape:cylinder", models.Single(model => model.Name == "barbell").Description);
    }

    [Fact]
    public void New_labels_and_values_are_added_aloud_and_undone_with_the_labels()
    {
        string before = _folder.Write(File, "# ours\nbeamline: {description: where}   # kept\n\n# the end\n");
        string text = System.IO.File.ReadAllText(before);
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        var transaction = new LabelTransaction(session.Workspace) { AllowNew = true };
        transaction.Add(dataset, new Dictionary<string, string?> { ["sample-class"] = "hydrogel", ["mood"] = "sunny" });
        transaction.Commit(session.Port, CancellationToken.None);
        Assert.Contains(session.Port.Said, said => said.Contains("\"hydrogel\" is a new value of sample-class", StringComparison.Ordinal));
        Assert.Contains(session.Port.Said, said => said.Contains("mood is a new label", StringComparison.Ordinal));
        Collection collection = Collection.Open(_folder.Path);
        Assert.Equal(("sample-class", "hydrogel"), collection.Vocabulary.Check("sample-class", "Hydrogel"));
        Assert.Equal(("sample-class", "protein"), collection.Vocabulary.Check("sample-class", "protein"));
        Assert.StartsWith(text, System.IO.File.ReadAllText(before));
        session.Workspace.Collections.Refresh();
        new LabelUndo(session.Workspace).Commit(session.Locator.OfFolder(_folder.Path), session.Port, CancellationToken.None);
        Assert.Equal(text, System.IO.File.ReadAllText(before));
        Assert.Empty(Collection.Open(_folder.Path).Ledger.Read().Current);
        // And the undo can be undone.
        session.Workspace.Collections.Refresh();
        new LabelUndo(session.Workspace).Commit(session.Locator.OfFolder(_folder.Path), session.Port, CancellationToken.None);
        Assert.Equal(("mood", "sunny"), Collection.Open(_folder.Path).Vocabulary.Check("mood", "sunny"));
        Assert.Equal(2, Collection.Open(_folder.Path).Ledger.Read().Current.Count());
    }

    [Fact]
    public void What_is_declined_adds_nothing()
    {
        var session = new Session { Port = new Recorder { Answer = false } };
        var transaction = new LabelTransaction(session.Workspace) { AllowNew = true };
        transaction.Add(AddCurve("a.dat", 1), new Dictionary<string, string?> { ["mood"] = "sunny" });
        transaction.Commit(session.Port, CancellationToken.None);
        Assert.False(System.IO.File.Exists(_folder[File]));
    }

    [Theory]
    [InlineData("dose", "much")]
    [InlineData("truth-source", "my thesis")]
    public void What_is_of_the_wrong_kind_is_not_new(string name, string value)
    {
        _folder.Write(File, "dose: {type: number}\n");
        var session = new Session();
        var transaction = new LabelTransaction(session.Workspace) { AllowNew = true };
        LensException error = Assert.Throws<LensException>(
            () => transaction.Add(AddCurve("a.dat", 1), new Dictionary<string, string?> { [name] = value }));
        Assert.Equal("LensLabelValueUnknown", error.Error.Id);
    }

    [Fact]
    public void A_deprecated_label_takes_all_its_labels_along_in_one_transaction_that_can_be_undone()
    {
        _folder.Write(File, "sample: {description: the old name}\n");
        var session = new Session();
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2), AddCurve("c.dat", 3)];
        session.Label(datasets[..2], "sample", "lysozyme");
        session.Label(datasets[2..], "sample-name", "silica");
        int transactions = Transactions();
        IReadOnlyList<WrittenLabel> written = new VocabularyUpdate(session.Workspace) { Name = "sample", DeprecatedBy = "sample-name" }
            .Commit(_folder.Path, session.Port, CancellationToken.None);
        Assert.Equal(4, written.Count);
        Assert.Equal(transactions + 1, Transactions());
        Assert.Equal(3, Collection.Open(_folder.Path).Ledger.Read().Current.Count(entry => entry.Name == "sample-name"));
        LensException refused = Assert.Throws<LensException>(() => Collection.Open(_folder.Path).Vocabulary.Check("sample", "x"));
        Assert.Equal("LensLabelDeprecated", refused.Error.Id);
        Assert.Contains("sample-name", refused.Error.Advice);
        session.Workspace.Collections.Refresh();
        new LabelUndo(session.Workspace).Commit(session.Locator.OfFolder(_folder.Path), session.Port, CancellationToken.None);
        LedgerState ledger = Collection.Open(_folder.Path).Ledger.Read();
        Assert.Equal(2, ledger.Current.Count(entry => entry is { Name: "sample", Value: "lysozyme" }));
        Assert.Equal("sample: {description: the old name}\n", System.IO.File.ReadAllText(_folder[File]));
    }

    [Fact]
    public void A_deprecated_value_is_replaced_also_within_several()
    {
        var session = new Session();
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        session.Label(datasets[..1], "model", "gel_fit@hardsphere");
        session.Label(datasets[1..], "model", "sphere");
        new VocabularyUpdate(session.Workspace) { Name = "model", Value = "gel_fit", DeprecatedBy = "dab" }
            .Commit(_folder.Path, session.Port, CancellationToken.None);
        Assert.Equal(
            ["dab@hardsphere", "sphere"], Collection.Open(_folder.Path).Ledger.Read().Current.Select(entry => entry.Value!).Order());
        Assert.Throws<LensException>(() => Collection.Open(_folder.Path).Vocabulary.Check("model", "gel_fit"));
    }

    [Fact]
    public void Datasets_that_have_both_labels_stop_the_deprecation()
    {
        _folder.Write(File, "sample: {description: the old name}\n");
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        session.Label([dataset], "sample", "lysozyme");
        session.Label([dataset], "sample-name", "silica");
        string ledger = System.IO.File.ReadAllText(_folder["lens-labels.jsonl"]);
        var update = new VocabularyUpdate(session.Workspace) { Name = "sample", DeprecatedBy = "sample-name" };
        LensException error = Assert.Throws<LensException>(() => update.Commit(_folder.Path, session.Port, CancellationToken.None));
        Assert.Equal("LensLabelExists", error.Error.Id);
        Assert.Equal(ledger, System.IO.File.ReadAllText(_folder["lens-labels.jsonl"]));
        Assert.Equal("sample: {description: the old name}\n", System.IO.File.ReadAllText(_folder[File]));
    }

    [Theory]
    [InlineData("model", "dab", "dab", null, null, null)]
    [InlineData("truth", "expert", "nosuch", null, null, null)]
    [InlineData("comment", null, "comment", null, null, null)]
    [InlineData("dose", null, null, LabelType.Number, 5.0, 4.0)]
    [InlineData("quality", null, null, LabelType.Number, null, null)]
    [InlineData("quality", null, null, null, 3.0, null)]
    public void A_definition_that_makes_a_label_useless_is_refused(
        string name, string? value, string? by, LabelType? type, double? least, double? most)
    {
        var session = new Session();
        var update = new VocabularyUpdate(session.Workspace)
        {
            Name = name,
            Value = value,
            DeprecatedBy = by,
            Definition = new LabelDefinition { Type = type, Minimum = least, Maximum = most },
        };
        LensException error = Assert.Throws<LensException>(() => update.Commit(_folder.Path, session.Port, CancellationToken.None));
        Assert.Contains(error.Error.Id, new[] { "LensInputInvalid", "LensLabelValueUnknown" });
        Assert.False(System.IO.File.Exists(_folder[File]));
    }

    [Theory]
    [InlineData("quality-flags")]
    [InlineData("group")]
    public void Another_name_is_of_one_label_only(string alias)
    {
        var session = new Session();
        var update = new VocabularyUpdate(session.Workspace) { Name = "quality", Definition = new LabelDefinition { Aliases = [alias] } };
        LensException error = Assert.Throws<LensException>(() => update.Commit(_folder.Path, session.Port, CancellationToken.None));
        Assert.Equal("LensInputInvalid", error.Error.Id);
    }

    [Fact]
    public void Another_name_of_a_label_is_that_label_whatever_is_done()
    {
        var session = new Session();
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        session.Label(datasets[..1], "sample-group", "lysozyme");
        new LabelRename(session.Workspace) { Name = "sample-group", NewName = "group" }
            .Commit(_folder.Path, session.Port, CancellationToken.None);
        LedgerEntry entry = Assert.Single(Collection.Open(_folder.Path).Ledger.Read().Current);
        Assert.Equal(("sample-group", "lysozyme"), (entry.Name, entry.Value));
        // From a collection where it has the other name.
        session.Label(datasets[1..], "sample-group", "silica");
        var copy = new LabelCopy(session.Workspace);
        copy.Add(entry with { Name = "group" });
        Assert.Empty(copy.ToDatasets(datasets[1..], session.Port, CancellationToken.None));
        Assert.Equal("LensLabelExists", Assert.Single(session.Port.Errors).Id);
    }

    [Fact]
    public void Labels_stay_where_they_are_moved_to_the_same_content()
    {
        var session = new Session();
        Dataset one = AddCurve("a.dat", 1), same = AddCurve("b.dat", 1);
        IReadOnlyList<LedgerEntry> labels = session.Label([one], "quality", "good");
        var move = new LabelMove(session.Workspace) { Destination = same };
        move.Add(labels[0], session.Locator.OfFolder(_folder.Path));
        Assert.Empty(move.Commit(session.Port, CancellationToken.None));
        Assert.Equal("LensInputInvalid", Assert.Single(session.Port.Errors).Id);
        Assert.Single(Collection.Open(_folder.Path).Ledger.Read().Current);
    }

    [Fact]
    public void What_another_adds_to_a_definition_meanwhile_is_not_lost()
    {
        Session slow = new(), quick = new();
        Dataset dataset = AddCurve("a.dat", 1);
        var transaction = new LabelTransaction(slow.Workspace) { AllowNew = true };
        transaction.Add(dataset, new Dictionary<string, string?> { ["sample-class"] = "hydrogel" });
        new VocabularyUpdate(quick.Workspace)
        {
            Name = "sample-class",
            Definition = new LabelDefinition { Values = [new LabelValue { Name = "foam" }] },
        }.Commit(_folder.Path, quick.Port, CancellationToken.None);
        LensException error = Assert.Throws<LensException>(() => transaction.Commit(slow.Port, CancellationToken.None));
        Assert.Equal("LensVocabularyChanged", error.Error.Id);
        Assert.Equal("foam", Collection.Open(_folder.Path).Vocabulary.Check("sample-class", "foam").Value);
        Assert.Empty(Collection.Open(_folder.Path).Ledger.Read().Current);
    }

    [Fact]
    public void A_deprecation_that_was_interrupted_is_completed_by_the_same_command()
    {
        var session = new Session();
        session.Label([AddCurve("a.dat", 1)], "model", "gel_fit");
        // As a crash leaves it, after the vocabulary and before the ledger.
        _folder.Write(File, "model:\n  values:\n    gel_fit: {deprecatedBy: dab}\n");
        session.Workspace.Collections.Refresh();
        new VocabularyUpdate(session.Workspace) { Name = "model", Value = "gel_fit", DeprecatedBy = "dab" }
            .Commit(_folder.Path, session.Port, CancellationToken.None);
        Assert.Equal("dab", Assert.Single(Collection.Open(_folder.Path).Ledger.Read().Current).Value);
    }

    [Fact]
    public void A_chain_of_deprecations_leads_to_its_end()
    {
        _folder.Write(File, "a: {deprecatedBy: b}\nb: {deprecatedBy: comment}\nc: {deprecatedBy: d}\nd: {deprecatedBy: c}\n");
        Vocabulary vocabulary = Collection.Open(_folder.Path).Vocabulary;
        Assert.Equal("Use \"comment\".", Assert.Throws<LensException>(() => vocabulary.Check("a", "x")).Error.Advice);
        Assert.StartsWith("Nothing takes its place", Assert.Throws<LensException>(() => vocabulary.Check("c", "x")).Error.Advice);
    }

    [Fact]
    public void A_definition_that_was_edited_since_is_not_undone()
    {
        var session = new Session();
        new VocabularyUpdate(session.Workspace) { Name = "mood", Definition = new LabelDefinition { Description = "how it was" } }
            .Commit(_folder.Path, session.Port, CancellationToken.None);
        System.IO.File.AppendAllText(_folder[File], "  type: text\n");
        session.Workspace.Collections.Refresh();
        LensException error = Assert.Throws<LensException>(
            () => new LabelUndo(session.Workspace).Commit(session.Locator.OfFolder(_folder.Path), session.Port, CancellationToken.None));
        Assert.Equal("LensVocabularyChanged", error.Error.Id);
    }

    [Fact]
    public void Labels_outside_the_vocabulary_and_missing_ones_are_found()
    {
        _folder.Write(File, "mood: {values: [sunny, rainy]}\n");
        var session = new Session();
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        session.Label(datasets, "mood", "sunny");
        session.Label(datasets[..1], "sample-class", "protein");
        _folder.Write(File, "mood: {values: [Sunny, rainy]}\n");
        Assert.Equal(
            [(LabelFault.Missing, "sample-class", "b.dat"), (LabelFault.Spelling, "mood", "a.dat"), (LabelFault.Spelling, "mood", "b.dat")],
            Problems());
        _folder.Write(File, "mood: {values: [rainy]}\n");
        Assert.Equal(2, Problems().Count(problem => problem.Fault == LabelFault.UnknownValue));
        System.IO.File.Delete(_folder[File]);
        Assert.Equal(2, Problems().Count(problem => problem.Fault == LabelFault.UnknownLabel));
        _folder.Write(File, "mood: {deprecatedBy: comment}\n");
        Assert.Equal(2, Problems().Count(problem => problem.Fault == LabelFault.Deprecated));
    }

    [Theory]
    [InlineData("mood: [1, 2]\n", "line 1")]
    [InlineData("mood:\n  colour: red\n", "\"colour\"")]
    [InlineData("mood:\n  values: [a, A]\n", "listed twice")]
    [InlineData("mood:\n  type: colour\n", "line 2")]
    [InlineData("mood:\n\tdescription: x\n", "tab")]
    public void A_file_that_is_no_vocabulary_is_refused_with_its_line(string text, string said)
    {
        _folder.Write(File, text);
        LensException error = Assert.Throws<LensException>(() => Collection.Open(_folder.Path));
        Assert.Equal("LensVocabularyInvalid", error.Error.Id);
        Assert.Contains(said, error.Error.Message);
    }

    [Fact]
    public void A_definition_is_read_as_it_was_written()
    {
        var definition = new LabelDefinition
        {
            Description = "what: it \"is\" # really",
            Type = LabelType.Enum,
            Values = [
                new LabelValue { Name = "yes" },
                new LabelValue { Name = "ünï: 😀", Description = "- a dash" },
                new LabelValue { Name = "old", DeprecatedBy = "yes", Aliases = ["ancient", "1"] }],
            Combine = ",",
            Aliases = ["other"],
            RequiredFor = ["training"],
            Question = "What?",
            Minimum = 1.5,
        };
        _folder.Write(File, VocabularyFile.Write("no", definition));
        LabelDefinition read = Collection.Open(_folder.Path).Vocabulary.Labels["no"];
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(definition), System.Text.Json.JsonSerializer.Serialize(read));
    }

    private (LabelFault Fault, string Name, string Path)[] Problems()
    {
        var session = new Session();
        return [.. new VocabularyAudit(session.Workspace).Run(session.Locator.OfFolder(_folder.Path), session.Port, CancellationToken.None)
            .Select(problem => (problem.Fault, problem.Name, problem.Path))
            .OrderBy(problem => $"{problem.Fault}").ThenBy(problem => problem.Path)];
    }

    private int Transactions() => System.IO.File.ReadAllText(_folder["lens-labels.jsonl"]).Split("\"kind\":\"commit\"").Length - 1;

    private Dataset AddCurve(string name, int seed) => Session.Read(_folder.Write(name, string.Concat(
        Enumerable.Range(1, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i * 0.01} {100.0 / (i + seed)} 0.1\n")))));
}
