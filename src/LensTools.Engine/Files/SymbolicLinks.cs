namespace LensTools.Engine.Files;

/// <summary>Symbolic links, whose length and time .NET reports instead of those of the file that opening them opens.</summary>
internal static class SymbolicLinks
{
    /// <summary>The file that opening a path opens. It does not exist if the link leads nowhere.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static FileInfo Follow(string path) => Follow(new FileInfo(path));

    /// <inheritdoc cref="Follow(string)"/>
    public static FileInfo Follow(FileInfo file) =>
        file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file
            : file;

    /// <summary>The absolute path of a folder without any links in it.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string RealPath(string folder)
    {
        string path = Path.GetPathRoot(folder)!;
        foreach (string part in folder[path.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            if (Directory.ResolveLinkTarget(path, returnFinalTarget: true) is { } target) path = RealPath(target.FullName);
        }
        return path;
    }
}
