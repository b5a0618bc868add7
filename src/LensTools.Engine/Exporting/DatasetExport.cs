using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Exporting;

/// <summary>Writes curves with their metadata and labels to new files. The source is never touched.</summary>
public sealed class DatasetExport
{
    private static readonly IExportWriter[] Writers = [new NXcanSasWriter(), new CanSasXmlWriter(), new ColumnWriter(), new JsonWriter()];

    private readonly IExportWriter _writer;
    private readonly Identities _identities;
    private readonly DatasetLabels _labels;
    private readonly HashSet<string> _written = new(PortablePath.Comparer);

    /// <summary>An export to one format.</summary>
    /// <exception cref="LensException">There is no such format.</exception>
    public DatasetExport(string format, Identities identities, DatasetLabels labels)
    {
        _identities = identities;
        _labels = labels;
        _writer = Array.Find(Writers, w => string.Equals(w.Id, format, StringComparison.OrdinalIgnoreCase))
            ?? throw new LensException(new LensError(ErrorKind.ExportFormatUnknown, $"There is no export format \"{format}\".", format, "Use one of: " + string.Join(", ", Formats.Select(f => f.Id)) + "."));
    }

    /// <summary>The formats that can be written, with what they are.</summary>
    public static IReadOnlyList<(string Id, string Description)> Formats { get; } = [.. Writers.Select(w => (w.Id, w.Description))];

    /// <summary>The folder that files are written to; made where it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether files that are there already may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Writes a dataset; gives the files that were written.</summary>
    /// <exception cref="LensException">It holds no curve that the format can hold, or a file of the name is there.</exception>
    public IReadOnlyList<string> Write(Dataset dataset, IOutputPort port, CancellationToken stop)
    {
        Curve[] curves = dataset.Level == DataLevel.Reduced ? [.. dataset.ReadCurves(stop).Where(c => _writer.HoldsOtherQuantities || (c.Abscissa == "Q" && c.Ordinate == "I"))] : [];
        if (!_writer.HoldsPlanes) curves = [.. curves.Where(c => c.Qx is null)];
        if (curves.Length == 0)
        {
            throw new LensException(new LensError(
                ErrorKind.NothingToExport, $"{dataset.Name} holds no curve of intensities that {_writer.Id} can hold.", dataset.Path, "Export reduced data; planes go to NXcanSAS, Column or Json, reflectivities and other quantities to Json."));
        }
        var labels = _labels.Of(dataset, stop).Where(l => l.Value.Value is not null).ToDictionary(l => l.Key, l => l.Value.Value!);
        var content = new ExportContent(dataset, curves, dataset.ReadMetadata(stop), labels, _identities.Of(dataset, stop).Split(':')[^1]);
        var files = new List<string>();
        int number = 0;
        foreach (ExportContent part in _writer.HoldsOneCurve ? curves.Select(curve => content with { Curves = [curve] }) : [content])
        {
            number++;
            string name = PortablePath.SafeName(dataset.Name + (_writer.HoldsOneCurve && curves.Length > 1 ? $"-{number}" : ""));
            string path = Path.Combine(Folder, name + _writer.Extension);
            CheckTarget(dataset, path);
            if (!port.ShouldProcess(path, $"export {dataset.Name} as {_writer.Id}")) continue;
            Directory.CreateDirectory(Folder);
            AtomicFile.Write(path, stream => _writer.Write(stream, part));
            _written.Add(Path.GetFullPath(path));
            files.Add(path);
        }
        return files;
    }

    private void CheckTarget(Dataset dataset, string path)
    {
        string full = Path.GetFullPath(path);
        if (PortablePath.Comparer.Equals(full, Path.GetFullPath(dataset.Path)))
            throw new LensException(new LensError(ErrorKind.ExportOverSource, $"{full} is the source itself.", full, "Give another folder with -Destination."));
        // Two datasets of one name in a command must not replace one another, -Force or not.
        if (_written.Contains(full) || (!Force && File.Exists(full)))
            throw new LensException(new LensError(ErrorKind.FileExists, $"{full} is there already.", full, "Use -Force to replace files of earlier exports, or another folder."));
    }
}
