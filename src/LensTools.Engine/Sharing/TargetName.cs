using LensTools.Engine.Collections;

namespace LensTools.Engine.Sharing;

/// <summary>What a user may give as a destination: a folder, a URL, or one of the names under <c>targets</c> in <c>lens.yaml</c>.</summary>
public static class TargetName
{
    /// <summary>The absolute folder or the URL that a destination stands for.</summary>
    /// <param name="given">What the user gave.</param>
    /// <param name="collection">The collection whose names count, or null.</param>
    /// <param name="currentFolder">What a relative folder is relative to; one in <c>lens.yaml</c> is relative to the collection.</param>
    public static string Resolve(string given, Collection? collection, string currentFolder) =>
        collection is not null && collection.Targets.TryGetValue(given, out string? named) ? FolderOrUrl(named, collection.Root) : FolderOrUrl(given, currentFolder);

    private static string FolderOrUrl(string destination, string basis) =>
        destination.Contains("://", StringComparison.Ordinal) ? destination : Path.GetFullPath(destination, basis);
}
