namespace LensTools.Engine.Labels;

/// <summary>A label that may be given: what it means, and the values it may have (any, where none are listed).</summary>
public sealed class LabelDefinition
{
    /// <summary>What it means.</summary>
    public string Description { get; set; } = "";

    /// <summary>The values it may have; empty for free text.</summary>
    public List<string> Values { get; set; } = [];

    /// <summary>A sign that joins several values to one, such as <c>cylinder@hardsphere</c>; null where one value stands alone.</summary>
    public string? Combine { get; set; }
}
