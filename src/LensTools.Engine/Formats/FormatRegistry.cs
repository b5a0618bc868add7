using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.CanSas;
using LensTools.Engine.Formats.Dialects;
using LensTools.Engine.Formats.Muons;
using LensTools.Engine.Formats.Named;
using LensTools.Engine.Formats.Nexus;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats;

/// <summary>The outcome for one file: its datasets, or the reason why it has none.</summary>
/// <param name="Datasets">One for each entry.</param>
/// <param name="SkippedBecause">Why the file is not a dataset, or null.</param>
/// <param name="Error">Why a file that should be one could not be read, or null.</param>
public sealed record FileOutcome(IReadOnlyList<Dataset> Datasets, string? SkippedBecause = null, LensError? Error = null);

/// <summary>The formats that are read, in the order in which they are tried.</summary>
public static class FormatRegistry
{
    // The most specific come first: a dialect before its general format, and plain columns of numbers last.
    private static readonly IDatasetReader[] Readers =
    [
        new NexusReader(new IsisEventDialect()), new NexusReader(new IsisTofRawDialect()), new NexusReader(new MuonEventDialect()),
        new NexusReader(new IsisMuonV2Dialect()), new NexusReader(new IsisMuonV1Dialect()),
        new NXcanSasReader(), new NexusReader(new MantidProcessedDialect()), new NexusReader(new OrbDialect()),
        new NexusReader(new IllSansDialect()), new NexusReader(new SinqDialect()), new NexusReader(new AnstoDialect()),
        new NexusReader(new EssEventDialect()), new NexusReader(new GenericNexusDialect()), new BioXtasSeriesReader(),
        new MdanseReader(), new ScippReader(), new PsiBinReader(), new MudReader(),
        new CanSasXmlReader(), new OrsoReader(), new Refl1dReader(), new KwsReader(), new KwsYamlReader(), new BerSansReader(),
        new DanseReader(), new SesansReader(), new McCodeReader(), new ComputedProfileReader(), new BslReader(),
        new IllScanReader(), new NicosScanReader(), new GnomReader(), new BiftReader(), new BioXtasReader(),
        new GraspReader(), new PdhReader(), new Nist2DReader(), new NistCountsReader(), new NistAbsReader(), new RkhReader(),
        new SasCifReader(),
        .. NamedFormatReader.All(),
        new ColumnTextReader(),
    ];

    // Extensions of data files: an empty file with one of them is broken, not something else.
    private static readonly HashSet<string> DataExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".nxs", ".h5", ".hdf", ".hdf5", ".nx", ".nexus", ".nx5", ".dat", ".abs", ".asc", ".xml", ".ort", ".orb", ".pdh", ".ses", ".sans",
        ".001", ".ift", ".sascif"
    };

    private static readonly HashSet<string> Hdf5Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".nxs", ".h5", ".hdf5", ".nx5", ".orb"
    };

    /// <summary>Every format, in the order in which they are tried.</summary>
    public static IReadOnlyList<DatasetFormat> Formats { get; } = [.. Readers.Select(r => r.Format)];

    /// <summary>Recognises a file by its content and describes it.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static FileOutcome Describe(string path, CancellationToken stop = default)
    {
        using var reading = FileReading.Open(path, null, stop);
        return reading.Outcome;
    }

    internal static FileOutcome Empty(string path) => DataExtensions.Contains(Path.GetExtension(path))
        ? new FileOutcome(
            [], Error: new LensError(ErrorKind.FileEmpty, $"{path} is empty.", path, "Its upload was interrupted; ask for the file again."))
        : new FileOutcome([], SkippedBecause: "the file is empty");

    internal static FileOutcome Describe(DatasetFile file)
    {
        foreach (IDatasetReader reader in Readers)
        {
            if (!reader.Recognises(file)) continue;
            IReadOnlyList<Dataset> datasets = reader.Describe(file);
            return datasets.Count > 0
                ? new FileOutcome(datasets)
                : throw DatasetFile.WithoutData(file.Path, $"it looks like {reader.Format.Id} but holds no curve");
        }
        if (!file.IsHdf5 && Hdf5Extensions.Contains(Path.GetExtension(file.Path)))
        {
            string begins = file.IsText && file.FirstLines.Count > 0
                ? $"begins with \"{file.FirstLines[0][..Math.Min(40, file.FirstLines[0].Length)].Trim()}\""
                : "is something else";
            return new FileOutcome([], Error: new LensError(
                ErrorKind.NotHdf5,
                $"{file.Path} is named like HDF5 but {begins}.",
                file.Path,
                "Ask for the file again: an interrupted transfer or a server's error page looks like this."));
        }
        return new FileOutcome([], SkippedBecause: file.IsHdf5
            ? "it is HDF5, but not a NeXus file with data"
            : $"its content is not in a supported format{(file.Refusal is { } why ? ": " + why : "")}");
    }
}
