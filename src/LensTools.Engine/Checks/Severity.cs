namespace LensTools.Engine.Checks;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>The rule is not applied.</summary>
    Off,
    /// <summary>Worth knowing; nothing follows from it.</summary>
    Information,
    /// <summary>The data can be used with care.</summary>
    Warning,
    /// <summary>Only the uploader can tell.</summary>
    Question,
    /// <summary>The data cannot be used.</summary>
    Error,
}

/// <summary>What follows from the findings on a dataset.</summary>
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
}

/// <summary>What a rule found: where in the file, what was seen, what was expected, and what to do.</summary>
public sealed record Finding(string Rule, Severity Severity, string Location, string Seen, string Expected, string Advice)
{
    /// <summary>The finding as one sentence.</summary>
    public string Message => $"{Seen}; expected {Expected}";

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Message} ({Location})";
}

/// <summary>The findings on one file or entry, and the verdict that follows.</summary>
/// <param name="Name">The dataset's name, or the file's where it could not be read.</param>
/// <param name="Path">The file.</param>
/// <param name="Dataset">The dataset; null where the file could not be read.</param>
/// <param name="Profile">The profile that was applied.</param>
/// <param name="Findings">The findings, the weightiest first.</param>
public sealed record TestResult(string Name, string Path, Datasets.Dataset? Dataset, string Profile, IReadOnlyList<Finding> Findings)
{
    /// <summary>The weightiest finding decides.</summary>
    public Verdict Verdict { get; } = Findings.Select(f => f.Severity).DefaultIfEmpty().Max() switch
    {
        Severity.Error => Verdict.Rejected,
        Severity.Question => Verdict.NeedsInformation,
        Severity.Warning => Verdict.UsableWithWarnings,
        _ => Verdict.Usable,
    };
}
