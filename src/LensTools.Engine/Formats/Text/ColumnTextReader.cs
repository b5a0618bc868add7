using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Text;

/// <summary>
/// Columns of text: Q, I and, if present, the standard deviations of I and Q. Without a header Q is in
/// 1/angstrom and I in 1/cm, the field's convention (SasView's documentation of data formats).
/// </summary>
internal sealed class ColumnTextReader()
    : ContentReader(new DatasetFormat("ColumnText", "columns of text: Q, I and their standard deviations"))
{
    private const string Dialect = "ColumnText";

    // This much is enough to recognise a table, unless a long header fills it; then the head decides, or the
    // whole text.
    private const int Sniffed = 16 * 1024, LongHeader = 100, LongestHeader = 2_000;

    public override bool Recognises(DatasetFile file)
    {
        if (!file.IsText) return false;
        if (file.IsHeadAll) return Finds(file, file.Scan);
        TextScan head = Sniff(file, Sniffed);
        if (!HasTable(head)) head = Sniff(file, file.HeadMemory.Length);
        return Finds(file, head) || (!HasTable(head) && head.WordCount is > LongHeader and < LongestHeader && Finds(file, file.Scan));
    }

    private static TextScan Sniff(DatasetFile file, int length) =>
        TextScan.Read(TextLines.Normalise(file.HeadMemory[..length]), isWhole: false, file.Stop);

    private static bool HasTable(TextScan scan) => scan.Largest(ColumnTable.FewestRows) is not null;

    private static bool Finds(DatasetFile file, TextScan scan)
    {
        bool isFound = ColumnTable.Find(scan, out string? why) is not null;
        file.Refusal = why;
        return isFound;
    }

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        if (ColumnTable.Find(scan, out _) is not { } table) return [];
        var entry = new EntryContent
        {
            Technique = table.IsReflectivity ? Technique.Reflectometry : null,
            // Nothing but the name of a column says what kind of scattering it is.
            MayBeSmallAngle = table.Basis == Basis.Stated && !table.IsReflectivity,
        };
        foreach ((int line, string text) in scan.Words)
        {
            if (line != table.HeaderLine) HeaderLines.Add(entry, Dialect, line, text);
        }
        new ColumnSignals(scan, table, Path.GetFileNameWithoutExtension(file.Path), file.Stop).AddTo(entry);
        return [entry];
    }
}
