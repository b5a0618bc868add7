using System.Globalization;
using System.Text;
using System.Xml;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>Walks a canSAS1d document once, front to back.</summary>
internal static class CanSasParser
{
    // The definition has eight; notes may hold more.
    private const int DeepestElement = 64;

    private const int LongestNumber = 4_096;

    /// <exception cref="XmlException">The document is not well formed, or holds a DTD.</exception>
    public static List<(EntryContent Entry, List<CanSasData> Data)> Parse(
        XmlReader xml,
        IReadOnlyDictionary<string, Term> terms,
        CancellationToken stop)
    {
        var entries = new List<(EntryContent Entry, List<CanSasData> Data)>();
        var path = new List<string>();
        EntryContent? entry = null;
        CanSasData? data = null;
        CanSasDefinition? definition = null;
        var definitions = new List<(EntryContent Entry, CanSasDefinition Definition)>();
        Nonconformity[] ofRoot = [];
        char[] buffer = new char[64];
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.EndElement)
            {
                path.RemoveAt(path.Count - 1);
                continue;
            }
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && entry is not null)
            {
                AddItem(xml, entry, path, terms);
                continue;
            }
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.Depth > DeepestElement)
                throw new XmlException(
                    $"elements are nested more than {DeepestElement} levels deep",
                    null,
                    ((IXmlLineInfo)xml).LineNumber,
                    ((IXmlLineInfo)xml).LinePosition);

            string name = xml.LocalName;
            bool isEmpty = xml.IsEmptyElement;
            int line = ((IXmlLineInfo)xml).LineNumber;
            if (name == "SASroot") ofRoot = [.. CanSasDefinition.CheckRoot(xml.NamespaceURI, xml.GetAttribute("version"))];
            // Of thousands of rows, the first one shows that there are some.
            if (name != "Idata" || data is { Rows: 0 }) Add(definition, path, name);
            if (name == "SASentry")
            {
                entries.Add((entry = new EntryContent(xml.GetAttribute("name") ?? ""), []));
                definitions.Add((entry, definition = new CanSasDefinition("/SASroot/SASentry", line)));
            }
            else if (name == "SASdata" && entry is not null)
                entries[^1].Data.Add(
                    data = new CanSasData(
                        xml.GetAttribute("name") ?? $"data {entries[^1].Data.Count + 1}", line));
            else if (name == "Idata" && data is not null)
            {
                stop.ThrowIfCancellationRequested();
                if (!isEmpty) ReadRow(xml, data, ref buffer);
                data.EndRow();
                continue;
            }
            if (!isEmpty) path.Add(name == "term" ? xml.GetAttribute("name") ?? name : name);
            if (entry is not null && xml.GetAttribute("unit") is { } unit && !isEmpty) path[^1] += "\0" + unit;
        }
        foreach ((EntryContent one, CanSasDefinition of) in definitions) one.Nonconformities.AddRange([.. ofRoot, .. of.Missing()]);
        EntryContent.MakeNamesUnique([.. entries.Select(e => e.Entry)]);
        return entries;
    }

    // Expects the reader on <Idata> and leaves it on the end tag. Comments and CDATA may split a value.
    private static void ReadRow(XmlReader xml, CanSasData data, ref char[] buffer)
    {
        int depth = xml.Depth, length = 0, column = -1;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    (column, length) = (CanSasData.ColumnOf(xml.LocalName), 0);
                    if (column < 0)
                    {
                        data.LeaveOut(xml.LocalName);
                        break;
                    }
                    // Every row repeats the units; those of the first are used.
                    if (data.IsFirstOf(column)) data.SetUnit(column, xml.GetAttribute("unit"));
                    if (!xml.IsEmptyElement) break;
                    data.Add(column, double.NaN);
                    column = -1;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when column >= 0:
                    // Avoids a string for each number.
                    for (int got; (got = xml.ReadValueChunk(buffer, length, buffer.Length - length)) > 0;)
                    {
                        length += got;
                        if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(buffer.Length * 2, LongestNumber));
                        if (length == LongestNumber) break;
                    }
                    break;
                case XmlNodeType.EndElement when column >= 0:
                    AddNumber(data, column, buffer.AsSpan(0, length), xml);
                    column = -1;
                    break;
            }
        }
    }

    private static void AddNumber(CanSasData data, int column, ReadOnlySpan<char> text, XmlReader xml)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        Span<byte> bytes = stackalloc byte[48];
        if (trimmed.IsEmpty) data.Add(column, double.NaN);
        else if (Encoding.ASCII.TryGetBytes(trimmed, bytes, out int length)
            && (DecimalNumber.Read(bytes[..length], 0, out double value) == length
                || NumericRow.TryParseSpecial(bytes[..length], out value)))
            data.Add(column, value);
        else if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out value)) data.Add(column, value);
        else
            data.Problem ??=
                $"line {((IXmlLineInfo)xml).LineNumber}: \"{trimmed[..Math.Min(trimmed.Length, 40)]}\" is not a number for {xml.LocalName}";
    }

    private static void Add(CanSasDefinition? definition, List<string> path, string name)
    {
        int entry = path.FindIndex(element => element.Split('\0')[0] == "SASentry");
        if (entry >= 0) definition?.Add(string.Join('/', path.Skip(entry + 1).Select(element => element.Split('\0')[0]).Append(name)));
    }

    private static void AddItem(XmlReader xml, EntryContent entry, List<string> path, IReadOnlyDictionary<string, Term> terms)
    {
        if (path.Count == 0 || string.IsNullOrWhiteSpace(xml.Value)) return;
        string[] last = path[^1].Split('\0');
        string joined = string.Join('/', path.Select(p => p.Split('\0')[0]));
        // Terms are looked up below the entry: SASsample/ID, SASinstrument/SASsource/wavelength.
        int start = joined.IndexOf("SASentry/", StringComparison.Ordinal);
        Term term = start < 0 ? Term.None : terms.GetValueOrDefault(joined[(start + "SASentry/".Length)..]);
        string value = xml.Value.Trim();
        entry.Items.Add(new MetadataItem(
            last[0],
            value,
            last.Length > 1 ? last[1] : null,
            $"/{joined} (line {((IXmlLineInfo)xml).LineNumber})",
            term,
            term != Term.None && Placeholders.Contains(term, value),
            term == Term.None ? null : $"CanSasXml: {joined[(start + "SASentry/".Length)..]}"));
    }
}
