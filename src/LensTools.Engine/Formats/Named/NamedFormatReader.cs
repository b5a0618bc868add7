using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Named;

/// <summary>A format that is recognised by its first bytes but not read; its dataset says what it is and how to convert it.</summary>
internal sealed class NamedFormatReader : IDatasetReader
{
    private const string CountsOfKws = ".array.gz";
    private const int LongestWord = 16;

    private readonly List<(byte?[] Bytes, int At)> _signatures = [];

    private NamedFormatReader(string id, string description, string advice)
    {
        Format = new DatasetFormat(id, description) { Advice = advice };
    }

    public DatasetFormat Format { get; }

    /// <summary>A reader for each format of the table.</summary>
    public static IReadOnlyList<IDatasetReader> All()
    {
        var readers = new Dictionary<string, NamedFormatReader>();
        foreach (string[] row in Table.Read("named.tsv"))
        {
            if (!readers.TryGetValue(row[0], out NamedFormatReader? reader))
                readers[row[0]] = reader = new NamedFormatReader(row[0], row[3], row[4]);
            byte?[] bytes = [.. Enumerable.Range(0, row[1].Length / 2)
                .Select(i => row[1].Substring(i * 2, 2))
                .Select(hex => hex == ".." ? (byte?)null : Convert.ToByte(hex, 16))];
            reader._signatures.Add((bytes, row[2] == "xml" ? -1 : int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture)));
        }
        return [.. readers.Values];
    }

    public bool Recognises(DatasetFile file)
    {
        foreach ((byte?[] bytes, int at) in _signatures)
        {
            if (!StandsAt(file.Head, bytes, at < 0 ? RootElement(file.Head) : at)) continue;
            // A text that begins with the same word is not in this format; no word is as long as a line.
            bool isWord = at == 0 && bytes.Length <= LongestWord && bytes.All(b => b is > 0x20 and < 0x7f);
            return !(isWord && file.IsText) && !IsOnlyABrace(file);
        }
        return false;
    }

    public IReadOnlyList<Dataset> Describe(DatasetFile file) => file.Path.EndsWith(CountsOfKws, StringComparison.OrdinalIgnoreCase)
        ? throw new NotADatasetException("it holds the counts of the YAML file beside it")
        : [new Description(this, file, "", isOnlyEntry: true, DataLevel.Raw).Build()];

    public IReadOnlyList<Signal> ReadSignals(DatasetFile file, string entry) => [];

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry) => [];

    public void VerifyArrays(DatasetFile file, string entry)
    {
    }

    private static bool StandsAt(ReadOnlySpan<byte> head, byte?[] bytes, int at)
    {
        if (at < 0 || at + bytes.Length > head.Length) return false;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] is { } expected && head[at + i] != expected) return false;
        }
        return true;
    }

    // Where the root element of an XML document begins: after its declaration, comments and instructions.
    private static int RootElement(ReadOnlySpan<byte> head)
    {
        int at = head.StartsWith<byte>([0xef, 0xbb, 0xbf]) ? 3 : 0;
        while (at < head.Length)
        {
            if (head[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
                continue;
            }
            bool isComment = head[at..].StartsWith("<!--"u8);
            if (!isComment && !head[at..].StartsWith("<?"u8)) return at;
            int end = head[at..].IndexOf(isComment ? "-->"u8 : "?>"u8);
            if (end < 0) return -1;
            at += end + (isComment ? 3 : 2);
        }
        return -1;
    }

    // JSON and EDF both begin with a brace; EDF's header names its data type.
    private bool IsOnlyABrace(DatasetFile file) => Format.Id == "Edf" && file.Head.IndexOf("DataType"u8) < 0;
}
