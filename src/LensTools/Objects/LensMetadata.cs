using LensTools.Engine.Datasets;

namespace LensTools;

/// <summary>A value as written in a file.</summary>
public sealed class LensMetadata
{
    internal LensMetadata(MetadataItem item)
    {
        Name = item.Name;
        Value = item.Value;
        Unit = item.Unit;
        Location = item.Location;
        Term = item.Term == Engine.Datasets.Term.None ? null : item.Term.ToString();
        IsPlaceholder = item.IsPlaceholder;
        SourceKey = item.SourceKey;
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>The value as text.</summary>
    public string Value { get; }

    /// <summary>Its unit as written.</summary>
    public string? Unit { get; }

    /// <summary>Its location in the file.</summary>
    public string Location { get; }

    /// <summary>The dataset property that it is a source of.</summary>
    public string? Term { get; }

    /// <summary>Whether it is a placeholder rather than a value.</summary>
    public bool IsPlaceholder { get; }

    /// <summary>The rule of the dialect that makes it the source of <see cref="Term"/>.</summary>
    public string? SourceKey { get; }

    /// <inheritdoc/>
    public override string ToString() => Unit is null ? $"{Name} = {Value}" : $"{Name} = {Value} {Unit}";
}
