using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// Every file of the corpora is what independent readers find in it. The table and what made it, with the source of each
/// row, lie in Corpora/.
/// </summary>
public sealed class CorporaTests
{
    // Units that the model converts; the table has the values as found.
    private static readonly Dictionary<string, double> ToInverseAngstrom = new() { ["1/nm"] = 0.1, ["n_m^-1"] = 0.1 };

    [Fact]
    public void Every_file_is_what_independent_readers_find_in_it()
    {
        string corpora = Repository.Corpora();
        var problems = new List<string>();
        int files = 0;
        foreach (IGrouping<string, Expectation> file in Table().GroupBy(row => row.Path))
        {
            string path = System.IO.Path.Combine(corpora, file.Key);
            files++;
            problems.AddRange(Compare(path, [.. file]).Select(problem => $"{file.Key}: {problem}"));
        }
        Assert.Equal(Directory.EnumerateFiles(corpora, "*", SearchOption.AllDirectories).Count(), files);
        Assert.True(problems.Count == 0, $"{problems.Count} differences in {files} files:\n{string.Join('\n', problems.Take(60))}");
    }

    [Fact]
    public void Every_deviation_of_the_NXcanSAS_files_is_reported()
    {
        string corpora = Repository.Corpora();
        // The table has more kinds: the quality of numbers, and groups beside the data.
        string[] kinds = [
            "ClassMissing", "ClassInvalid", "CanSasClassMissing", "VersionMissing", "VersionOther", "DefinitionMissing", "TitleMissing",
            "RunMissing", "RunNumbered", "SignalMissing", "AxesMissing", "IndicesMissing", "IndicesText", "UnitMissing", "UnitSpelling",
            "IntensityUnit"];
        string[][] table = [.. Rows("deviations.tsv")];
        Assert.True(table.Select(row => row[0]).Distinct().Count() > 30);
        var problems = new List<string>();
        foreach (IGrouping<string, string[]> file in table.GroupBy(row => row[0]))
        {
            FileOutcome outcome = FormatRegistry.Describe(System.IO.Path.Combine(corpora, file.Key), CancellationToken.None);
            if (outcome.Datasets.Count == 0 || outcome.Datasets[0].Format.Id != "NXcanSAS") continue;
            foreach (Dataset dataset in outcome.Datasets)
            {
                string entry = "/" + dataset.Entry;
                using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
                IReadOnlyList<Nonconformity> deviations = reading.Nonconformities;
                var groups = deviations.Select(d => d.Location.Split('@')[0].Split('/'))
                    .Where(p => p.Length > 2)
                    .Select(p => p[2])
                    .ToHashSet();
                IEnumerable<string> expected = file.Where(
                    row => row[1] == entry && kinds.Contains(row[3]) && (row[2] == "-" || groups.Contains(row[2])))
                    .Select(row => $"{row[3]} {(row[2] == "-" ? "" : row[2])}")
                    .Distinct();
                IEnumerable<string> found = deviations.Where(d => kinds.Contains(d.Id))
                    .Select(d => $"{d.Id} {Group(d.Location)}")
                    .Distinct();
                problems.AddRange(expected.Except(found).Select(e => $"{file.Key}{entry}: {e} is not reported"));
                problems.AddRange(found.Except(expected).Select(e => $"{file.Key}{entry}: {e} is reported"));
            }
        }
        Assert.True(problems.Count == 0, $"{problems.Count} differences:\n{string.Join('\n', problems.Take(40))}");

        // The group below the entry, or nothing for the entry itself and its datasets.
        static string Group(string place)
        {
            string[] parts = place.Split('@')[0].Split('/');
            return parts.Length > 2 && parts[2] is not ("definition" or "title" or "run") ? parts[2] : "";
        }
    }

    private static IEnumerable<string> Compare(string path, Expectation[] rows)
    {
        FileOutcome outcome = FormatRegistry.Describe(path, CancellationToken.None);
        string found = outcome.Datasets.Count > 0
            ? outcome.Datasets[0].Format.Id
            : outcome.SkippedBecause ?? outcome.Error?.Message ?? "nothing";
        if (rows[0].Format == "-")
        {
            if (outcome.Datasets.Count > 0) yield return $"should be refused, and is {found}";
            else if (!found.Contains(rows[0].Refusal, StringComparison.Ordinal))
                yield return $"should be refused with \"{rows[0].Refusal}\", not with \"{found}\"";
            yield break;
        }
        if (outcome.Datasets.Count != rows.Length || found != rows[0].Format)
        {
            yield return $"should be {rows.Length} of {rows[0].Format}, and is {outcome.Datasets.Count} of {found}";
            yield break;
        }
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (string problem in Compare(outcome.Datasets[i], rows[i]))
                yield return rows.Length == 1 ? problem : $"{rows[i].Entry}: {problem}";
        }
    }

    private static IEnumerable<string> Compare(Dataset dataset, Expectation row)
    {
        if (row.Points != "-" && dataset.Points.ToString(CultureInfo.InvariantCulture) != row.Points)
            yield return $"has {dataset.Points} points, expected {row.Points}";
        foreach ((Term term, string expected) in new[] { (Term.Title, row.Title), (Term.Sample, row.Sample), (Term.RunNumber, row.Run) })
        {
            string? value = dataset.Source(term)?.Value;
            string wanted = expected is "-" or "\"\"" ? "" : expected;
            if ((value ?? "").Trim('_', ' ') != wanted.Trim('_', ' ')) yield return $"{term} is \"{value}\", expected \"{wanted}\"";
        }
        if (row.Numbers.All(n => n == "-") || dataset.Level == DataLevel.Raw) yield break;
        IReadOnlyList<Signal> curves = dataset.ReadSignals(TestContext.Current.CancellationToken);
        // Frames of one SASdata are one array in the file.
        Signal[] first = [.. curves.Where(c => c.Location == curves[0].Location && c.IsMeasured)];
        double factor = ToInverseAngstrom.GetValueOrDefault(row.QUnit, 1);
        double[] q = [.. first.SelectMany(c => c.Q)], intensity = [.. first.SelectMany(c => c.I)];
        double[]? deviation = first.All(c => c.Idev is not null) ? [.. first.SelectMany(c => c.Idev!.Value)] : null;
        if (intensity.Length == 0)
        {
            yield return "has no curve";
            yield break;
        }
        int[] places = [0, intensity.Length / 2, intensity.Length - 1];
        for (int k = 0; k < 3; k++)
        {
            if (!IsSame(row.Numbers[3 * k], q[places[k]], factor))
                yield return $"Q[{places[k]}] is {q[places[k]]:R}, expected {row.Numbers[3 * k]}";
            if (!IsSame(row.Numbers[(3 * k) + 1], intensity[places[k]]))
                yield return $"I[{places[k]}] is {intensity[places[k]]:R}, expected {row.Numbers[(3 * k) + 1]}";
            double? dI = deviation?[places[k]];
            if (row.Numbers[(3 * k) + 2] == "-" ? dI is not null : !IsSame(row.Numbers[(3 * k) + 2], dI ?? double.NaN))
                yield return $"dI[{places[k]}] is {dI:R}, expected {row.Numbers[(3 * k) + 2]}";
        }
        string? QUnit(string text) => text is "-" or "\"\"" ? null : text;
        if ((curves[0].X.SourceUnit is { Length: > 0 } unit ? unit : null) != QUnit(row.QUnit))
            yield return $"the unit of Q is \"{curves[0].X.SourceUnit}\", expected \"{row.QUnit}\"";
        if ((curves[0].Y.SourceUnit is { Length: > 0 } iUnit ? iUnit : null) != QUnit(row.IUnit))
            yield return $"the unit of I is \"{curves[0].Y.SourceUnit}\", expected \"{row.IUnit}\"";
    }

    // To the last digits that a sum of squares and a change of units leave.
    private static bool IsSame(string expected, double found, double factor = 1)
    {
        if (expected == "-") return true;
        double wanted = double.Parse(expected.Replace("nan", "NaN", StringComparison.Ordinal), CultureInfo.InvariantCulture) * factor;
        return double.IsNaN(wanted) ? double.IsNaN(found) : Math.Abs(found - wanted) <= 1e-12 * Math.Abs(wanted);
    }

    private static IEnumerable<Expectation> Table() =>
        Rows("expectations.tsv").Select(c => new Expectation(c[0], c[1], c[2], c[3], c[4..13], c[13], c[14], c[15], c[16], c[17], c[19]));

    private static IEnumerable<string[]> Rows(string table) =>
        File.ReadLines(System.IO.Path.Combine(AppContext.BaseDirectory, "Corpora", table))
            .Where(line => !line.StartsWith("# ", StringComparison.Ordinal))
            .Select(line => line.Split('\t'));

    private sealed record Expectation(
        string Path,
        string Format,
        string Entry,
        string Points,
        string[] Numbers,
        string QUnit,
        string IUnit,
        string Title,
        string Sample,
        string Run,
        string Refusal);
}
