namespace LensTools.Engine.Sharing.Comparisons;

/// <summary>How a file here and a file of a publication differ.</summary>
public enum DifferenceKind
{
    /// <summary>It is here and was not published.</summary>
    NotPublished,
    /// <summary>It was published and is not here.</summary>
    NotHere,
    /// <summary>Here and there have different contents.</summary>
    Content,
    /// <summary>The same content was published under another path.</summary>
    Renamed,
    /// <summary>The contents are the same, the labels are not.</summary>
    Labels,
    /// <summary>The manifest lists it, but the target does not have it.</summary>
    Lost,
    /// <summary>The target has it as it is here, but the manifest does not list it so.</summary>
    Unlisted,
}

/// <summary>One difference between a folder and a publication.</summary>
/// <param name="Path">Its path in the publication, or where publishing would put it.</param>
/// <param name="Kind">How the two differ.</param>
/// <param name="File">The file here, or null.</param>
/// <param name="SizeHere">Bytes here, or null.</param>
/// <param name="SizeThere">Bytes there, or null.</param>
/// <param name="PublishedAs">The path that it was published under, where that is another.</param>
public sealed record Difference(
    string Path,
    DifferenceKind Kind,
    string? File,
    long? SizeHere,
    long? SizeThere,
    string? PublishedAs = null);
