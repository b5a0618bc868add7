namespace LensTools.Engine.Formats;

/// <summary>A format by the name that users type, and what it is.</summary>
public sealed record DatasetFormat(string Id, string Description)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
