using LensTools.Engine.Checks;

namespace LensTools.Engine.Reports;

/// <summary>How a finding compares with an earlier report.</summary>
public enum ReportChange
{
    /// <summary>There is no earlier report.</summary>
    None,
    /// <summary>It was not in the earlier report.</summary>
    New,
    /// <summary>It was there too.</summary>
    StillOpen,
    /// <summary>It was there, and is no longer.</summary>
    Mended,
}

/// <summary>A finding as a flat row.</summary>
/// <param name="File">The file, relative to the folder that was tested, with slashes.</param>
/// <param name="Entry">The entry; empty if the file has only one, or all are meant.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">Information, Warning or Error.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Location">Where in the file; empty if the whole is meant.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Remedy">Who can fix it.</param>
/// <param name="Suppressed">Why it does not count; null if it counts.</param>
public sealed record ReportRow(
    string File,
    string Entry,
    string Rule,
    Severity Severity,
    string Seen,
    string Expected,
    string Location,
    string Advice,
    Party Remedy,
    string? Suppressed)
{
    /// <summary>The folder whose data only together show it; null if a dataset shows it by itself.</summary>
    public string? Folder { get; init; }

    /// <summary>How it compares with the earlier report.</summary>
    public ReportChange Change { get; init; }

    /// <summary>What makes it the same finding in another report: the numbers in it may have changed.</summary>
    internal (string File, string Entry, string Rule, string Expected) Key => (File, Entry, Rule, Expected);
}

/// <summary>The verdict on a dataset, or on a folder for what its data only show together.</summary>
/// <param name="File">The file or folder, relative to the folder that was tested, with slashes.</param>
/// <param name="Entry">The entry; empty if the file has only one.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Facility">The facility; empty if it is not known.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Failures">The rules that could not be applied.</param>
public sealed record ReportVerdict(
    string File, string Entry, Verdict Verdict, string Facility, string Profile, IReadOnlyList<ReportFailure> Failures);

/// <summary>A rule that could not be applied.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Message">Why.</param>
public sealed record ReportFailure(string Rule, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {Message}";
}
