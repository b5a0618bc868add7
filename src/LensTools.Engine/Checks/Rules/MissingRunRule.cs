using System.Text.RegularExpressions;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Every run that a log or a list beside the data names is there.</summary>
internal sealed partial class MissingRunRule : WholeRule
{
    private const int MostNamed = 5, FewestMatches = 3, Reach = 100;
    private const long LargestList = 1 << 20;

    public override RuleInfo Info { get; } = new()
    {
        Id = "Collection.MissingRun",
        Name = "Missing run",
        Description = "Every run that has a log beside the data, or is in a list beside them, is there itself.",
        Explanation = "A run that is listed and absent was forgotten in the upload, and a reduction that needs it cannot be repeated.",
        Category = RuleCategory.Collection,
        AppliesTo = Datasets.DataKinds.Raw,
        DefaultSeverity = Severity.Warning,
        Remedy = new Remedy(Party.Uploader, "Some runs are listed and not there. Can you send them?"),
    };

    protected override bool Takes(DatasetFacts facts) => facts.Run is not null;

    protected override IEnumerable<Observation> Judge(IReadOnlyList<DatasetFacts> all)
    {
        foreach (IGrouping<string, DatasetFacts> folder in all.GroupBy(FolderOf))
        {
            var stems = new HashSet<string>(
                folder.Select(facts => Path.GetFileNameWithoutExtension(facts.Path)), StringComparer.OrdinalIgnoreCase);
            var runs = new HashSet<string>(folder.Select(facts => facts.Run!.TrimStart('0')), StringComparer.OrdinalIgnoreCase);
            string[] files = FilesOf(folder.Key);
            // Files that were not tested are there all the same.
            stems.UnionWith(files.Where(file => !IsList(file) && !IsLog(file)).Select(file => Path.GetFileNameWithoutExtension(file)));
            string[] logs = [.. files.Where(IsLog)
                .Select(file => Path.GetFileNameWithoutExtension(file))];
            // Logs that belong to runs have their names.
            string[] alone = logs.Count(stems.Contains) < FewestMatches
                ? []
                : [.. logs.Where(log => !stems.Contains(log) && RunFile().IsMatch(log)).Order(StringComparer.Ordinal)];
            if (alone.Length > 0)
                yield return Missing(folder.Key, $"{alone.Length} logs without their runs: {Named(alone)}");
            foreach (string list in files.Where(IsList).Order(StringComparer.Ordinal))
            {
                string[] listed = [.. Listed(list).Where(run => IsNear(run, runs)).Distinct(StringComparer.OrdinalIgnoreCase)];
                if (listed.Count(run => runs.Contains(NumberOf(run)) || stems.Contains(run)) < FewestMatches) continue;
                // A sum of runs has a name of its own.
                string[] absent = [.. listed.Where(run => !stems.Contains(run)
                    && (!runs.Contains(NumberOf(run)) || run.Contains('-', StringComparison.Ordinal))
                    && !stems.Any(stem => stem.EndsWith(run, StringComparison.OrdinalIgnoreCase)))];
                if (absent.Length > 0) yield return Missing(list, $"it lists {absent.Length} runs that are not there: {Named(absent)}");
            }
        }
    }

    private static Observation Missing(string path, string seen) => new(
        new Location(path), seen, "every run that is listed", "Ask the uploader for these runs.");

    private static string Named(string[] names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? ", …" : "");

    // Years and other numbers are no runs; those of a batch follow each other.
    private static bool IsNear(string run, HashSet<string> runs)
    {
        long[] numbers = [.. runs.Select(known => long.TryParse(known, out long number) ? number : 0).Where(number => number > 0)];
        if (numbers.Length == 0 || !long.TryParse(NumberOf(run), out long wanted)) return false;
        long first = numbers.Min(), last = numbers.Max(), reach = Reach + last - first;
        return wanted >= first - reach && wanted <= last + reach;
    }

    private static string NumberOf(string run) => run.TrimStart('0').Split('-')[0];

    private static string[] FilesOf(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // It was moved while it was checked.
            return [];
        }
    }

    private static bool IsLog(string file) => Path.GetExtension(file).Equals(".log", StringComparison.OrdinalIgnoreCase);

    private static bool IsList(string file) =>
        Path.GetExtension(file).Equals(".csv", StringComparison.OrdinalIgnoreCase) && new FileInfo(file).Length <= LargestList;

    // In a list of runs as reduction programs take it, a run is a cell by itself.
    private static IEnumerable<string> Listed(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
        return text.Split(['\n', '\r', ',', ';', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(cell => RunCell().IsMatch(cell));
    }

    [GeneratedRegex(@"^\d{4,8}(-add)?$", RegexOptions.IgnoreCase)]
    private static partial Regex RunCell();

    [GeneratedRegex(@"^[A-Za-z]+\d{4,}$")]
    private static partial Regex RunFile();
}
