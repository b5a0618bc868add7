using System.Globalization;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Listing;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// Inputs made after public bug reports are read right, or refused, or have the finding that names the doubt. The table lies in Reported/;
/// its numbers are those of the first and last rows as Python or h5py read them, or as they were read by eye where units, variances,
/// percentages or marks for no number change them.
/// </summary>
public sealed class ReportedTests
{
    // Numbers of the table have five digits.
    private const double Tolerance = 6e-5;

    [Fact]
    public void Every_input_is_right_or_the_doubt_is_named()
    {
        string reported = Repository.Reported();
        var curator = new Curator(new Session().Workspace) { Profile = "training" };
        var problems = new List<string>();
        ILookup<string, string[]> table = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Reported", "expectations.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToLookup(row => row[0]);
        // Rules about the shape of a curve are tried elsewhere: these are straight lines and models without noise.
        HashSet<string> rules = [.. table.SelectMany(file => file).SelectMany(row => row[8].Split(','))];
        foreach (IGrouping<string, string[]> file in table)
        {
            string path = Path.Combine(reported, file.Key);
            var listing = new DatasetListing(new Workspace()) { Named = new HashSet<string> { path } };
            IReadOnlyList<TestResult> results = curator.Complete(
                curator.CheckFile(listing, path, CancellationToken.None), listing, new Recorder(), CancellationToken.None).Results;
            string[][] rows = [.. file];
            if (results.Count != rows.Length)
            {
                problems.Add($"{file.Key}: {results.Count} datasets, expected {rows.Length}");
                continue;
            }
            for (int i = 0; i < rows.Length; i++)
                problems.AddRange(Compare(results[i], rows[i], rules).Select(problem => $"{file.Key}: {problem}"));
        }
        Assert.Equal(Directory.EnumerateFiles(reported, "*", SearchOption.AllDirectories).Count(), table.Count);
        Assert.True(problems.Count == 0, $"{problems.Count} differences:\n{string.Join('\n', problems.Take(60))}");
    }

    [Fact]
    public void Everyone_who_is_named_is_found()
    {
        string[] unfound = [.. Directory.EnumerateFiles(Path.Combine(Repository.Reported(), "42-people"))
            .Where(path => PersonalData.Find(Session.Read(path), TestContext.Current.CancellationToken) is null)];
        Assert.Empty(unfound);
    }

    [Theory]
    [InlineData("Operator", "Jane Q. Public", true)]
    [InlineData("local_contact", "jpublic", true)]
    [InlineData("note", "measured by jane.public@example.org", true)]
    [InlineData("path", "/home/jpublic/data/run1.nxs", true)]
    [InlineData("path", "C:\\Users\\jpublic\\run1.nxs", true)]
    [InlineData("path", "/home/data/run1.nxs", false)]
    [InlineData("id", "https://orcid.org/0000-0002-1825-0097", true)]
    [InlineData("phone", "+49 89 1234567", true)]
    [InlineData("comment", "User: Jane Public, dilution 2", true)]
    [InlineData("SASnote", "local contact: J. Q. Public", true)]
    [InlineData("SASnote", "Scientists: Jane Public, John Doe", true)]
    [InlineData("SASnote", "Operator: None", false)]
    [InlineData("SASnote", "Contact: unknown", false)]
    [InlineData("User", "N/A", false)]
    [InlineData("users", "3", false)]
    [InlineData("Sample", "Jane", false)]
    [InlineData("instrument", "LOQ", false)]
    [InlineData("author_count", "2", false)]
    public void A_value_names_a_person_by_its_key_or_by_what_it_is(string name, string value, bool names) =>
        Assert.Equal(names, PersonalData.Names(new MetadataItem(name, value, null, "line 1")));

    private static IEnumerable<string> Compare(TestResult result, string[] row, HashSet<string> rules)
    {
        (string outcome, string[] numbers, string doubts) = (row[1], row[2..8], row[8]);
        string found = string.Join(',', result.Findings.Select(finding => finding.Rule)
            .Where(rule => rules.Contains(rule) || rule.StartsWith("Readability.", StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal));
        if ((found.Length == 0 ? "-" : found) != doubts) yield return $"findings of {found}, expected {doubts}";
        if ((outcome == "refused") != (result.Verdict == Verdict.Rejected)) yield return $"{result.Verdict}, expected {outcome}";
        if (outcome != "read") yield break;
        if (result.Dataset?.ReadSignals(TestContext.Current.CancellationToken).OfType<Curve>().FirstOrDefault() is not { } curve)
        {
            yield return "no curve";
            yield break;
        }
        double?[] values = curve.Q.Length == 0
            ? [0, null, null, null, null, null]
            : [curve.Q.Length, curve.Q[0], curve.Q[^1], curve.I[0], curve.Idev?[0], curve.Qdev?[0]];
        string[] names = ["points", "first Q", "last Q", "first I", "its deviation", "its resolution"];
        for (int i = 0; i < values.Length; i++)
        {
            double? expected = numbers[i] == "-" ? null : double.Parse(numbers[i], CultureInfo.InvariantCulture);
            if (!IsSame(expected, values[i])) yield return $"{names[i]} {values[i]:R}, expected {numbers[i]}";
        }
    }

    private static bool IsSame(double? expected, double? value) => expected is { } a && value is { } b
        ? a.Equals(b) || Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b)) * 10
        : expected is null == value is null;
}
