using LensTools.Engine.Checks.Suppressions;

namespace LensTools;

/// <summary>A finding that was suppressed, or counts again.</summary>
public sealed class LensSuppression
{
    internal LensSuppression(SuppressedFinding finding)
    {
        Rule = finding.Rule;
        Path = finding.Path;
        DatasetId = finding.Id;
        IsSuppressed = finding.Suppression is not null;
        Reason = finding.Suppression?.Reason;
        By = finding.Suppression?.By;
        Until = finding.Suppression?.Until?.ToDateTime(TimeOnly.MinValue);
    }

    /// <summary>The rule.</summary>
    public string Rule { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The path as PowerShell's cmdlets take it literally.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The dataset's identity.</summary>
    public string DatasetId { get; }

    /// <summary>Whether its findings do not count.</summary>
    public bool IsSuppressed { get; }

    /// <summary>Why; null if it counts again.</summary>
    public string? Reason { get; }

    /// <summary>Who said so; null if it counts again.</summary>
    public string? By { get; }

    /// <summary>The last day on which they do not count; null for good.</summary>
    public DateTime? Until { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Rule} of {Path}";
}
