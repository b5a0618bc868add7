using System.Buffers;
using System.Text;

namespace LensTools.Engine.Files;

/// <summary>Relative paths as written in ledgers and manifests: forward slashes, NFC, the same on every host.</summary>
public static class PortablePath
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL",
        "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
        "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
    };

    // Windows allows none of these in names; the slash separates parts everywhere.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\:*?\"<>|");

    /// <summary>The longest name of a file or folder on any host, in bytes of UTF-8.</summary>
    public const int LongestName = 255;

    /// <summary>Whether the host tells paths apart by case.</summary>
    public static StringComparer Comparer { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <inheritdoc cref="Comparer"/>
    public static StringComparison Comparison { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The path of a file relative to a folder, or its name if it is elsewhere.</summary>
    public static string Relative(string root, string path)
    {
        string relative = Path.GetRelativePath(root, path);
        bool isOutside = relative == ".."
            || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.IsPathRooted(relative);
        return (isOutside ? Path.GetFileName(path) : relative).Replace(Path.DirectorySeparatorChar, '/').Normalize(NormalizationForm.FormC);
    }

    /// <summary>Whether an absolute path is below a folder.</summary>
    public static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, Comparison);

    /// <summary>The deepest folder that two folders are in, which may be one of them.</summary>
    public static string CommonFolder(string folder, string other)
    {
        string common = Path.TrimEndingDirectorySeparator(folder);
        while (!common.Equals(Path.TrimEndingDirectorySeparator(other), Comparison)
            && !IsBelow(other, common)
            && Path.GetDirectoryName(common) is { } above) common = above;
        return common;
    }

    /// <summary>The path on this host of a portable path below a folder.</summary>
    public static string ToHostPath(string root, string portable) => Path.Combine(root, portable.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Turns any text into a file name that every host accepts.</summary>
    public static string SafeName(string text)
    {
        const int MostBytes = 200;
        string name = new([.. text.Normalize(NormalizationForm.FormC).Select(c => c < ' ' || Forbidden.Contains(c) ? '_' : c)]);
        while (Encoding.UTF8.GetByteCount(name) > MostBytes) name = name[..^1];
        name = name.TrimEnd('.', ' ');
        return name.Length == 0 || Reserved.Contains(name.Split('.')[0]) ? "_" + name : name;
    }

    /// <summary>Why a portable path cannot be published so that every host can read it, or null.</summary>
    public static string? Problem(string portable)
    {
        foreach (string part in portable.Split('/'))
        {
            if (part.Length == 0 || part is "." or "..") return $"\"{portable}\" has an empty part, \".\" or \"..\"";
            if (Encoding.UTF8.GetByteCount(part) > LongestName) return $"\"{part}\" is longer than {LongestName} bytes";
            if (part.Any(c => c < ' ')) return $"\"{part}\" has a control character";
            if (part.AsSpan().IndexOfAny(Forbidden) >= 0) return $"\"{part}\" has a character that Windows does not allow in names";
            if (part[^1] is '.' or ' ') return $"\"{part}\" ends in a dot or a space, which Windows drops";
            if (Reserved.Contains(part.Split('.')[0])) return $"\"{part}\" is a name that Windows reserves";
        }
        return null;
    }
}
