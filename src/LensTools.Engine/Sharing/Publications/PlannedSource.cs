namespace LensTools.Engine.Sharing.Publications;

/// <summary>A file that is to be published.</summary>
/// <param name="Path">The file here.</param>
/// <param name="Entries">Its entries that are published; "" where it has only one.</param>
/// <param name="NamesPeople">Whether its description names who measured.</param>
internal sealed record PlannedSource(string Path, IReadOnlyList<string> Entries, bool NamesPeople);
