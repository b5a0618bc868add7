using System.Globalization;
using System.Xml;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>Walks a canSAS1d document once, front to back.</summary>
internal static class CanSasParser
{
    // The definition has eight; notes may hold more.
    private const int DeepestElement = 64;

    /// <exception cref="XmlException">The document is not well formed, or holds a DTD.</exception>
    /// <exception cref="FormatException">A number is none.</exception>
    public static List<(EntryContent Entry, List<CanSasData> Data)> Parse(XmlReader xml, IReadOnlyDictionary<string, Term> terms, CancellationToken stop)
    {
        var entries = new List<(EntryContent Entry, List<CanSasData> Data)>();
        var path = new List<string>();
        EntryContent? entry = null;
        CanSasData? data = null;
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
            if (xml.Depth > DeepestElement) throw new XmlException($"elements are nested more than {DeepestElement} deep", null, ((IXmlLineInfo)xml).LineNumber, ((IXmlLineInfo)xml).LinePosition);

            string name = xml.LocalName;
            bool isEmpty = xml.IsEmptyElement;
            if (name == "SASentry") entries.Add((entry = new EntryContent(xml.GetAttribute("name") ?? ""), []));
            else if (name == "SASdata" && entry is not null) entries[^1].Data.Add(data = new CanSasData(xml.GetAttribute("name") ?? $"data {entries[^1].Data.Count + 1}", ((IXmlLineInfo)xml).LineNumber));
            else if (name == "Idata" && data is not null)
            {
                stop.ThrowIfCancellationRequested();
                if (!isEmpty) ReadRows(xml, data);
                continue;
            }
            if (!isEmpty) path.Add(name == "term" ? xml.GetAttribute("name") ?? name : name);
            if (entry is not null && xml.GetAttribute("unit") is { } unit && !isEmpty) path[^1] += "\0" + unit;
        }
        NameTwins(entries);
        return entries;
    }

    // Stands on <Idata>; leaves the reader on its end tag.
    private static void ReadRows(XmlReader xml, CanSasData data)
    {
        int depth = xml.Depth;
        string? column = null;
        char[] buffer = new char[64];
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                column = xml.LocalName;
                // Every row repeats the units; the first says them.
                if (column == "Q") data.QUnit ??= xml.GetAttribute("unit");
                else if (column == "I") data.IUnit ??= xml.GetAttribute("unit");
            }
            else if (xml.NodeType == XmlNodeType.Text)
            {
                switch (column)
                {
                    case "Q": data.Q.Add(Number(xml, buffer)); break;
                    case "I": data.I.Add(Number(xml, buffer)); break;
                    case "Idev": data.Idev.Add(Number(xml, buffer)); break;
                    case "Qdev": data.Qdev.Add(Number(xml, buffer)); break;
                }
            }
        }
    }

    // Without a string for each number.
    private static double Number(XmlReader xml, char[] buffer)
    {
        int length = 0;
        for (int got; length < buffer.Length && (got = xml.ReadValueChunk(buffer, length, buffer.Length - length)) > 0;) length += got;
        return Number(buffer.AsSpan(0, length));
    }

    private static double Number(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> trimmed = text.Trim();
        return double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : trimmed.Equals("nan", StringComparison.OrdinalIgnoreCase) ? double.NaN : throw new FormatException($"\"{trimmed.ToString()}\" is no number");
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
            last[0], value, last.Length > 1 ? last[1] : null, $"/{joined} (line {((IXmlLineInfo)xml).LineNumber})", term, term != Term.None && Placeholders.Contains(term, value), term == Term.None ? null : $"CanSasXml: {joined[(start + "SASentry/".Length)..]}"));
    }

    // Two entries of one name, or of none, still need names of their own to be told apart.
    private static void NameTwins(List<(EntryContent Entry, List<CanSasData> Data)> entries)
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < entries.Count; i++)
        {
            EntryContent entry = entries[i].Entry;
            if (entries.Count > 1 && (entry.Name.Length == 0 || !seen.Add(entry.Name))) entry.Name = $"{entry.Name}[{i + 1}]";
        }
    }
}
