using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Exporting;

/// <summary>Writes curves with their metadata and labels to new files. The source is never touched.</summary>
public sealed class DatasetExport
{
    private static readonly IExportWriter[] Writers = [new NXcanSasWriter(), new CanSasXmlWriter(), new ColumnWriter(), new JsonWriter()];

    private const int MostNamed = 5;

    private readonly Workspace _workspace;
    private readonly IExportWriter _writer;
    private readonly HashSet<string> _written = new(PortablePath.Comparer);

    /// <summary>An export to one format.</summary>
    /// <exception cref="LensException">There is no such format.</exception>
    public DatasetExport(Workspace workspace, string format)
    {
        _workspace = workspace;
        _writer = Array.Find(Writers, w => string.Equals(w.Id, format, StringComparison.OrdinalIgnoreCase))
            ?? throw new LensException(new LensError(
                ErrorKind.ExportFormatUnknown,
                $"There is no export format \"{format}\".",
                format,
                "Use one of: " + string.Join(", ", Formats.Select(f => f.Id)) + "."));
    }

    /// <summary>The formats that can be written, with their descriptions.</summary>
    public static IReadOnlyList<(string Id, string Description)> Formats { get; } = [.. Writers.Select(w => (w.Id, w.Description))];

    /// <summary>The folder that files are written to; created if it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether existing files may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Writes a dataset and returns the files that were written. Warns of what the format has no place for.</summary>
    /// <exception cref="LensException">It has no curve that the format can represent, the file already exists, or it cannot be
    /// written.</exception>
    public IReadOnlyList<string> Write(Dataset dataset, IOutputPort port, CancellationToken stop)
    {
        (ExportContent content, IReadOnlyList<string> losses) = Read(dataset, stop);
        var files = new List<string>();
        int number = 0;
        foreach (ExportContent part in _writer.HoldsOneSignal
            ? content.Signals.Select(signal => content with { Signals = [signal] })
            : [content])
        {
            number++;
            string path = PathOf(dataset, _writer.HoldsOneSignal && content.Signals.Count > 1 ? $"-{number}" : "");
            CheckTarget(dataset, path);
            if (!port.ShouldProcess(path, $"export {dataset.Name} as {_writer.Id}")) continue;
            Write(path, part);
            files.Add(path);
        }
        if (losses.Count > 0 && files.Count > 0)
            port.Warning($"{dataset.Name}: {_writer.Id} has no place for {Listed(losses)}. Json holds everything.");
        return files;
    }

    private static string Listed(IReadOnlyList<string> losses) => string.Join("; ", losses.Take(MostNamed))
        + (losses.Count > MostNamed ? $"; and {losses.Count - MostNamed} more" : "");

    private (ExportContent Content, IReadOnlyList<string> Losses) Read(Dataset dataset, CancellationToken stop)
    {
        using DatasetReading reading = dataset.Open(stop);
        IReadOnlyDictionary<string, LedgerEntry> labels = _workspace.Labels.Of(reading.Dataset, stop);
        Signal[] all = [.. reading.Signals.Select(signal => LabelAmendments.Apply(signal, labels))];
        Signal[] signals = [.. all.Where(_writer.CanHold)];
        if (signals.Length == 0)
        {
            throw new LensException(new LensError(
                ErrorKind.NothingToExport,
                $"{dataset.Name} has no curve that {_writer.Id} can represent.",
                dataset.Path,
                "Export reduced data; use NXcanSAS, Column or Json for planes, and Column or Json for other quantities than intensities."));
        }
        Dataset amended = labels.Count == 0
            ? reading.Dataset
            : LabelAmendments.Apply(reading.Dataset, labels, _workspace.Collections.Find(dataset.Path)!.Vocabulary);
        var content = new ExportContent(
            amended, signals, reading.Metadata, labels.ToDictionary(label => label.Key, label => label.Value.Value!), reading.Sha256);
        IEnumerable<string> leftOut = all.Except(signals).Select(s => $"\"{s.Name}\", {s.Y.Name} against {s.X.Name}");
        return (content, [.. leftOut, .. signals.SelectMany(_writer.Losses).Distinct()]);
    }

    // Datasets of one name in one command: the extension of the source tells them apart, then a number.
    private string PathOf(Dataset dataset, string part)
    {
        string In(string name) => Path.Combine(Folder, PortablePath.SafeName(name + part) + _writer.Extension);
        string path = In(dataset.Name);
        if (_written.Contains(Path.GetFullPath(path))) path = In(dataset.Name + Path.GetExtension(dataset.Path));
        for (int n = 2; _written.Contains(Path.GetFullPath(path)); n++) path = In($"{dataset.Name} ({n})");
        _written.Add(Path.GetFullPath(path));
        return path;
    }

    private void Write(string path, ExportContent content)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            AtomicFile.Write(path, stream => _writer.Write(stream, content));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromWriteFailure(
                problem, path, "Check that there is free space and that you may write to the folder, then export again."));
        }
        catch (Exception problem) when (problem is ArgumentException or OverflowException)
        {
            // A name or a size that the format does not allow.
            throw new LensException(new LensError(
                ErrorKind.NothingToExport,
                $"{content.Dataset.Name} cannot be represented in {_writer.Id}: {problem.Message}",
                content.Dataset.Path,
                "Export it as Json.",
                problem));
        }
    }

    private void CheckTarget(Dataset dataset, string path)
    {
        string full = Path.GetFullPath(path);
        if (PortablePath.Comparer.Equals(full, Path.GetFullPath(dataset.Path)))
            throw new LensException(new LensError(
                ErrorKind.ExportOverSource, $"{full} is the source itself.", full, "Choose another folder with -Destination."));
        if (!Force && File.Exists(full))
            throw new LensException(new LensError(
                ErrorKind.FileExists,
                $"{full} already exists.",
                full,
                "Use -Force to replace files of earlier exports, or another folder."));
    }
}
