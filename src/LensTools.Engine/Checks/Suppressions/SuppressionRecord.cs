namespace LensTools.Engine.Checks.Suppressions;

/// <summary>That the findings of a rule on a dataset do not count.</summary>
/// <param name="Until">The last day on which they do not; null for good.</param>
public sealed record SuppressionRecord(DateOnly? Until);

/// <summary>Why a finding does not count.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who said so.</param>
/// <param name="Until">The last day on which it does not count; null for good.</param>
public sealed record Suppression(string Reason, string By, DateOnly? Until);
