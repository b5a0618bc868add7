using System.Globalization;
using System.Text;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Labels;

/// <summary>
/// Tables of labels: what is exported is read back, and what spreadsheets make of it is understood, or refused row by row.
/// </summary>
public sealed class LabelTableTests : IDisposable
{
    // Line breaks, quotes, separators, formulas, emoji, right to left, ten kilobytes, and what looks like an escaped formula.
    private static readonly string[] Awkward = [
        "two\nlines", "say \"so\"", "a;b,c\td", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "'=1", "''@x", "-5.2", "1e-3", "😀🧪",
        "שלום", "  blanks  ", new string('x', 10_000), "'apostrophe", "5 Å⁻¹"];

    private readonly TestFolder _folder = new();
    private readonly Session _session = new();

    public LabelTableTests() => Collection.Create(_folder.Path, "test", null, null);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("t.csv", false, ",")]
    [InlineData("t.csv", true, ",")]
    [InlineData("t.csv", false, ";")]
    [InlineData("t.csv", true, "\t")]
    [InlineData("t.json", false, ",")]
    [InlineData("t.json", true, ",")]
    public void What_is_exported_is_read_back(string name, bool isWide, string delimiter)
    {
        Dataset[] datasets = [.. Awkward.Select((_, i) => AddCurve($"s {i}.dat", i))];
        for (int i = 0; i < Awkward.Length; i++) _session.Label([datasets[i]], "comment", Awkward[i]);
        _session.Label(datasets[..3], "quality", "good");
        Export(name, isWide, delimiter, datasets);
        string[] before = Labels();
        // Neither data nor what belongs to the collection is replaced, whatever is asked for.
        foreach (string kept in new[] { "s 0.dat", "lens.yaml", "lens-labels.jsonl" })
        {
            LensException refused = Assert.Throws<LensException>(() => Export(kept, isWide, delimiter, datasets, force: true));
            Assert.Equal("LensExportOverSource", refused.Error.Id);
        }
        new LabelUndo(_session.Workspace) { Since = DateTime.MinValue }.Commit(
            _session.Locator.OfFolder(_folder.Path), _session.Port, CancellationToken.None);
        Assert.Empty(Labels());
        List<LabelMatch> matches = Import(name);
        Assert.Equal(before, Labels());
        Assert.Equal(Awkward.Length + 3, matches.Count(match => match.Status == LabelMatchStatus.Matched));
        Assert.All(Import(name), match => Assert.Contains(match.Status, new[] { LabelMatchStatus.Unchanged, LabelMatchStatus.Empty }));
        Assert.Equal(LabelSource.Import, Collection.Open(_folder.Path).Ledger.Read().Current.First().Source);
    }

    [Fact]
    public void A_spreadsheet_takes_no_text_for_a_formula()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        _session.Label([dataset], "comment", "=HYPERLINK(\"http://x\")");
        Export("t.csv", false, ",", [dataset]);
        byte[] bytes = File.ReadAllBytes(_folder["t.csv"]);
        Assert.Equal([0xef, 0xbb, 0xbf], bytes[..3]);
        Assert.Contains("\"'=HYPERLINK(", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    // As Excel writes in its languages: CSV (UTF-8), CSV, Unicode text; and as people do.
    [Theory]
    [InlineData("Path;Name;Value\r\na.dat;comment;10,5 Å\r\n", "utf-8-bom")]
    [InlineData("Path;Name;Value\r\na.dat;comment;10,5 Å\r\n", "latin1")]
    [InlineData("Path\tName\tValue\r\na.dat\tcomment\t10,5 Å\r\n", "utf-16")]
    [InlineData("sep=;\r\nPath;Name;Value\r\na.dat;comment;10,5 Å\r\n", "utf-8")]
    [InlineData("path,NAME,value,By,Reason\n./a.dat,comment,\"10,5 Å\",someone,why\n\n", "utf-8")]
    [InlineData("Value,Name,FullName\n\"10,5 Å\",comment,C:\\data\\a.dat\n", "utf-8")]
    [InlineData("Path;comment;quality\r\na.dat;10,5 Å;\r\nb.dat;;\r\n", "utf-8")]
    public void A_table_of_any_program_is_read(string text, string encoding)
    {
        AddCurve("a.dat", 1);
        AddCurve("b.dat", 2);
        byte[] bytes = encoding switch
        {
            "latin1" => Encoding.Latin1.GetBytes(text),
            "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "utf-8-bom" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        };
        File.WriteAllBytes(_folder["t.csv"], bytes);
        Import("t.csv");
        LedgerEntry entry = Assert.Single(Collection.Open(_folder.Path).Ledger.Read().Current);
        Assert.Equal(("a.dat", "comment", "10,5 Å"), (entry.Path, entry.Name, entry.Value));
    }

    [Fact]
    public void Each_row_is_matched_unknown_ambiguous_or_changed()
    {
        Dataset a = AddCurve("x/a.dat", 1);
        AddCurve("y/a.dat", 2);
        AddCurve("y/c.dat", 3);
        _session.Label([a], "quality", "good");
        string id = _session.Identities.Of(a, CancellationToken.None), other = id[..^1] + (id[^1] == '0' ? '1' : '0');
        _folder.Write("t.csv", $"""
            Path,DatasetId,Name,Value
            x/a.dat,,comment,by path
            c.dat,,comment,by name
            a.dat,,comment,of two
            nosuch.dat,,comment,of none
            elsewhere.dat,{id},quality,poor
            x/a.dat,{other},comment,of other bytes
            z.dat,{other},comment,of no bytes
            x/a.dat,,quality,
            y/c.dat,{id},comment,of two in one
            y/c.dat,,comment,another
            """);
        List<LabelMatch> matches = Import("t.csv");
        Assert.Equal(
            "Matched Matched Ambiguous Unknown Matched Changed Unknown Empty Ambiguous Contradicted",
            string.Join(' ', matches.Select(match => match.Status)));
        Assert.Equal(["x/a.dat", "y/a.dat"], matches[2].Candidates);
        Assert.Equal(4, matches[2].Label.Number);
        Assert.Equal(["by path", "poor", "by name"], Labels().Select(label => label.Split(" = ")[1]));
    }

    [Fact]
    public void A_value_outside_the_vocabulary_leaves_all_as_it_was()
    {
        AddCurve("a.dat", 1);
        _folder.Write("t.csv", "Path,Name,Value\na.dat,comment,fine\na.dat,quality,splendid\na.dat,nosuch,x\n");
        List<LabelMatch> matches = Import("t.csv");
        LensError error = Assert.Single(_session.Port.Errors);
        Assert.Equal("LensTableRefused", error.Id);
        Assert.Contains("Row 3", error.Message);
        Assert.Equal(2, matches.Count(match => match.Status == LabelMatchStatus.Refused));
        Assert.Empty(Labels());
        Import("t.csv", allowNew: true);
        Assert.Equal(3, Labels().Length);
    }

    [Theory]
    [InlineData("Name,Value\ncomment,x\n", "no column Path")]
    [InlineData("", "is empty")]
    [InlineData("Path,quality,Quality\na.dat,good,poor\n", "2 columns")]
    [InlineData("Path,Name,Value\na.dat,comment,x,y\n", "4 cells")]
    [InlineData("Path,Name,Value\na.dat,comment,\"x\n", "quotation mark")]
    public void What_is_no_table_is_refused(string text, string said)
    {
        AddCurve("a.dat", 1);
        _folder.Write("t.csv", text);
        LensException error = Assert.Throws<LensException>(() => Import("t.csv"));
        Assert.Equal("LensTableInvalid", error.Error.Id);
        Assert.Contains(said, error.Error.Message);
    }

    [Fact]
    public void What_a_spreadsheet_made_a_date_of_is_said()
    {
        AddCurve("a.dat", 1);
        _folder.Write("t.csv", "Path,Name,Value\na.dat,comment,05-Oct\n");
        Import("t.csv");
        Assert.Contains(_session.Port.Said, said => said.StartsWith("warning Row 2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_there_is_not_replaced()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        _folder.Write("t.csv", "mine");
        LensException error = Assert.Throws<LensException>(() => Export("t.csv", false, ",", [dataset]));
        Assert.Equal("LensFileExists", error.Error.Id);
        Assert.Equal("mine", File.ReadAllText(_folder["t.csv"]));
    }

    [Fact]
    public void Labels_go_to_other_files_and_to_the_same_files_elsewhere()
    {
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        _session.Label(datasets[..1], "comment", "first");
        _session.Label(datasets, "quality", "good");
        LabelCopy Copy(bool force = false)
        {
            var copy = new LabelCopy(_session.Workspace) { Force = force };
            foreach (LedgerEntry entry in _session.Labels.Of(datasets[0], CancellationToken.None).Values) copy.Add(entry);
            return copy;
        }

        Assert.Equal("comment", Assert.Single(Copy().ToDatasets(datasets[1..], _session.Port, CancellationToken.None)).Entry.Name);
        _session.Label(datasets[1..], "comment", "second");
        Assert.Empty(Copy().ToDatasets(datasets[1..], _session.Port, CancellationToken.None));
        Assert.Equal("LensLabelExists", Assert.Single(_session.Port.Errors).Id);
        Assert.Single(Copy(force: true).ToDatasets(datasets[1..], _session.Port, CancellationToken.None));
        using var other = new TestFolder();
        Collection.Create(other.Path, "other", null, null);
        other.CopyFrom(_folder.Path, "there");
        Assert.Equal(2, Copy().ToFolder(other["there"], _session.Port, CancellationToken.None).Count);
        Assert.Equal(["a.dat", "a.dat"], Collection.Open(other["there"]).Ledger.Read().Current.Select(entry => entry.Path));
    }

    [Theory]
    // The example of Wikipedia's "Cohen's kappa": 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: κ = 0.4.
    [InlineData("20 yes yes;5 yes no;10 no yes;15 no no", 0.4)]
    // The example of scikit-learn's cohen_kappa_score: κ = 0.6875.
    [InlineData("1 negative negative;1 positive positive;1 negative negative;1 neutral neutral;1 positive negative", 0.6875)]
    [InlineData("3 a a;2 b b", 1.0)]
    [InlineData("2 a b;2 b a", -1.0)]
    [InlineData("3 a a", null)]
    [InlineData("", null)]
    public void Kappa_is_that_of_Cohen(string table, double? kappa)
    {
        (string, string)[] pairs = [.. table.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(cell => cell.Split(' '))
            .SelectMany(cell => Enumerable.Repeat((cell[1], cell[2]), int.Parse(cell[0], CultureInfo.InvariantCulture)))];
        double? found = LabelComparison.Kappa(pairs);
        if (kappa is { } expected) Assert.Equal(expected, found!.Value, 12);
        else Assert.Null(found);
    }

    [Fact]
    public void Two_times_and_two_authors_are_compared()
    {
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2), AddCurve("c.dat", 3)];
        void Give(Dataset[] to, string value, string author)
        {
            var transaction = new LabelTransaction(_session.Workspace) { Author = author };
            foreach (Dataset dataset in to) transaction.Add(dataset, new Dictionary<string, string?> { ["quality"] = value });
            transaction.Commit(_session.Port, CancellationToken.None);
        }

        Give(datasets, "good", "Ann <ann@example.org>");
        DateTime between = Ledger().History[^1].At;
        Give(datasets[..2], "poor", "Bob");
        // That Bob agrees on the third is a label too.
        Give(datasets[2..], "good", "Bob");
        LabelAgreement authors = Assert.Single(LabelComparison.Compare(
            LabelComparison.Of(Ledger(), "Ann"), LabelComparison.Of(Ledger(), "Bob")));
        Assert.Equal((3, 1, 0, 0), (authors.Both, authors.Agreed, authors.OnlyReference, authors.OnlyDifference));
        Assert.Equal(2, authors.Disagreements.Count);
        LabelAgreement times = Assert.Single(LabelComparison.Compare(LabelComparison.At(Ledger(), between), Ledger().Current));
        Assert.Equal((3, 1, 2), (times.Both, times.Agreed, times.Disagreements.Count));
        LabelDisagreement first = times.Disagreements[0];
        Assert.Equal(("a.dat", "good", "poor"), (first.Path, first.Reference, first.Difference));
    }

    private LedgerState Ledger() => Collection.Open(_folder.Path).Ledger.Read();

    private void Export(string name, bool isWide, string delimiter, IEnumerable<Dataset> datasets, bool force = false)
    {
        var export = new LabelExport(_session.Workspace)
        {
            Path = _folder[name],
            Format = name.EndsWith("json", StringComparison.Ordinal) ? LabelTableFormat.Json : LabelTableFormat.Csv,
            Delimiter = delimiter,
            IsWide = isWide,
            Force = force,
        };
        foreach (Dataset dataset in datasets) export.Add(dataset, CancellationToken.None);
        Assert.True(export.Write(_session.Port));
    }

    private List<LabelMatch> Import(string name, bool allowNew = false)
    {
        var matches = new List<LabelMatch>();
        _session.Workspace.Collections.Refresh();
        new LabelImport(_session.Workspace) { Path = _folder[name], AllowNew = allowNew }
            .Run(_folder.Path, _session.Port, matches.Add, CancellationToken.None);
        return matches;
    }

    private string[] Labels() => [.. Ledger().Current.OrderBy(entry => entry.Path, StringComparer.Ordinal).ThenBy(entry => entry.Name)
        .Select(entry => $"{entry.Path}: {entry.Name} = {entry.Value}")];

    private Dataset AddCurve(string name, int seed) => Session.Read(_folder.Write(name, string.Concat(
        Enumerable.Range(1, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i * 0.01} {100.0 / (i + seed)} 0.1\n")))));
}
