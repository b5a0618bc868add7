using System.Text.RegularExpressions;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// The header that NIST's Igor procedures write above averaged curves and planes (NCNR SANS data reduction, file formats).
/// </summary>
internal static partial class NistHeader
{
    private const string Dialect = "Nist";

    // The names of the fourth line's values contain blanks, and one dialect writes units after them.
    private static readonly string[] AveragedNames = ["MON CNT", "LAMBDA", "DET ANG", "DET DIST", "TRANS", "THICK", "AVE", "STEP"];
    private static readonly string[] PlaneNames = ["MON CNT", "LAMBDA", "DET_OFF", "DET_DIST", "TRANS", "THICK", "COUNT TIME"];

    public static bool Starts(IReadOnlyList<string> lines) =>
        lines.Count > 2
            && ((lines[0].StartsWith("FILE:", StringComparison.Ordinal) && lines[0].Contains("CREATED:", StringComparison.Ordinal))
                || lines[0].StartsWith("COR FILES:", StringComparison.Ordinal));

    public static void Read(TextScan scan, int lastLine, EntryContent entry)
    {
        for (int number = 1; number < lastLine && number <= scan.Head.Count; number++)
        {
            string line = scan.Line(number), location = TextScan.LocationOf(number);
            if (line.StartsWith("MON CNT", StringComparison.Ordinal))
            {
                AddValues(
                    entry,
                    line.Contains("DET_DIST", StringComparison.Ordinal) ? PlaneNames : AveragedNames,
                    line,
                    scan.Line(number + 1),
                    TextScan.LocationOf(number + 1));
            }
            else if (KeyAndValue().Match(line) is { Success: true } match)
            {
                string value = match.Groups[2].Value;
                int created = value.IndexOf("CREATED:", StringComparison.Ordinal);
                if (created >= 0) entry.Add(Dialect, "CREATED", value[(created + 8)..], location);
                entry.Add(Dialect, match.Groups[1].Value, created >= 0 ? value[..created] : value, location);
            }
            else if (line.StartsWith("***", StringComparison.Ordinal))
            {
                entry.Items.Add(new Datasets.MetadataItem("note", line.Trim('*', ' '), null, location));
            }
        }
    }

    // "0.1C   1" is a thickness and an average run together.
    private static void AddValues(EntryContent entry, string[] names, string nameLine, string valueLine, string location)
    {
        string[] values = JoinedLetter().Replace(valueLine, "$1 $2").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < Math.Min(names.Length, values.Length); i++)
        {
            Match unit = Regex.Match(nameLine, Regex.Escape(names[i]) + @"\s*\(([^)]+)\)");
            entry.Add(Dialect, names[i], values[i], location, unit.Success ? unit.Groups[1].Value : null);
        }
    }

    [GeneratedRegex(@"^([A-Z][A-Za-z ]{2,20}?)(?: \([^)]*\))?:\s*(.*)$")]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"(\d)([A-Za-z])(?=\s|$)")]
    private static partial Regex JoinedLetter();
}
