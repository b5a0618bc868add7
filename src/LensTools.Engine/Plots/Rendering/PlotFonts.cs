using LensTools.Engine.Hosting;
using SkiaSharp;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>
/// The fonts that texts of a PNG are drawn with: those of the system, or, where Skia knows of none, the files in the folders that Linux
/// keeps fonts in.
/// </summary>
internal static class PlotFonts
{
    private static readonly string[] Families = ["Helvetica", "Arial", "Segoe UI"];

    private static readonly (string Regular, string Bold)[] Files =
    [
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"), ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"), ("Arial.ttf", "Arial_Bold.ttf"), ("FreeSans.ttf", "FreeSansBold.ttf"),
    ];

    private static readonly Lazy<SKTypeface> UsualFace = new(() => Find(isBold: false)), BoldFace = new(() => Find(isBold: true));

    /// <summary>A font. It is shared, and must not be disposed.</summary>
    /// <exception cref="LensException">There is none here.</exception>
    public static SKTypeface Of(bool isBold) => isBold ? BoldFace.Value : UsualFace.Value;

    private static SKTypeface Find(bool isBold)
    {
        SKFontStyle style = isBold ? SKFontStyle.Bold : SKFontStyle.Normal;
        return Families.Select(family => SKFontManager.Default.MatchFamily(family, style)).FirstOrDefault(IsUsable)
            ?? OfFiles(isBold)
            ?? throw new LensException(new LensError(
                ErrorKind.FontMissing,
                "There is no font here to write texts into a PNG with.",
                "Png",
                "Install one, such as the package fonts-dejavu-core, or use -Format Svg, whose texts are drawn by whoever shows it."));
    }

    private static SKTypeface? OfFiles(bool isBold)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders =
        [
            "/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".local", "share", "fonts"), Path.Combine(home, ".fonts"),
        ];
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        string[] found = [.. folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.ttf", options))];
        string? file = Files.Select(names => Named(isBold ? names.Bold : names.Regular)).FirstOrDefault(path => path is not null)
            ?? found.Order(StringComparer.Ordinal).FirstOrDefault();
        return file is not null && SKTypeface.FromFile(file) is { } face && IsUsable(face) ? face : null;

        string? Named(string name) => Array.Find(found, path => Path.GetFileName(path) == name);
    }

    // Without fonts, Skia has one without letters.
    private static bool IsUsable(SKTypeface? face) => face is { GlyphCount: > 0 };
}
