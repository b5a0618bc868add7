using System.Text.RegularExpressions;

namespace LensTools.Engine.Formats.Text;

/// <summary>The block of numbers in a column text that is a curve or a plane, with the roles of its columns.</summary>
internal sealed partial class ColumnTable
{
    /// <summary>Fewer rows than this are not a curve.</summary>
    public const int FewestRows = 5;

    /// <summary>The largest number of unnamed columns that can be told apart.</summary>
    private const int MostUnnamedColumns = 4;

    // Angles and positions exceed momentum transfers in any unit.
    private const double LargestQ = 1000, LargestSignedQ = 10;

    // An unnamed column beyond the reach of diffractometers in 1/nm is not Q, but a distance or wavelength.
    private const double LargestUnnamedQ = 150;

    private ColumnTable(NumberBlock block, IReadOnlyList<Column> columns, int? headerLine)
    {
        Block = block;
        Columns = columns;
        HeaderLine = headerLine;
    }

    public NumberBlock Block { get; }

    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The line that names the columns, or null.</summary>
    public int? HeaderLine { get; }

    /// <summary>Whether the intensity is called a reflectivity.</summary>
    public bool IsReflectivity => IndexOf(ColumnRole.I) is null && IndexOf(ColumnRole.R) is not null;

    /// <summary>
    /// The block of at least five rows of two or more numbers that is a curve; null if there is none, or several
    /// blocks, or if its columns are named and are not a curve.
    /// </summary>
    public static ColumnTable? Find(TextScan scan) => Find(scan, out _);

    /// <inheritdoc cref="Find(TextScan)"/>
    /// <param name="scan">The text.</param>
    /// <param name="why">Why a text that holds tables of numbers is not a curve; null if it is one, or holds none.</param>
    public static ColumnTable? Find(TextScan scan, out string? why)
    {
        why = null;
        NumberBlock[] blocks = [.. scan.Blocks.Where(b => b.Rows >= FewestRows && b.Columns is >= 2 and <= TextScan.MostColumns)];
        // With several tables, it is unclear which one is the curve.
        if (blocks.Length > 1) why = $"it has {blocks.Length} tables of numbers, and it is unclear which is the curve";
        if (blocks.Length != 1) return null;
        NumberBlock block = blocks[0];
        string? qUnit = null;
        foreach ((int line, string text) in scan.Words.Where(w => w.Line < block.FirstLine).Reverse())
        {
            bool isRightAbove = line >= block.FirstLine - 2;
            if (!(isRightAbove || ColumnHeader.MayNameQ(text)) || Names(text, block) is not { } named) continue;
            int q = Array.FindIndex(named, c => c.Role is ColumnRole.Q or ColumnRole.Qx);
            bool isCurve = q >= 0
                && named.Any(c => c.Role is ColumnRole.I or ColumnRole.R)
                && (named[q].Role == ColumnRole.Q || named.Any(c => c.Role == ColumnRole.Qy));
            if (isCurve && !IsTooLarge(block, q, LargestQ) && (!block.HasRestarts || named[q].Role == ColumnRole.Qx))
                return new ColumnTable(block, WithUnitsBelow(scan, line, Settled(block, named, q)), line);
            // An axis that is named right above the numbers but is not momentum transfer: a table, but not a curve.
            bool isOther = named[0].Role == ColumnRole.OtherAxis;
            // Unknown names, unless the first is q followed by something ("q*Angstroem").
            bool isUnknown = named.All(c => c.Role == ColumnRole.Other) && text.TrimStart().StartsWith('#') && !QOfSomeKind().IsMatch(text);
            if (isRightAbove && (isOther || isUnknown))
            {
                why = $"its columns are named \"{Shortened(text)}\", which are not Q and an intensity";
                return null;
            }
            if (named[0].Role == ColumnRole.Q) qUnit ??= named[0].Unit;
        }
        why = WhyNone(scan, block);
        return why is null ? new ColumnTable(block, Unnamed(block, qUnit), null) : null;
    }

    // pandas writes the row numbers, from 0, as an unnamed first column.
    private static Column[]? Names(string text, NumberBlock block)
    {
        if (block.Columns > 2 && IsCount(block) && ColumnHeader.Read(text, block.Columns - 1) is { } named)
            return [new Column(ColumnRole.Other, null), .. named];
        return ColumnHeader.Read(text, block.Columns);
    }

    private static bool IsCount(NumberBlock block)
    {
        for (int i = 0; i < block.Rows; i++)
        {
            if (block.Value(i, 0) != i) return false;
        }
        return true;
    }

    // A sigma(q) that is larger than Q is not its resolution.
    private static Column[] Settled(NumberBlock block, Column[] named, int q)
    {
        int sigma = Array.FindIndex(named, c => c.Role == ColumnRole.SigmaOfQ);
        if (sigma < 0) return named;
        bool isDeviation = !named.Any(c => c.Role == ColumnRole.Idev)
            && Enumerable.Range(0, block.Rows).Count(row => block.Value(row, sigma) > block.Value(row, q)) > block.Rows / 2;
        return [.. named.Select(
            (column, index) => index == sigma ? column with { Role = isDeviation ? ColumnRole.Idev : ColumnRole.Qdev } : column)];
    }

    // Origin writes the units in a line of their own below the names.
    private static Column[] WithUnitsBelow(TextScan scan, int line, Column[] named)
    {
        if (named.Any(c => c.Unit is not null)) return named;
        string? below = scan.Words.FirstOrDefault(w => w.Line == line + 1)?.Text;
        return below is not null && ColumnHeader.ReadUnits(below, named.Length) is { } units
            ? [.. named.Zip(units, (column, unit) => column with { Unit = unit })]
            : named;
    }

    // For unnamed columns.
    private static string? WhyNone(TextScan scan, NumberBlock block)
    {
        if (scan.Words.Count(line => line.Line > block.LastLine && line.Text.TrimStart()[0] is not ('#' or '%' or '!' or ';' or '*' or '/'))
            > block.Rows)
            return "it is a text with a small table in it";
        if (block.Columns > MostUnnamedColumns) return $"nothing says which of its {block.Columns} columns are Q and the intensity";
        if (block.HasRestarts || !LooksLikeQ(block)) return "its first column does not look like Q";
        if (IsCount(block)) return "its first column counts the rows";
        return IsFit(block) ? "its third column is a fit to the second" : null;
    }

    private static string Shortened(string text)
    {
        const int Most = 60;
        string one = string.Join(' ', ColumnHeader.NamesOf(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return one.Length > Most ? one[..Most] + "..." : one;
    }

    public int? IndexOf(ColumnRole role)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Role == role) return i;
        }
        return null;
    }

    private static Column[] Unnamed(NumberBlock block, string? qUnit)
    {
        var columns = new List<Column> { new(ColumnRole.Q, qUnit), new(ColumnRole.I, null) };
        if (block.Columns > 2) columns.Add(new Column(IsMultiple(block, 2, 1) ? ColumnRole.Other : ColumnRole.Idev, null));
        if (block.Columns > 3) columns.Add(new Column(LooksLikeResolution(block, 3) ? ColumnRole.Qdev : ColumnRole.Other, null));
        return [.. columns];
    }

    // A column that is a multiple of another is the same data on a second scale, not its uncertainty.
    private static bool IsMultiple(NumberBlock block, int column, int of)
    {
        double ratio = block.Value(0, column) / block.Value(0, of);
        for (int i = 1; i < block.Rows; i++)
        {
            if (!(Math.Abs(block.Value(i, column) - (ratio * block.Value(i, of))) <= 1e-5 * Math.Abs(block.Value(i, column)))) return false;
        }
        return ratio < 1e-4;
    }

    // A third column that is nearly the second along most of the curve is a fit to it, as ATSAS writes both.
    private static bool IsFit(NumberBlock block)
    {
        const double Near = 0.1;
        if (block.Columns != 3) return false;
        int near = 0;
        for (int i = 0; i < block.Rows; i++)
        {
            if (Math.Abs(block.Value(i, 2) - block.Value(i, 1)) <= Near * Math.Abs(block.Value(i, 1))) near++;
        }
        return near > block.Rows / 2;
    }

    private static bool IsTooLarge(NumberBlock block, int column, double most)
    {
        int negative = 0;
        double largest = 0;
        for (int i = 0; i < block.Rows; i++)
        {
            double q = block.Value(i, column);
            if (q < 0) negative++;
            largest = Math.Max(largest, Math.Abs(q));
        }
        return largest > most || (negative > block.Rows / 10 && largest > LargestSignedQ);
    }

    // Momentum transfers are small, and rise or fall nearly all the way. Those of a slice through a plane have signs.
    private static bool LooksLikeQ(NumberBlock block)
    {
        if (IsTooLarge(block, 0, LargestUnnamedQ)) return false;
        int rises = 0, falls = 0;
        for (int i = 1; i < block.Rows; i++)
        {
            double step = block.Value(i, 0) - block.Value(i - 1, 0);
            if (step > 0) rises++;
            else if (step < 0) falls++;
        }
        return rises >= 0.85 * (block.Rows - 1) || falls >= 0.85 * (block.Rows - 1);
    }

    // Right beside the beam stop a resolution may be a little wider than Q itself.
    private static bool LooksLikeResolution(NumberBlock block, int column)
    {
        const double Widest = 2, SmallestQ = 1e-4;
        for (int i = 0; i < block.Rows; i++)
        {
            double dq = block.Value(i, column);
            if (!(dq > 0) || dq > Widest * Math.Max(Math.Abs(block.Value(i, 0)), SmallestQ)) return false;
        }
        return true;
    }

    [GeneratedRegex(@"^[\s#]*[qQ][^A-Za-z\s]")]
    private static partial Regex QOfSomeKind();
}
