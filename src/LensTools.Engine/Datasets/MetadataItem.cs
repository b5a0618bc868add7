namespace LensTools.Engine.Datasets;

/// <summary>A value as written in a file.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Value">The value as text, trimmed.</param>
/// <param name="Unit">Its unit as written, or null.</param>
/// <param name="Location">Where: a path in an HDF5 or XML file, a line of a text.</param>
/// <param name="Term">The term of the model that it is the source of.</param>
/// <param name="IsPlaceholder">Whether it is a placeholder rather than a value, such as 99999 or "unknown".</param>
/// <param name="SourceKey">The rule of the dialect that makes it the source of <paramref name="Term"/>, or null if it is none.</param>
public sealed record MetadataItem(
    string Name,
    string Value,
    string? Unit,
    string Location,
    Term Term = Term.None,
    bool IsPlaceholder = false,
    string? SourceKey = null);
