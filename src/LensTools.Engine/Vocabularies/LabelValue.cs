namespace LensTools.Engine.Vocabularies;

/// <summary>A value that a label may have.</summary>
public sealed class LabelValue
{
    /// <summary>As it is written.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it means.</summary>
    public string Description { get; set; } = "";

    /// <summary>Other spellings, which are replaced by the name.</summary>
    public List<string> Aliases { get; set; } = [];

    /// <summary>The value that takes its place; null if it is in use.</summary>
    public string? DeprecatedBy { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>This value with what another definition of it adds.</summary>
    internal LabelValue With(LabelValue more) => new()
    {
        Name = Name,
        Description = more.Description.Length > 0 ? more.Description : Description,
        Aliases = [.. Aliases.Union(more.Aliases, StringComparer.OrdinalIgnoreCase)],
        DeprecatedBy = more.DeprecatedBy ?? DeprecatedBy,
    };
}
