using System.Buffers;
using System.Text.RegularExpressions;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>Reads a line of column names such as <c># q(1/A)  I(q)(arb.)  sigma</c>.</summary>
internal static partial class ColumnHeader
{
    private const int LongestName = 48, MostWords = 3 * TextScan.MostColumns;

    private static readonly Remembered<Column?> KnownCells = new(ReadCell);

    private static readonly Remembered<bool> KnownUnits = new(text => Units.Find(text, Dimension.Momentum) is not null
        || Units.Find(text, Dimension.Intensity) is not null
        || Units.Find(text, Dimension.Arbitrary) is not null);

    private static readonly SearchValues<char> BeforeUnits = SearchValues.Create(" /_([,.<");

    // From the most reliable way of separating columns to the loosest.
    private static readonly Func<string, IReadOnlyList<string>>[] Splits =
    [
        text => text.Split('\t'),
        text => Cells(text, "\t"),
        text => Cells(text, "|"),
        text => text.Split(';'),
        text => text.Split(','),
        text => Cells(text.Replace('\u3000', ' '), "  "),
        text => JoinUnits(Cells(text, " ")),
    ];

    // Single blanks separate units; in a line of names they join a unit to its name.
    private static readonly Func<string, IReadOnlyList<string>>[] SplitsOfUnits = [.. Splits.SkipLast(1), text => Cells(text, " ")];

    /// <summary>A line of names without the mark that it begins with.</summary>
    public static string NamesOf(string line) => Opening().Replace(line, "").Trim().TrimStart('{').TrimEnd('}');

    /// <summary>Whether a line may be one of column names: at least one names Q or an intensity.</summary>
    public static bool MayBeNames(string line, int columns) =>
        Read(line, columns) is { } named
            && named.Any(column => column.Role is ColumnRole.Q or ColumnRole.Qx or ColumnRole.I or ColumnRole.R);

    /// <summary>The columns that a line names, or null if it is not a header of that many columns.</summary>
    public static Column[]? Read(string line, int columns) => Read(line, columns, out _);

    /// <inheritdoc cref="Read(string, int)"/>
    /// <param name="line">The line.</param>
    /// <param name="columns">How many columns the rows have.</param>
    /// <param name="isSure">Whether its cells are set apart as words of a sentence are not.</param>
    public static Column[]? Read(string line, int columns, out bool isSure)
    {
        string text = NamesOf(line);
        // A comma at the end separates nothing, as in the rows.
        if (text is [.., ',' or ';']) text = text[..^1];
        isSure = false;
        if (text.Length > LongestName * columns) return null;
        for (int way = 0; way < Splits.Length; way++)
        {
            IReadOnlyList<string> parts = Splits[way](text);
            // What is set apart behind the names is a remark: "| Chi^2= 1.234".
            if (parts.Count == columns + 1 && parts[^1].Contains('=')) parts = [.. parts.Take(columns)];
            // Most lines are words, which need not be read to see that they are no header.
            if (parts.Count < 2 || parts.Count > columns) continue;
            Column?[] cells = [.. parts.Select(KnownCells.Of)];
            if (cells.Contains(null) || cells.All(cell => cell!.Name.Length == 0)) continue;
            Column[] read = OfIgor(cells!);
            // As the first column, r is a distance.
            if (read[0].Role == ColumnRole.R && IsDistance(read[0])) read[0] = read[0] with { Role = ColumnRole.OtherAxis };
            bool isKnown = read.Any(column => column.Role is not (ColumnRole.Other or ColumnRole.Set or ColumnRole.Transformed));
            if (read.Length == columns)
            {
                // Words of a sentence have no units.
                isSure = way < Splits.Length - 1 || isKnown || read.All(column => column.Unit is not null);
                return read;
            }
            // Fewer names than columns: the unnamed columns are unknown, but the unit of Q is known. Twice as many columns: decimal commas
            // that cannot be told from those between columns.
            bool isShort = read.Length < columns && read.Length * 2 != columns;
            if (isShort && read[0].Role == ColumnRole.Q && read[1].Role is ColumnRole.I or ColumnRole.R)
                return [.. read, .. Enumerable.Repeat(new Column(ColumnRole.Other, null), columns - read.Length)];
        }
        return null;
    }

    /// <summary>The columns that lines such as <c>Column 1: q (1/nm)</c> name one by one, or null.</summary>
    public static Column[]? ReadOneByOne(IEnumerable<string> lines, int columns)
    {
        string[] names = [.. lines.Where(line => line.Contains("col", StringComparison.OrdinalIgnoreCase))
            .Select(line => OneColumn().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)];
        return names.Length == columns ? Read(string.Join('\t', names), columns) : null;
    }

    /// <summary>
    /// The units that a line gives for the columns, null for those that it leaves out; null if it is not a line of units.
    /// </summary>
    public static string?[]? ReadUnits(string line, int columns)
    {
        string text = line.TrimStart('#', '%', ';', '!', '*');
        // Every unit of Q has the 1 of its power or a word.
        if (columns < 2 || text.Length < columns) return null;
        foreach (Func<string, IReadOnlyList<string>> split in SplitsOfUnits)
        {
            IReadOnlyList<string> parts = split(text);
            if (parts.Count != columns) continue;
            string[] cells = [.. parts.Select(cell => cell.Trim(' ', '(', ')', '[', ']', '"'))];
            if (cells.Any(IsUnit) && cells.All(cell => cell is "" or "-" || IsUnit(cell)))
                return [.. cells.Select(cell => IsUnit(cell) ? cell : null)];
        }
        return null;
    }

    // Igor's macros call the waves of a sample q_NAME, r_NAME, s_NAME and w_NAME: Q, intensity, its deviation, the resolution.
    private static Column[] OfIgor(Column[] columns)
    {
        string? common = columns[0].Name is { Length: > 2 } first && first[1] == '_' ? first[1..] : null;
        if (common is null || !columns.All(column => column.Name.Length > 2 && column.Name.EndsWith(common, StringComparison.Ordinal)))
            return columns;
        return [.. columns.Select(column => column with
        {
            Role = column.Name[..^common.Length] switch
            {
                "q" => ColumnRole.Q,
                "r" => ColumnRole.I,
                "s" => ColumnRole.Idev,
                "w" => ColumnRole.Qdev,
                _ => column.Role,
            },
        })];
    }

    private static bool IsDistance(Column column) => column.Unit is null || Units.Find(column.Unit, Dimension.Length) is not null;

    private static string[] Cells(string text, string separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // "Q (1/A) I (1/cm)": a word in brackets or a unit belongs to the name before it, as do "in" and "-1".
    private static List<string> JoinUnits(string[] words)
    {
        var cells = new List<string>();
        if (words.Length > MostWords) return cells;
        foreach (string word in words)
        {
            // "Q(inv Angstrom)": what is in brackets may be two words.
            bool isWithin = cells.Count > 0 && cells[^1].Count(c => c is '(' or '[') > cells[^1].Count(c => c is ')' or ']');
            bool isUnit = cells.Count > 0
                && (isWithin
                    || cells[^1].EndsWith(" in", StringComparison.Ordinal)
                    || cells[^1].EndsWith('/')
                    || word is "in" or "/" or "-1" or "^-1" or "-1)" or "dev." or "+/-"
                    || (ColumnName.RoleOf(word) == ColumnRole.Other && (word[0] is '(' or '[' or '<' || IsUnit(word))));
            if (isUnit) cells[^1] += " " + word;
            else cells.Add(word);
        }
        return cells;
    }

    // Null for what is no name: the line was split the wrong way, or is not a header.
    private static Column? ReadCell(string cell)
    {
        string text = cell.Trim('"', '\'', ' ', '{', '}');
        if (text.Length == 0) return new Column(ColumnRole.Other, null);
        if (TimesUnit().Match(text) is { Success: true } times)
            return new Column(ColumnName.RoleOf(times.Groups[1].Value), $"1/{times.Groups[2].Value}", text);
        // The unit is what stands in brackets at the end, or the longest end that is one: "q/nm^-1", "q_nm^-1", "q in 1/nm", "q, 1/nm".
        for (int at = text.AsSpan(1).IndexOfAny(BeforeUnits) + 1; at > 0; at = Next(text, at))
        {
            string unit = Bare(text[at..]);
            bool isClosed = unit.Count(c => c is ')' or ']') <= unit.Count(c => c is '(' or '[');
            if (isClosed && unit.Length > 0 && IsUnit(unit)) return Named(text[..at], unit);
        }
        if (ColumnName.RoleOf(text) is not ColumnRole.Other and var whole) return new Column(whole, null, text);
        if (OpeningOfLast(text) is > 0 and int open)
        {
            // "dq(FWHM, 1/A)": a remark and the unit.
            string within = Bare(text[open..]);
            string[] parts = within.Split(',', StringSplitOptions.TrimEntries);
            string? unit = Array.Find(parts, IsUnit);
            return unit is null || parts.Length == 1
                ? Named(text[..open], within.Length > 0 ? within : null)
                : Named($"{text[..open]} {string.Join(' ', parts.Where(part => part != unit))}", unit);
        }
        // A cell that is neither a name nor a word of one; "-Im(Z)" is.
        ReadOnlySpan<char> letters = text.AsSpan().TrimStart('-');
        bool isWord = text.Length <= LongestName && !letters.IsEmpty && char.IsLetter(letters[0]) && letters.IndexOfAny(':', '=') < 0;
        return isWord ? new Column(ColumnRole.Other, null, text) : null;
    }

    // Of the brackets that end a text; there may be others within: "I (1/(m sr))". -1 if it does not end with any.
    private static int OpeningOfLast(string text)
    {
        if (text[^1] is not (')' or ']')) return -1;
        int depth = 0;
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] is ')' or ']') depth++;
            if (text[i] is '(' or '[' && --depth == 0) return i;
        }
        // "q (1/nm])": one is too many.
        return text.LastIndexOfAny(['(', '[']);
    }

    private static int Next(string text, int at) => text.AsSpan(at + 1).IndexOfAny(BeforeUnits) is >= 0 and int next ? at + 1 + next : 0;

    private static Column Named(string name, string? unit)
    {
        name = name.Trim(' ', '/', '_', ',', '.', '[', '(');
        if (name.EndsWith(" in", StringComparison.Ordinal)) name = name[..^3].TrimEnd();
        return new Column(ColumnName.RoleOf(name), unit, name);
    }

    // A unit without the marks around it.
    private static string Bare(string text)
    {
        string bare = text.Trim(' ', '/', '_', ',', '.', '<', '>');
        if (bare.StartsWith("in ", StringComparison.Ordinal)) bare = bare[3..].Trim();
        while (bare.Length > 1 && bare[0] is '(' or '[' && bare[^1] is ')' or ']') bare = bare[1..^1].Trim();
        return bare;
    }

    private static bool IsUnit(string text) => KnownUnits.Of(text);

    // What a line of names begins with: a comment mark, and SPEC's and NIST's "#L" and "#columns".
    [GeneratedRegex("""^\s*[#%;!*/"'\s]*(?:(?<=#)(?:L|columns)\s|WAVES(?:/\w+)?\s)?""")]
    private static partial Regex Opening();

    // "q*nm" is a number: Q in 1/nm.
    [GeneratedRegex(@"^(\w*)\*((?:cm|nm|mm|m|sr|a+ngstr(?:o|oe)ms?|ang|å|a)(?:\*(?:cm|nm|mm|m|sr))*)$", RegexOptions.IgnoreCase)]
    private static partial Regex TimesUnit();

    // "Column 1: q (1/nm)", "1st column: omega (rad/ps)"
    [GeneratedRegex(
        @"^[\s#%;!*/]*(?:(?:column|col\.?)\s*\d+|\d+(?:st|nd|rd|th)\s+(?:column|col\.?))\s*[:=-]\s*(\S.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex OneColumn();
}
