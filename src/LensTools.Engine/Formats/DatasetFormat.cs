namespace LensTools.Engine.Formats;

/// <summary>A format by the name that users type, and what it is.</summary>
public sealed record DatasetFormat(string Id, string Description)
{
    /// <summary>How to convert a format that is known by name but not read; null if it is read.</summary>
    public string? Advice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
