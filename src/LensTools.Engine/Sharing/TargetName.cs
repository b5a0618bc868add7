using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>What a user may give as a destination: a folder, a URL, or one of the names under <c>targets</c> in <c>lens.yaml</c>.</summary>
public static class TargetName
{
    /// <summary>The absolute folder or the URL that a destination stands for.</summary>
    /// <param name="given">What the user gave.</param>
    /// <param name="collection">The collection whose target names apply, or null.</param>
    /// <param name="currentFolder">The base of a relative path; one in <c>lens.yaml</c> is relative to the collection.</param>
    /// <exception cref="LensException">A bare word is neither a target nor an existing folder: a mistyped name must not
    /// create a folder.</exception>
    public static string Resolve(string given, Collection? collection, string currentFolder)
    {
        if (collection is not null && collection.Targets.TryGetValue(given, out string? named)) return FolderOrUrl(named, collection.Root);
        string resolved = FolderOrUrl(given, currentFolder);
        bool isWord = given.Length > 0 && given.IndexOfAny(['/', '\\', ':', '~', '.']) < 0;
        if (!isWord || Directory.Exists(resolved)) return resolved;
        string targets = collection is { Targets.Count: > 0 }
            ? $"Use one of: {string.Join(", ", collection.Targets.Keys.Order())}; or write"
            : "Write";
        throw new LensException(new LensError(
            ErrorKind.TargetUnknown,
            $"\"{given}\" is neither a target of the collection nor a folder.",
            given,
            $"{targets} ./{given} for a new folder of that name."));
    }

    private static string FolderOrUrl(string destination, string basis) =>
        destination.Contains("://", StringComparison.Ordinal) ? destination : Path.GetFullPath(destination, basis);
}
