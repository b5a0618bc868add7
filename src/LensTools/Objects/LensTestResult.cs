using LensTools.Engine.Checks;

namespace LensTools;

/// <summary>What follows from the findings on a dataset.</summary>
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
}

/// <summary>The findings on one dataset, and the verdict that follows.</summary>
public sealed class LensTestResult
{
    internal LensTestResult(TestResult result)
    {
        Name = result.Name;
        Path = result.Path;
        Dataset = result.Dataset is null ? null : new LensDataset(result.Dataset);
        Profile = result.Profile;
        Verdict = Enum.Parse<LensVerdict>(result.Verdict.ToString());
        Findings = [.. result.Findings.Select(finding => new LensFinding(finding))];
    }

    /// <summary>The dataset's name, or the file's where it could not be read.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>What follows.</summary>
    public LensVerdict Verdict { get; }

    /// <summary>What was found, the weightiest first.</summary>
    public LensFinding[] Findings { get; }

    /// <summary>The profile that was applied.</summary>
    public string Profile { get; }

    /// <summary>The dataset; nothing where the file could not be read.</summary>
    public LensDataset? Dataset { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Verdict}";
}

/// <summary>What a rule found.</summary>
public sealed class LensFinding
{
    internal LensFinding(Finding finding)
    {
        Rule = finding.Rule;
        Severity = finding.Severity.ToString();
        Message = finding.Message;
        Location = finding.Location;
        Seen = finding.Seen;
        Expected = finding.Expected;
        Advice = finding.Advice;
    }

    /// <summary>The rule.</summary>
    public string Rule { get; }

    /// <summary>Information, Warning, Question or Error.</summary>
    public string Severity { get; }

    /// <summary>What was seen and expected, in a sentence.</summary>
    public string Message { get; }

    /// <summary>Where in the file.</summary>
    public string Location { get; }

    /// <summary>What was seen.</summary>
    public string Seen { get; }

    /// <summary>What was expected.</summary>
    public string Expected { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Message}";
}
