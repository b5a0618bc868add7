using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>
/// canSAS1d XML 1.0 and 1.1 (http://www.cansas.org/formats/canSAS1d/1.1/doc/): SASroot with one or more SASentry,
/// each with one or more SASdata.
/// </summary>
internal sealed partial class CanSasXmlReader() : ContentReader(new DatasetFormat("CanSasXml", "canSAS1d XML 1.0 and 1.1"))
{
    private static readonly Dictionary<string, Term> Terms = Table.Read("cansas.tsv").ToDictionary(
        row => row[0], row => Enum.Parse<Term>(row[1]));

    public override bool Recognises(DatasetFile file)
    {
        if (!file.IsText) return false;
        ReadOnlySpan<byte> head = TextLines.Normalise(file.HeadMemory).Span;
        if (head.IndexOf("SASroot"u8) < 0 || !head.TrimStart(" \t\r\n"u8).StartsWith("<"u8)) return false;
        // The root may have a prefix. A schema mentions SASroot in its documentation, after its own root.
        string text = Encoding.Latin1.GetString(head);
        return Root().Match(text) is { Success: true } root && !text.AsSpan(0, root.Index).Contains("schema", StringComparison.Ordinal);
    }

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var entries = new List<EntryContent>();
        int problems = 0;
        foreach ((EntryContent entry, List<CanSasData> data) in Load(file))
        {
            entries.Add(entry);
            if (data.Any(d => d.Problem is not null)) problems++;
            try
            {
                foreach (CanSasData one in data.Where(d => d.Rows > 0))
                {
                    entry.Signals.Add(one.ToCurve(file.Path));
                    entry.Doubts.AddRange(one.FindDoubts());
                }
            }
            catch (LensException damage)
            {
                entry.Damage = damage;
                entry.Counts = data.Sum(d => (long)d.Rows);
            }
        }
        // No entry can be read: an error of the file, not of one entry.
        if (problems > 0 && entries.All(e => e.Damage is not null)) throw entries[0].Damage!;
        return entries;
    }

    // .NET appends the line and column to its message.
    private static string WithoutPlace(string message) =>
        message.LastIndexOf(" Line ", StringComparison.Ordinal) is > 0 and int at ? message[..at] : message;

    private static List<(EntryContent Entry, List<CanSasData> Data)> Load(DatasetFile file)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
        };
        // Some copies are padded to the end of a block.
        ReadOnlyMemory<byte> bytes = file.ReadAll().TrimEnd((byte)0);
        using Stream stream = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
        using var xml = XmlReader.Create(stream, settings);
        try
        {
            return CanSasParser.Parse(xml, Terms, file.Stop);
        }
        catch (XmlException problem) when (problem.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new LensException(DatasetFile.Damaged(
                file.Path, "its beginning", "it has a DTD, which is not allowed in untrusted files", problem));
        }
        catch (XmlException problem)
        {
            throw new LensException(DatasetFile.Damaged(
                file.Path, $"line {problem.LineNumber}, column {problem.LinePosition}", WithoutPlace(problem.Message), problem));
        }
    }

    [GeneratedRegex(@"<(?:[\w.-]+:)?SASroot[\s/>]")]
    private static partial Regex Root();
}
