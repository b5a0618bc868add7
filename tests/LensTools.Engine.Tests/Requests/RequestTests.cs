using System.Text;
using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Curation;
using LensTools.Engine.Exporting;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;
using LensTools.Engine.Listing;
using LensTools.Engine.Requests;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Requests;

/// <summary>An uploader is asked once for what is missing, and the answers are understood however the form comes back.</summary>
public sealed class RequestTests : IDisposable
{
    // Rg of a sphere of 20 angstrom, so that Q in 1/nm is plain to see: no unit is stated.
    private const string Rows = "# Q I dI\n0.1 10 1\n0.2 9 1\n0.3 8 1\n0.4 7 1\n0.5 6 1\n";

    private readonly TestFolder _folder = new(), _letters = new();

    public RequestTests()
    {
        _folder.Write(Collection.FileName, "name: Round robin\n");
        for (int i = 0; i < 12; i++) _folder.Write($"{i:00}.dat", $"# Title: curve {i}\n# Instrument: LOQ\n{Rows}");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _letters.Dispose();
    }

    [Fact]
    public void One_question_for_many_datasets_is_one_question()
    {
        WrittenRequest request = Assert.Single(Ask());
        Assert.Equal(
            new string?[] { "i-unit", "q-unit", "sample-name" }, request.Record.Questions.Select(question => question.Label).Order());
        Assert.All(request.Record.Questions, question => Assert.Equal(12, question.Datasets.Count));
        string letter = File.ReadAllText(_letters[request.Name + ".md"]);
        Assert.Contains("About 12 datasets: `00.dat`, ", letter, StringComparison.Ordinal);
        Assert.Contains("and 4 more, which are in the form", letter, StringComparison.Ordinal);
        Assert.Contains("by 24 December 2026", letter, StringComparison.Ordinal);
        Assert.Contains("one of 1/angstrom, 1/nm, 1/m", letter, StringComparison.Ordinal);
        Assert.All(File.ReadAllLines(_letters[request.Name + ".txt"]), line => Assert.True(line.Length <= 110, line));
        string[] form = File.ReadAllLines(_letters[request.Name + ".csv"]);
        Assert.Equal(13, form.Length);
        Assert.Contains("q-unit [1/angstrom or 1/nm or 1/m]", form[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_that_was_sorted_cut_and_saved_by_a_German_Excel_is_understood()
    {
        WrittenRequest request = Assert.Single(Ask());
        List<string[]> rows = [.. File.ReadAllLines(_letters[request.Name + ".csv"]).Select(line => line.Split(','))];
        int sample = Array.FindIndex(rows[0], cell => cell.StartsWith("sample-name", StringComparison.Ordinal)),
            q = Array.FindIndex(rows[0], cell => cell.StartsWith("q-unit", StringComparison.Ordinal)),
            i = Array.FindIndex(rows[0], cell => cell.StartsWith("i-unit", StringComparison.Ordinal));
        foreach (string[] row in rows.Skip(1)) (row[sample], row[q], row[i]) = ("Silika für Prüfung", "1/nm", "1/cm");
        rows[3][q] = "parsec";
        rows[4][sample] = "?";
        // Sorted, without one row, without the identities, semicolons, Latin-1.
        foreach (string[] row in rows.Skip(1)) row[2] = "";
        IEnumerable<string[]> back = rows.Take(1).Concat(rows.Skip(2).Reverse());
        string path = _letters["antwort.csv"];
        File.WriteAllText(path, string.Join("\r\n", back.Select(row => string.Join(';', row))), Encoding.Latin1);
        LabelMatch[] matches = Import(path);
        Assert.Equal("q-unit", Assert.Single(matches, match => match.Status == LabelMatchStatus.Refused).Label.Name);
        Assert.Equal("sample-name", Assert.Single(matches, match => match.Status == LabelMatchStatus.Empty).Label.Name);
        Assert.Equal((11 * 3) - 2, matches.Count(match => match.Status == LabelMatchStatus.Matched));
        using var workspace = new Workspace();
        LedgerEntry answer = workspace.Collections.OfFolder(_folder.Path).Ledger.Read().Current.First(entry => entry.Name == "sample-name");
        Assert.Equal(("Silika für Prüfung", LabelSource.Uploader), (answer.Value, answer.Source));
    }

    [Fact]
    public void The_answers_change_the_verdict_and_a_second_request_asks_what_is_missing()
    {
        WrittenRequest request = Assert.Single(Ask());
        Fill(_letters[request.Name + ".yaml"], ("q-unit", "1/nm"), ("i-unit", "1/cm"));
        Assert.All(Import(_letters[request.Name + ".yaml"]).Where(match => match.Label.Value.Length > 0), match => Assert.Equal(
            LabelMatchStatus.Matched, match.Status));
        Assert.Equal(RequestState.Partial, Assert.Single(Statuses()).State);
        WrittenRequest second = Assert.Single(Ask());
        Assert.Equal("sample-name", Assert.Single(second.Record.Questions).Label);
        Assert.NotEqual(request.Name, second.Name);
        Fill(_letters[second.Name + ".yaml"], ("sample-name", "silica"));
        Import(_letters[second.Name + ".yaml"]);
        Assert.All(Results(), result => Assert.Equal(Verdict.Usable, result.Verdict));
        Assert.All(Statuses(), status => Assert.Equal(RequestState.Answered, status.State));
        Assert.Empty(Ask());
    }

    [Fact]
    public void Exports_carry_the_answers_and_say_whose_they_are()
    {
        WrittenRequest request = Assert.Single(Ask());
        Fill(_letters[request.Name + ".yaml"], ("q-unit", "1/nm"), ("i-unit", "1/cm"), ("sample-name", "silica"));
        Import(_letters[request.Name + ".yaml"]);
        byte[] before = File.ReadAllBytes(_folder["00.dat"]);
        using var workspace = new Workspace();
        var export = new DatasetExport(workspace, "Json") { Folder = _letters["export"] };
        string json = File.ReadAllText(export.Write(
            LensTools.Engine.Formats.FormatRegistry.Describe(_folder["00.dat"]).Datasets[0], new Recorder(), CancellationToken.None)[0]);
        using var read = System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal("silica", read.RootElement.GetProperty("sample").GetString());
        Assert.Contains("label of ", read.RootElement.GetProperty("amended").GetProperty("sample").GetString(), StringComparison.Ordinal);
        // 0.1 1/nm is 0.01 1/angstrom.
        Assert.Equal(0.01, read.RootElement.GetProperty("curves")[0].GetProperty("q")[0].GetDouble(), 12);
        Assert.Equal("1/cm", read.RootElement.GetProperty("curves")[0].GetProperty("iUnit").GetString());
        Assert.Equal(before, File.ReadAllBytes(_folder["00.dat"]));
    }

    [Fact]
    public void A_letter_is_never_written_over_another()
    {
        WrittenRequest request = Assert.Single(Ask());
        // As where the ledger was restored from before the request.
        File.Delete(_folder[Ledger.FileName]);
        string before = File.ReadAllText(_letters[request.Name + ".md"]);
        Assert.NotEqual(request.Name, Assert.Single(Ask()).Name);
        Assert.Equal(before, File.ReadAllText(_letters[request.Name + ".md"]));
    }

    [Fact]
    public void A_file_that_was_renamed_is_still_asked_about_and_one_that_was_replaced_is_not()
    {
        Ask();
        File.Move(_folder["03.dat"], _folder["sub.dat"]);
        File.Move(_folder["04.dat"], Path.Combine(Directory.CreateDirectory(_folder["deeper"]).FullName, "04.dat"));
        File.Delete(_folder["05.dat"]);
        File.AppendAllText(_folder["06.dat"], "0.6 5 1\n");
        IReadOnlyList<string> open = Assert.Single(Statuses()).Questions.Single(question => question.Label == "sample-name").Open;
        Assert.Equal(10, open.Count);
        Assert.Contains("03.dat", open);
        Assert.Contains("04.dat", open);
        Assert.DoesNotContain("05.dat", open);
        Assert.DoesNotContain("06.dat", open);
    }

    [Fact]
    public void What_was_not_asked_is_not_overwritten_by_what_a_form_held()
    {
        using var before = new Workspace();
        var label = new LabelTransaction(before);
        label.Set(before.Identities.Of(_folder["00.dat"], null, CancellationToken.None), _folder["00.dat"], "sample-name", "silica");
        label.Commit(new Recorder(), CancellationToken.None);
        WrittenRequest request = Assert.Single(Ask());
        Assert.Equal(11, request.Record.Questions.Single(question => question.Label == "sample-name").Datasets.Count);
        string form = File.ReadAllText(_letters[request.Name + ".csv"]);
        Assert.Contains("silica", form, StringComparison.Ordinal);
        string back = _letters["back.csv"];
        File.WriteAllText(back, form);
        Assert.Equal(LabelMatchStatus.Unchanged, Assert.Single(Import(back), match => match.Label.Value.Length > 0).Status);
        File.WriteAllText(back, form.Replace("silica", "silicon", StringComparison.Ordinal));
        LabelMatch changed = Assert.Single(Import(back), match => match.Label.Value.Length > 0);
        Assert.Equal(LabelMatchStatus.Refused, changed.Status);
        Assert.Contains("was not asked for", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_all_datasets_show_of_one_is_asked_with_its_own_questions()
    {
        // One sphere in 1/angstrom, twice in 1/nm: the third one's Rg is a tenth of the others'.
        using var samples = new TestFolder();
        samples.Write(Collection.FileName, "name: spheres\n");
        foreach ((string name, double factor) in new[] { ("a", 1.0), ("b", 1.0), ("c", 10.0) })
            samples.Write($"{name}.dat", $"# Title: {name}\n# Sample: silica\n# Instrument: LOQ\n{Sphere(20, factor)}");
        using var workspace = new Workspace();
        var curator = new Curator(workspace) { Rules = new RuleSelection(["Collection.QScale"], []) };
        TestResult[] results = [.. curator
            .Curate(new DatasetListing(workspace), [samples.Path], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)];
        TestResult whole = curator.CompleteAll(CancellationToken.None)!;
        Assert.Equal("c.dat", Path.GetFileName(Assert.Single(whole.Findings).Location.Path));
        var request = new DatasetRequest(workspace) { Folder = _letters.Path, Author = "Ann" };
        foreach (TestResult result in results.Append(whole)) request.Add(result, CancellationToken.None);
        WrittenRequest written = Assert.Single(request.Write(new Recorder(), CancellationToken.None));
        RequestedAnswer question = Assert.Single(written.Record.Questions);
        Assert.Equal("q-unit", question.Label);
        Assert.Equal(workspace.Identities.Of(samples["c.dat"], null, CancellationToken.None), Assert.Single(question.Datasets).Id);
        Assert.Equal("uploader at ISIS", written.Record.To);
    }

    // The form factor of a sphere, with Q as a number of 1/angstrom times a factor.
    private static string Sphere(double radius, double factor)
    {
        var rows = new StringBuilder("# Q (1/A) I (1/cm) dI (1/cm)\n");
        for (int i = 0; i < 60; i++)
        {
            double q = 0.005 + (0.003 * i), x = q * radius, amplitude = 3 * (Math.Sin(x) - (x * Math.Cos(x))) / (x * x * x);
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{q * factor:G8} {amplitude * amplitude:G8} 0.001\n");
        }
        return rows.ToString();
    }

    private static void Fill(string form, params (string Label, string Value)[] answers)
    {
        string[] lines = File.ReadAllLines(form);
        for (int i = 0; i < lines.Length; i++)
        {
            foreach ((string label, string value) in answers)
            {
                if (lines[i].TrimStart().Trim('"').StartsWith(label, StringComparison.Ordinal) && lines[i].EndsWith(':'))
                    lines[i] += $" \"{value}\"";
            }
        }
        File.WriteAllLines(form, lines);
    }

    private IReadOnlyList<WrittenRequest> Ask()
    {
        using var workspace = new Workspace();
        var request = new DatasetRequest(workspace) { Folder = _letters.Path, Until = new DateOnly(2026, 12, 24), Author = "Ann" };
        foreach (TestResult result in Results()) request.Add(result, CancellationToken.None);
        return request.Write(new Recorder(), CancellationToken.None);
    }

    private LabelMatch[] Import(string form)
    {
        using var workspace = new Workspace();
        var matches = new List<LabelMatch>();
        new LabelImport(workspace) { Path = form, IsResponse = true }.Run(
            _folder.Path, new Recorder(), matches.Add, CancellationToken.None);
        return [.. matches];
    }

    private RequestStatus[] Statuses()
    {
        using var workspace = new Workspace();
        return [.. RequestStatus.All(workspace, workspace.Collections.OfFolder(_folder.Path), new Recorder(), CancellationToken.None)];
    }

    private TestResult[] Results()
    {
        using var workspace = new Workspace();
        // A few points of a straight line; what they lack is metadata.
        return [.. new Curator(workspace) { Rules = new RuleSelection(["Metadata", "Data.IUnit", "Data.QUnit", "Data.AssumedUnit"], []) }
            .Curate(new DatasetListing(workspace), [_folder.Path], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)];
    }
}
