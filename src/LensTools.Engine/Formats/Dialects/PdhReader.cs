using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>Anton Paar's PDH: a title, "SAXS BOX", numbers of the set-up, rows of q, I and its deviation, and a tail in XML.</summary>
internal sealed class PdhReader() : ContentReader(new DatasetFormat("Pdh", "Anton Paar PDH"))
{
    private const string Dialect = "Pdh", Mark = "SAXS BOX";
    // The format's unit of q if its tail is missing.
    private const string UsualQUnit = "1/nm";
    private const int FirstRow = 6;

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > FirstRow && file.FirstLines[1].TrimEnd() == Mark;

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock? block = scan.Blocks.FirstOrDefault(b => b.FirstLine == FirstRow);
        double[] counts = new double[8], setup = new double[5];
        _ = NumericRow.Read(Encoding.ASCII.GetBytes(scan.Line(3)), counts);
        _ = NumericRow.Read(Encoding.ASCII.GetBytes(scan.Line(4)), setup);
        if (block is null || block.Columns < 2 || block.Rows != counts[0])
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, "line 3", $"{counts[0]} rows are stated, but there are {block?.Rows ?? 0}"));

        var entry = new EntryContent();
        entry.Add(Dialect, "title", scan.Line(1), TextScan.LocationOf(1));
        if (setup[1] > 0)
            entry.Add(Dialect, "sample-detector distance", setup[1].ToString(CultureInfo.InvariantCulture), TextScan.LocationOf(4));
        if (setup[4] > 0) entry.Add(Dialect, "wavelength", setup[4].ToString(CultureInfo.InvariantCulture), TextScan.LocationOf(4));
        (string? qUnit, string? iUnit) = ReadTail(file, scan, block.LastLine + 1, entry);
        // -1 means that no deviation is given.
        double[]? deviations = block.Columns > 2 && block.Column(2) is { } column && column.All(d => d >= 0) ? column : null;
        entry.Signals.Add(Curves.Make(
            Path.GetFileNameWithoutExtension(file.Path),
            block.Column(0),
            block.Column(1),
            deviations,
            null,
            qUnit ?? UsualQUnit,
            iUnit,
            TextScan.LocationOf(FirstRow),
            unitBasis: qUnit is null ? Basis.Implied : Basis.Stated));
        return [entry];
    }

    private static (string? QUnit, string? IUnit) ReadTail(DatasetFile file, TextScan scan, int line, EntryContent entry)
    {
        string tail = string.Join('\n', scan.Words.Where(w => w.Line >= line).Select(w => w.Text));
        int start = tail.IndexOf("<fileinfo", StringComparison.Ordinal);
        if (start < 0) return (null, null);
        XElement info;
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(tail[start..]), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            info = XElement.Load(reader);
        }
        catch (XmlException problem)
        {
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, $"line {line + problem.LineNumber} (the XML after the rows)", problem.Message, problem));
        }
        foreach (XElement parameter in info.Elements("parameter"))
        {
            if (Value(parameter, "value") is { Length: > 0 } value)
                entry.Add(Dialect, (string?)parameter.Attribute("key") ?? "", value, $"line {line}, fileinfo", Value(parameter, "unit"));
        }
        string? Unit(string key) =>
            info.Elements("column").FirstOrDefault(c => (string?)c.Attribute("key") == key) is { } column ? Value(column, "unit") : null;
        return (Unit("X"), Unit("Y"));
    }

    private static string? Value(XElement parent, string key) =>
        (string?)parent.Elements("value").FirstOrDefault(v => (string?)v.Attribute("key") == key);
}
