using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Processing;

namespace LensTools.Engine.Exporting;

/// <summary>Writes curves with their metadata and labels to new files. The source is never touched.</summary>
public sealed class DatasetExport
{
    private static readonly IExportWriter[] Writers =
    [
        new NXcanSasWriter(), new CanSasXmlWriter(), new ColumnWriter(), new NXdataWriter(), new JsonWriter(),
    ];

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
    public IReadOnlyList<string> Write(Dataset dataset, IOutputPort port, CancellationToken stop) => Write(Read(dataset, stop), port);

    /// <summary>Writes a curve that was computed, with its provenance and what the descriptions and labels of its sources share.</summary>
    /// <exception cref="LensException">The format cannot represent it, the file already exists, or it cannot be written.</exception>
    public IReadOnlyList<string> Write(ProcessedCurve curve, IOutputPort port, CancellationToken stop) => Write(Read(curve, stop), port);

    /// <summary>Writes a histogram of events with its provenance.</summary>
    /// <exception cref="LensException">The format cannot represent it, the file already exists, or it cannot be written.</exception>
    public IReadOnlyList<string> Write(EventHistogram histogram, IOutputPort port, CancellationToken stop)
    {
        using DatasetReading reading = histogram.Dataset.Open(stop);
        (Dataset described, IReadOnlyDictionary<string, string> labels) = Describe(reading, stop);
        Curve? curve = histogram.ToCurve();
        return Write(
            new ExportContent(
                $"{histogram.Dataset.Name}-histogram",
                described,
                curve is null ? [] : [curve],
                [],
                labels,
                new Provenance([ProvenanceSource.Of(reading)], null) { Process = histogram.Process })
            {
                Histogram = histogram,
            },
            port);
    }

    private List<string> Write(ExportContent all, IOutputPort port)
    {
        ExportContent content = all with { Signals = [.. all.Signals.Where(_writer.CanHold)] };
        if (content.Signals.Count == 0 && !(content.Histogram is not null && _writer.HoldsHistograms))
        {
            throw new LensException(new LensError(
                ErrorKind.NothingToExport,
                $"{content.Name} has no curve that {_writer.Id} can represent.",
                content.Dataset.Path,
                "Export reduced data; use NXcanSAS, Column or Json for planes, Column, NXdata or Json for other quantities than "
                    + "intensities, and NXdata for histograms of each detector."));
        }
        var files = new List<string>();
        int number = 0;
        foreach (ExportContent part in _writer.HoldsOneSignal
            ? content.Signals.Select(signal => content with { Signals = [signal] })
            : [content])
        {
            number++;
            string path = PathOf(content, _writer.HoldsOneSignal && content.Signals.Count > 1 ? $"-{number}" : "");
            CheckTarget(content.Dataset, path);
            if (!port.ShouldProcess(path, $"export {content.Name} as {_writer.Id}")) continue;
            Write(path, part);
            files.Add(path);
        }
        string[] losses =
        [
            .. all.Signals.Except(content.Signals).Select(s => $"\"{s.Name}\", {s.Y.Name} against {s.X.Name}"),
            .. content.Signals.SelectMany(_writer.Losses).Distinct(),
            .. content.Histogram is not null && !_writer.HoldsHistograms ? ["the edges of bins and what is outside them"] : (string[])[],
        ];
        if (losses.Length > 0 && files.Count > 0)
            port.Warning($"{content.Name}: {_writer.Id} has no place for {Listed(losses)}. Json holds everything.");
        return files;
    }

    private static string Listed(string[] losses) => string.Join("; ", losses.Take(MostNamed))
        + (losses.Length > MostNamed ? $"; and {losses.Length - MostNamed} more" : "");

    private ExportContent Read(Dataset dataset, CancellationToken stop)
    {
        using DatasetReading reading = dataset.Open(stop);
        (Dataset described, IReadOnlyDictionary<string, string> labels) = Describe(reading, stop);
        IReadOnlyDictionary<string, LedgerEntry> entries = _workspace.Labels.Of(reading.Dataset, stop);
        Signal[] signals = [.. reading.Signals.Select(signal => LabelAmendments.Apply(signal, entries))];
        var provenance = new Provenance([ProvenanceSource.Of(reading)], UnitOfQ(signals.FirstOrDefault(_writer.CanHold)));
        return new ExportContent(dataset.Name, described, signals, reading.Metadata, labels, provenance);
    }

    private ExportContent Read(ProcessedCurve curve, CancellationToken stop)
    {
        var sources = new List<ProvenanceSource>();
        var descriptions = new List<(Dataset Dataset, IReadOnlyDictionary<string, string> Labels)>();
        foreach (ProcessSource source in curve.Sources)
        {
            using DatasetReading reading = source.Dataset.Open(stop);
            sources.Add(ProvenanceSource.Of(reading, source.Role));
            if (source.Role == ProcessSource.Measurement) descriptions.Add(Describe(reading, stop));
        }
        (Dataset first, IReadOnlyDictionary<string, string> firstLabels) = descriptions[0];
        var labels = firstLabels.Where(label => descriptions.TrueForAll(one => one.Labels.GetValueOrDefault(label.Key) == label.Value));
        return new ExportContent(
            curve.Name,
            first.SharedWith(descriptions.Skip(1).Select(one => one.Dataset)),
            [curve.Curve],
            [],
            labels.ToDictionary(label => label.Key, label => label.Value),
            new Provenance(sources, UnitOfQ(curve.Curve)) { Process = curve.Process });
    }

    private (Dataset Dataset, IReadOnlyDictionary<string, string> Labels) Describe(DatasetReading reading, CancellationToken stop)
    {
        IReadOnlyDictionary<string, LedgerEntry> labels = _workspace.Labels.Of(reading.Dataset, stop);
        Dataset described = _workspace.Labels.Amend(reading.Dataset, labels);
        return (described, labels.ToDictionary(label => label.Key, label => label.Value.Value!));
    }

    private static string? UnitOfQ(Signal? signal) =>
        signal is not { IsAgainstQ: true } ? null : signal.X.SourceUnit is { Length: > 0 } unit ? unit : "not stated";

    // Datasets of one name in one command: the extension of the source tells them apart, then a number.
    private string PathOf(ExportContent content, string part)
    {
        string In(string name) => Path.Combine(Folder, PortablePath.SafeName(name + part) + _writer.Extension);
        string path = In(content.Name);
        if (_written.Contains(Path.GetFullPath(path))) path = In(content.Name + Path.GetExtension(content.Dataset.Path));
        for (int n = 2; _written.Contains(Path.GetFullPath(path)); n++) path = In($"{content.Name} ({n})");
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
                $"{content.Name} cannot be represented in {_writer.Id}: {problem.Message}",
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
