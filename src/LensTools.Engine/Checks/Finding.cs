using LensTools.Engine.Checks.Suppressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks;

/// <summary>The conclusion from the findings on a dataset.</summary>
public enum Verdict
{
    /// <summary>It can be used as it is.</summary>
    Usable,
    /// <summary>It can be used with care.</summary>
    UsableWithWarnings,
    /// <summary>The uploader has to be asked first.</summary>
    NeedsInformation,
    /// <summary>It cannot be used.</summary>
    Rejected,
    /// <summary>Unknown: a rule could not be applied.</summary>
    NotChecked,
}

/// <summary>What a rule observed; the profile determines its severity.</summary>
/// <param name="Location">Where.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Advice">What to do.</param>
public sealed record Observation(Location Location, string Seen, string Expected, string Advice)
{
    /// <summary>Who can fix it, if that is not who fixes whatever else the rule finds; null if it is.</summary>
    public Remedy? Remedy { get; init; }
}

/// <summary>What a rule found: where in the file, what was seen, what was expected, who can fix it and how.</summary>
public sealed record Finding(string Rule, Severity Severity, Location Location, string Seen, string Expected, string Advice, Remedy Remedy)
{
    /// <summary>Why it does not count; null if it counts.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>The finding as one sentence.</summary>
    public string Message => $"{Seen}; expected {Expected}";

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Message} ({Location})";
}

/// <summary>A rule that could not be applied, for a reason outside the data.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Error">Why.</param>
public sealed record RuleFailure(string Rule, LensError Error);

/// <summary>Which profile a verdict follows from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that it states.</param>
/// <param name="Hash">The SHA-256 of all its severities, thresholds and registered rules: profiles with equal hashes judge alike.</param>
public sealed record ProfileStamp(string Name, int Version, string Hash)
{
    /// <summary>The thresholds that rules compared with.</summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>();
}

/// <summary>
/// The findings on one file or entry, or on a folder as a whole, and the verdict that follows from them and their remedies alone.
/// </summary>
/// <param name="Name">The dataset's name, or the file's if it could not be read.</param>
/// <param name="Path">The file or folder.</param>
/// <param name="Dataset">The dataset; null for a folder, and if the file could not be read.</param>
/// <param name="Profile">The profile that was applied.</param>
/// <param name="Findings">The findings, the most severe first.</param>
/// <param name="Failures">The rules that could not be applied.</param>
public sealed record TestResult(
    string Name, string Path, Dataset? Dataset, ProfileStamp Profile, IReadOnlyList<Finding> Findings, IReadOnlyList<RuleFailure> Failures)
{
    /// <summary>Whether it is about all datasets of a folder together, and not about one.</summary>
    public bool IsOfFolder { get; init; }

    /// <summary>The verdict.</summary>
    public Verdict Verdict => Decide(Findings, Failures);

    /// <summary>Whether the data can be used, possibly with care.</summary>
    public bool IsAccepted => Verdict is Verdict.Usable or Verdict.UsableWithWarnings;

    private static Verdict Decide(IReadOnlyList<Finding> findings, IReadOnlyList<RuleFailure> failures)
    {
        Finding[] counted = [.. findings.Where(finding => finding.Suppression is null)];
        if (counted.Any(finding => finding.Severity == Severity.Error && !finding.Remedy.IsAnswerable)) return Verdict.Rejected;
        if (failures.Count > 0) return Verdict.NotChecked;
        return counted.Select(finding => finding.Severity).DefaultIfEmpty().Max() switch
        {
            Severity.Error => Verdict.NeedsInformation,
            Severity.Warning => Verdict.UsableWithWarnings,
            _ => Verdict.Usable,
        };
    }
}
