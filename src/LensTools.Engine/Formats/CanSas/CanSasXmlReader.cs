using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>
/// canSAS1d XML 1.0 and 1.1 (http://www.cansas.org/formats/canSAS1d/1.1/doc/): SASroot with one or more SASentry,
/// each with one or more SASdata.
/// </summary>
internal sealed class CanSasXmlReader : IDatasetReader
{
    private static readonly Dictionary<string, Term> Terms = Table.Read("cansas.tsv").ToDictionary(row => row[0], row => Enum.Parse<Term>(row[1]));

    public DatasetFormat Format { get; } = new("CanSasXml", "canSAS1d XML 1.0 and 1.1");

    public bool Recognises(DatasetFile file)
    {
        ReadOnlySpan<byte> head = file.Head;
        int start = head.IndexOf((byte)'<');
        return start >= 0 && head[..Math.Min(head.Length, 4096)].IndexOf("<SASroot"u8) >= 0;
    }

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        List<CanSasEntry> entries = Load(file);
        return [.. entries.Select(entry => Describe(file, entry, entries.Count == 1))];
    }

    public IReadOnlyList<Curve> ReadCurves(DatasetFile file, string entry) =>
        [.. Find(file, entry).Data.Where(d => d.Q.Count > 0).Select(d => d.ToCurve(file.Path))];

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry) => Find(file, entry).Items;

    public void ReadArrays(DatasetFile file, string entry)
    {
        foreach (CanSasData data in Find(file, entry).Data) _ = data.ToCurve(file.Path);
    }

    private Dataset Describe(DatasetFile file, CanSasEntry entry, bool isOnly)
    {
        var description = new Description(this, file, entry.Name, isOnly, DataLevel.Reduced);
        foreach (MetadataItem item in entry.Items) description.Add(item.Term, item.Name, item.Value, item.Unit, item.Place);
        var withPoints = entry.Data.Where(d => d.Q.Count > 0).ToList();
        if (withPoints.Count > 0)
        {
            description.QUnit = withPoints[0].QUnit;
            description.IUnit = withPoints[0].IUnit;
            description.QMin = withPoints.Min(d => d.Q.Min() * d.QFactor);
            description.QMax = withPoints.Max(d => d.Q.Max() * d.QFactor);
            description.Points = withPoints.Sum(d => (long)d.Q.Count);
        }
        description.HasUncertainty = withPoints.Count > 0 && withPoints.All(d => d.Idev.Count == d.Q.Count);
        return description.Build();
    }

    // .NET puts the line and column behind its message too.
    private static string WithoutPlace(string message) => message.LastIndexOf(" Line ", StringComparison.Ordinal) is > 0 and int at ? message[..at] : message;

    private static CanSasEntry Find(DatasetFile file, string entry) =>
        Load(file).Find(e => e.Name == entry)
        ?? throw new LensException(new LensError("LensEntryNotFound", LensErrorCategory.NotFound, $"{file.Path} has no SASentry \"{entry}\" any more.", file.Path, "The file changed; list it again."));

    private static List<CanSasEntry> Load(DatasetFile file)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
        };
        ReadOnlyMemory<byte> bytes = file.ReadAll();
        using Stream stream = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
        using var xml = XmlReader.Create(stream, settings);
        try
        {
            return CanSasParser.Parse(xml, Terms, file.Stop);
        }
        catch (XmlException problem)
        {
            throw new LensException(DatasetFile.Damaged(file.Path, $"line {problem.LineNumber}, column {problem.LinePosition}", WithoutPlace(problem.Message), problem));
        }
        catch (FormatException problem)
        {
            throw new LensException(DatasetFile.Damaged(file.Path, ((IXmlLineInfo)xml).LineNumber.ToString("'line' 0", CultureInfo.InvariantCulture), problem.Message, problem));
        }
    }
}
