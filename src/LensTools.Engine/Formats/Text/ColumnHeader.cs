using System.Text.RegularExpressions;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>What a column of a text is.</summary>
internal enum ColumnRole
{
    /// <summary>Something that is not part of a curve.</summary>
    Other,
    /// <summary>Momentum transfer.</summary>
    Q,
    /// <summary>Intensity.</summary>
    I,
    /// <summary>The intensity's standard deviation.</summary>
    Idev,
    /// <summary>The resolution in Q.</summary>
    Qdev,
    /// <summary>"sigma(q)": the resolution in Q, or the standard deviation of I(q).</summary>
    SigmaOfQ,
    /// <summary>Reflectivity, also an intensity; r as the name of the first column is a distance.</summary>
    R,
    /// <summary>The horizontal component of momentum transfer in a plane.</summary>
    Qx,
    /// <summary>The vertical one.</summary>
    Qy,
    /// <summary>An axis of something else, such as an angle or a time.</summary>
    OtherAxis,
}

/// <summary>The role of a column and the unit in its heading.</summary>
internal sealed record Column(ColumnRole Role, string? Unit)
{
    /// <summary>Whether it is a full width at half maximum rather than a standard deviation.</summary>
    public bool IsFullWidth => Unit?.Contains("FWHM", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>Reads a line of column names such as <c># q(1/A)  I(q)(arb.)  sigma</c>.</summary>
internal static partial class ColumnHeader
{
    private static readonly Dictionary<string, ColumnRole> Roles = Table.Read("columns.tsv")
        .ToDictionary(row => row[0], row => row[1] == "-" ? ColumnRole.Other : Enum.Parse<ColumnRole>(row[1]));

    // The words that names of Q begin with.
    private static readonly string[] QWords = [.. Roles.Where(role => role.Value is ColumnRole.Q or ColumnRole.Qx)
        .Select(role => role.Key.Trim('<', '>').Split('_', ' ')[0])
        .Distinct()];

    /// <summary>Whether a column of Q may be named in a line: this rules out most lines of words.</summary>
    public static bool MayNameQ(ReadOnlySpan<char> line)
    {
        int start = -1;
        for (int at = 0; at <= line.Length; at++)
        {
            bool isLetter = at < line.Length && char.IsAsciiLetter(line[at]);
            if (isLetter && start < 0) start = at;
            if (isLetter || start < 0) continue;
            if (IsQWord(line[start..at])) return true;
            start = -1;
        }
        return false;
    }

    /// <summary>A line of names without the mark that it begins with.</summary>
    public static string NamesOf(string line) => Opening().Replace(line, "").Trim();

    /// <summary>The columns that a line names, or null if it is not a header of that many columns.</summary>
    public static Column[]? Read(string line, int columns)
    {
        string text = NamesOf(line);
        // A comma at the end separates nothing, as in the rows.
        if (text is [.., ',' or ';']) text = text[..^1];
        foreach (Func<string, IEnumerable<string>> split in Splits)
        {
            Column[] read = [.. split(text).Select(ReadCell)];
            if (read is [{ Role: ColumnRole.R } first, ..]) read[0] = first with { Role = ColumnRole.OtherAxis };
            bool isHeader = read.Length > 0 && read.All(c => c.Unit != "?");
            if (isHeader && read.Length == columns) return read;
            // Fewer names than columns: the unnamed columns are unknown, but the unit of Q is known.
            bool isShort = isHeader
                && read.Length is > 1
                && read.Length < columns
                && read[0].Role == ColumnRole.Q
                && read[1].Role is ColumnRole.I or ColumnRole.R;
            if (isShort) return [.. read, .. Enumerable.Repeat(new Column(ColumnRole.Other, null), columns - read.Length)];
        }
        return null;
    }

    /// <summary>
    /// The units that a line gives for the columns, null for those that it leaves out; null if it is not a line of units.
    /// </summary>
    public static string?[]? ReadUnits(string line, int columns)
    {
        string text = line.TrimStart('#', '%', ';', '!', '*');
        // Single blanks separate units here; in a line of names they join a unit to its name.
        foreach (Func<string, IEnumerable<string>> split in Splits.SkipLast(1).Append(all => Cells(all, " ")))
        {
            string[] cells = [.. split(text).Select(cell => cell.Trim(' ', '(', ')', '[', ']', '"'))];
            if (cells.Length == columns && cells.Any(IsUnit) && cells.All(cell => cell is "" or "-" || IsUnit(cell)))
                return [.. cells.Select(cell => IsUnit(cell) ? cell : null)];
        }
        return null;
    }

    // What a line of names begins with: a comment mark, and SPEC's and NIST's "#L" and "#columns".
    [GeneratedRegex("""^\s*[#%;!*/"'\s]*(?:(?<=#)(?:L|columns)\s)?""")]
    private static partial Regex Opening();

    // From the most reliable way of separating columns to the loosest.
    private static readonly Func<string, IEnumerable<string>>[] Splits =
    [
        text => text.Split('\t'),
        text => Cells(text, "\t"),
        text => Cells(text, "|"),
        text => text.Split(';'),
        text => text.Split(','),
        text => Cells(text, "  "),
        text => JoinUnits(Cells(text, " ")),
    ];

    private static string[] Cells(string text, string separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // "Q (1/A) I (1/cm)": a word in brackets or a unit belongs to the name before it.
    private static List<string> JoinUnits(IEnumerable<string> words)
    {
        var cells = new List<string>();
        foreach (string word in words)
        {
            // "Q(inv Angstrom)": what is in brackets may be two words.
            bool isWithin = cells.Count > 0 && cells[^1].LastIndexOfAny(['(', '[']) > cells[^1].LastIndexOfAny([')', ']']);
            bool isUnit = isWithin
                || cells.Count > 0
                    && (word[0] is '(' or '[' or '<' && !Roles.ContainsKey(word.ToLowerInvariant())
                        || IsUnit(word) && !Roles.ContainsKey(word.ToLowerInvariant()));
            if (isUnit) cells[^1] += " " + word;
            else cells.Add(word);
        }
        return cells;
    }

    private static bool IsQWord(ReadOnlySpan<char> word)
    {
        foreach (string known in QWords)
        {
            if (word.Equals(known, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }

    private static Column ReadCell(string cell)
    {
        string text = cell.Trim('"', '\'', ' ');
        if (text.Length == 0) return new Column(ColumnRole.Other, null);
        string lower = text.ToLowerInvariant();
        if (Roles.TryGetValue(lower, out ColumnRole plain)) return new Column(plain, null);

        string? unit = null;
        string name = text;
        int open = text.LastIndexOfAny(['(', '[', '/']);
        char last = text.Length > 0 ? text[^1] : ' ';
        if (last is ')' or ']' && text.LastIndexOf(last == ')' ? '(' : '[') is >= 0 and int at)
        {
            unit = text[(at + 1)..^1].Trim() is { Length: > 0 } within ? within : null;
            name = text[..at].Trim();
        }
        else if (text.IndexOf(' ') is > 0 and int blank && IsUnit(text[blank..].Trim(' ', '/')))
        {
            // "Q nm-1" and, as tables have it, "Q / nm-1".
            unit = text[blank..].Trim(' ', '/');
            name = text[..blank];
        }
        else if (text.IndexOfAny(['/', '_']) is > 0 and int joint && IsUnit(text[(joint + 1)..]))
        {
            // "q/nm^-1", as physics writes it, and "q_nm^-1".
            unit = text[(joint + 1)..];
            name = text[..joint];
        }
        if (Roles.TryGetValue(name.ToLowerInvariant(), out ColumnRole role)) return new Column(role, unit);
        // A cell that is neither a name nor a word of one: the line was split the wrong way, or is not a header.
        bool isWord = name.Length is > 0 and <= 32 && (char.IsLetter(name[0]) || open > 0) && !name.Contains(':') && !name.Contains('=');
        return new Column(ColumnRole.Other, isWord ? unit : "?");
    }

    private static bool IsUnit(string text) =>
        Units.Find(text, Dimension.Momentum) is not null
            || Units.Find(text, Dimension.Intensity) is not null
            || Units.Find(text, Dimension.Arbitrary) is not null;
}
