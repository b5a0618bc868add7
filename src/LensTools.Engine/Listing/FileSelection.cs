using System.IO.Enumeration;
using LensTools.Engine.Files;

namespace LensTools.Engine.Listing;

/// <summary>Which files of a folder are meant, by their paths below it, their size and their age.</summary>
public sealed record FileSelection
{
    /// <summary>Patterns with * and ?, of which one must match; all files if there are none.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of which none may match.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The most bytes of a file; null for no limit.</summary>
    public long? MaximumSize { get; init; }

    /// <summary>How long a file must not have been written to; null for no limit.</summary>
    public TimeSpan? MinimumAge { get; init; }

    /// <summary>Whether it leaves any file out.</summary>
    public bool IsEverything => Include.Count == 0 && Exclude.Count == 0 && MaximumSize is null && MinimumAge is null;

    /// <summary>Whether a file is meant.</summary>
    /// <param name="path">Its path below the folder, with forward slashes. A pattern without a slash is compared with the name.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="modified">When it was last written, in UTC.</param>
    /// <param name="now">The time now, in UTC.</param>
    public bool Has(string path, long size, DateTime modified, DateTime now) =>
        (Include.Count == 0 || Include.Any(pattern => Matches(pattern, path)))
            && !Exclude.Any(pattern => Matches(pattern, path))
            && (MaximumSize is not { } most || size <= most)
            && (MinimumAge is not { } age || now - modified >= age);

    private static bool Matches(string pattern, string path)
    {
        string text = pattern.Contains('/') ? path : path[(path.LastIndexOf('/') + 1)..];
        return FileSystemName.MatchesSimpleExpression(
            pattern, text, ignoreCase: PortablePath.Comparison == StringComparison.OrdinalIgnoreCase);
    }
}
