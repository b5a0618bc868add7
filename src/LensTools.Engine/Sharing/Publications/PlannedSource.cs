namespace LensTools.Engine.Sharing.Publications;

/// <summary>A file to publish, as it was when it was listed.</summary>
/// <param name="Path">The local file.</param>
/// <param name="Entries">The entries to publish; "" if it has only one.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was last written, in UTC.</param>
/// <param name="Sha256">The SHA-256 of its content, if it has been read; otherwise null.</param>
/// <param name="NamesPeople">Whether it names people; null if it must be read to find out.</param>
/// <param name="Root">The folder of its <see cref="PublicationSource"/>.</param>
/// <param name="IsCompanion">Whether it is not a dataset itself.</param>
internal sealed record PlannedSource(
    string Path,
    IReadOnlyList<string> Entries,
    long Size,
    DateTime Modified,
    string? Sha256,
    bool? NamesPeople,
    string Root,
    bool IsCompanion);
