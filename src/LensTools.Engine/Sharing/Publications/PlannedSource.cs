namespace LensTools.Engine.Sharing.Publications;

/// <summary>A file that is to be published, as it was when it was described.</summary>
/// <param name="Path">The file here.</param>
/// <param name="Entries">Its entries that are published; "" where it has only one.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was last written, in UTC.</param>
/// <param name="Sha256">Its content, where someone has looked at it; null where no one has.</param>
/// <param name="NamesPeople">Whether it names people; null where it must be read to know.</param>
internal sealed record PlannedSource(
    string Path,
    IReadOnlyList<string> Entries,
    long Size,
    DateTime Modified,
    string? Sha256,
    bool? NamesPeople);
