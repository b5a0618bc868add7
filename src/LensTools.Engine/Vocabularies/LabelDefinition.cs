namespace LensTools.Engine.Labels;

/// <summary>A label of the vocabulary: its meaning and its allowed values (any, if none are listed).</summary>
public sealed class LabelDefinition
{
    /// <summary>What it means.</summary>
    public string Description { get; set; } = "";

    /// <summary>The allowed values; empty for free text.</summary>
    public List<string> Values { get; set; } = [];

    /// <summary>A separator that joins several values, as in <c>cylinder@hardsphere</c>; null if only one value is allowed.</summary>
    public string? Combine { get; set; }
}
