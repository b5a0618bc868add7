using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;

namespace LensTools.Engine.Plots;

/// <summary>Writes plots to files: to one file, or each to a folder by its title.</summary>
public sealed class PlotExport
{
    private const double PngScale = 2;

    private readonly HashSet<string> _written = new(PortablePath.Comparer);

    /// <summary>The file if its name ends in .svg or .png, else the folder; created if it does not exist.</summary>
    public required string Destination { get; init; }

    /// <summary>The format; null for the one of the extension of <see cref="Destination"/>, or SVG.</summary>
    public PictureFormat? Format { get; init; }

    /// <summary>The colours.</summary>
    public PlotAppearance Appearance { get; init; }

    /// <summary>The size.</summary>
    public PlotSize Size { get; init; } = PlotSize.Page;

    /// <summary>Whether existing files are replaced.</summary>
    public bool Force { get; init; }

    private bool IsFile => Path.GetExtension(Destination).ToLowerInvariant() is ".svg" or ".png";

    private PictureFormat FormatOfFile => Path.GetExtension(Destination).Equals(".png", StringComparison.OrdinalIgnoreCase)
        ? PictureFormat.Png
        : PictureFormat.Svg;

    /// <summary>Writes a plot, after asking.</summary>
    /// <returns>The file; null if it was not written.</returns>
    /// <exception cref="LensException">It exists already, or cannot be written; the destination is one file, and this is another plot.
    /// </exception>
    public string? Write(Plot plot, IOutputPort port)
    {
        string path = PathOf(plot);
        Replaceable.Check(path, Force, "picture");
        PictureFormat format = Format ?? FormatOfFile;
        if (!port.ShouldProcess(path, $"draw {plot.Title} as {format}")) return null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream =>
            {
                PlotScene scene = PlotLayout.Of(plot, Size);
                if (format == PictureFormat.Svg) SvgRenderer.Write(stream, scene, Appearance);
                else PngRenderer.Write(stream, scene, Appearance, PngScale);
            });
            return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromWriteFailure(problem, path, "Choose a folder that you may write to."));
        }
    }

    // Datasets of one name in one command are told apart by a number.
    private string PathOf(Plot plot)
    {
        if (IsFile)
        {
            string file = Path.GetFullPath(Destination);
            if (_written.Add(file)) return file;
            throw new LensException(new LensError(
                ErrorKind.FileExists,
                $"{file} has been written for another dataset.",
                file,
                "Give a folder for several pictures, or draw them into one with -Overlay."));
        }
        string extension = (Format ?? PictureFormat.Svg) == PictureFormat.Png ? ".png" : ".svg";
        string In(string name) => Path.GetFullPath(Path.Combine(Destination, PortablePath.SafeName(name) + extension));
        string path = In(plot.Title);
        for (int n = 2; !_written.Add(path); n++) path = In($"{plot.Title} ({n})");
        return path;
    }
}
