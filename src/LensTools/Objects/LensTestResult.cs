using LensTools.Engine;
using LensTools.Engine.Checks;
using LensTools.Engine.Labels;

namespace LensTools;

/// <summary>The conclusion drawn from the findings on a dataset.</summary>
public enum LensVerdict
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

/// <summary>The findings on one dataset, and the resulting verdict.</summary>
public sealed class LensTestResult
{
    internal LensTestResult(TestResult result, Workspace workspace)
    {
        Name = result.Name;
        Path = result.Path;
        Entry = result.Dataset?.Entry ?? "";
        Dataset = result.Dataset is null ? null : new LensDataset(result.Dataset, workspace);
        Source = result;
        Profile = result.Profile.Name;
        ProfileVersion = result.Profile.Version;
        ProfileHash = result.Profile.Hash;
        ToolVersion = typeof(TestResult).Assembly.GetName().Version!.ToString(3);
        Verdict = (LensVerdict)result.Verdict;
        Findings = [.. result.Findings.Select(finding => new LensFinding(finding, result))];
        Failures = [.. result.Failures.Select(failure => $"{failure.Rule}: {failure.Error.Message} {failure.Error.Advice}")];
    }

    /// <summary>The dataset's name, or the file's if it could not be read.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The entry of the file; empty where it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The verdict.</summary>
    public LensVerdict Verdict { get; }

    /// <summary>What was found, most severe first.</summary>
    public LensFinding[] Findings { get; }

    /// <summary>Why rules could not be applied; empty if all were applied.</summary>
    public string[] Failures { get; }

    /// <summary>The profile that was applied.</summary>
    public string Profile { get; }

    /// <summary>The version that the profile states.</summary>
    public int ProfileVersion { get; }

    /// <summary>The SHA-256 of the profile's severities and thresholds; profiles with equal hashes judge alike.</summary>
    public string ProfileHash { get; }

    /// <summary>The version of LensTools that ran the checks.</summary>
    public string ToolVersion { get; }

    /// <summary>The dataset; null if the file could not be read.</summary>
    public LensDataset? Dataset { get; }

    internal TestResult Source { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Verdict}";
}

/// <summary>What a rule found, as a flat row that can be exported or grouped.</summary>
public sealed class LensFinding
{
    internal LensFinding(Finding finding, TestResult result)
    {
        // Of a folder, each finding is about one of its datasets.
        Path = finding.Location.Path;
        Entry = finding.Location.Entry ?? result.Dataset?.Entry ?? "";
        Rule = finding.Rule;
        Severity = finding.Severity.ToString();
        Message = finding.Message;
        Location = finding.Location.Within;
        Seen = finding.Seen;
        Expected = finding.Expected;
        Advice = finding.Advice;
        Remedy = finding.Remedy.Who.ToString();
        Request = finding.Remedy.Request;
        Label = finding.Remedy.Label;
        SuppressedBecause = finding.Suppression is { } why ? $"{why.Reason} ({LabelAuthor.NameOf(why.By)})" : null;
        SuppressedUntil = finding.Suppression?.Until?.ToDateTime(TimeOnly.MinValue);
        Source = finding;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The entry of the file; empty where it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The rule.</summary>
    public string Rule { get; }

    /// <summary>Information, Warning or Error.</summary>
    public string Severity { get; }

    /// <summary>What was seen.</summary>
    public string Seen { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    /// <summary>What was seen and expected, in a sentence.</summary>
    public string Message { get; }

    /// <summary>The location in the file; empty if the finding concerns the whole file.</summary>
    public string Location { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <summary>Who can fix it: Uploader, Steward, Facility or Nobody.</summary>
    public string Remedy { get; }

    /// <summary>A question asking the uploader for what is missing; null if an answer would not fix it.</summary>
    public string? Request { get; }

    /// <summary>The label that takes the answer; null if only another file answers it.</summary>
    public string? Label { get; }

    /// <summary>Why the finding does not count, and who said so; null if it counts.</summary>
    public string? SuppressedBecause { get; }

    /// <summary>The last day on which it does not count; null for good, or if it counts.</summary>
    public DateTime? SuppressedUntil { get; }

    internal Finding Source { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Message}";
}
