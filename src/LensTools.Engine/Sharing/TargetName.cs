using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>What a user may give as a destination: a folder, a URL, or one of the names under <c>targets</c> in <c>lens.yaml</c>.</summary>
public static class TargetName
{
    /// <summary>The settings for a destination, with the absolute folder or the URL that it stands for.</summary>
    /// <param name="given">What the user gave.</param>
    /// <param name="settings">The settings that the user gave; they count more than those of a named target.</param>
    /// <param name="collection">The collection whose names count, or null.</param>
    /// <param name="currentFolder">The base of a relative folder; paths in <c>lens.yaml</c> are relative to the collection.</param>
    /// <exception cref="LensException">A bare word is neither a target nor an existing folder: a mistyped name creates no
    /// folder.</exception>
    public static TargetSettings Resolve(string given, TargetSettings settings, Collection? collection, string currentFolder)
    {
        if (collection is not null && collection.Targets.TryGetValue(given, out TargetSettings? named))
            return settings.Over(named with { KeyFile = named.KeyFile is null ? null : FullPath(named.KeyFile, collection.Root) }) with
            {
                Url = FolderOrUrl(named.Url!, collection.Root)
            };
        string resolved = FolderOrUrl(given, currentFolder);
        bool isWord = given.Length > 0 && given.IndexOfAny(['/', '\\', ':', '~', '.']) < 0;
        if (!isWord || Directory.Exists(resolved)) return settings with { Url = resolved };
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
        destination.Contains("://", StringComparison.Ordinal) ? destination : FullPath(destination, basis);

    // No shell has replaced the home folder of what is written in a file.
    private static string FullPath(string path, string basis) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..])
        : Path.GetFullPath(path, basis);
}
