namespace LensTools.Engine.Sharing.Comparisons;

/// <summary>How a local file and a published file differ.</summary>
public enum DifferenceKind
{
    /// <summary>It exists locally but was not published.</summary>
    NotPublished,
    /// <summary>It was published but does not exist locally.</summary>
    NotHere,
    /// <summary>The local and the published contents differ.</summary>
    Content,
    /// <summary>The same content was published under another path.</summary>
    Renamed,
    /// <summary>The contents are the same, but the labels differ.</summary>
    Labels,
    /// <summary>The manifest lists it, but the target does not have it.</summary>
    Lost,
    /// <summary>The target has the same content, but the manifest does not list it.</summary>
    Unlisted,
}

/// <summary>One difference between a folder and a publication.</summary>
/// <param name="Path">Its path in the publication, or where publishing would put it.</param>
/// <param name="Kind">How the two differ.</param>
/// <param name="File">The local file, or null.</param>
/// <param name="SizeHere">The local size in bytes, or null.</param>
/// <param name="SizeThere">The published size in bytes, or null.</param>
/// <param name="PublishedAs">The path that it was published under, if different.</param>
public sealed record Difference(
    string Path,
    DifferenceKind Kind,
    string? File,
    long? SizeHere,
    long? SizeThere,
    string? PublishedAs = null);
