using System.Buffers;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>The block of numbers in a column text that is a curve or a plane, with the roles of its columns.</summary>
internal sealed class ColumnTable
{
    /// <summary>Fewer rows than this are not a curve.</summary>
    public const int FewestRows = 5;

    // Angles and positions exceed momentum transfers in any unit.
    private const double LargestQ = 1000;

    private static readonly SearchValues<char> OfQ = SearchValues.Create("qQsSxX");

    private ColumnTable(NumberBlock block, Column[] columns, int? headerLine, Basis basis)
    {
        (Block, Columns, HeaderLine, Basis) = (block, columns, headerLine, basis);
    }

    public NumberBlock Block { get; }

    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The line that names the columns, or null.</summary>
    public int? HeaderLine { get; }

    /// <summary>What the roles of the columns rest on.</summary>
    public Basis Basis { get; }

    /// <summary>The column of Q, or of Qx in a plane.</summary>
    public Column Q => Columns.First(column => column.Role is ColumnRole.Q or ColumnRole.Qx);

    /// <summary>Whether the intensity is called a reflectivity.</summary>
    public bool IsReflectivity => IndexOf(ColumnRole.I) is null && IndexOf(ColumnRole.R) is not null;

    /// <summary>
    /// The block of at least five rows of two or more numbers that is a curve; null if there is none, or several
    /// blocks, or if its columns are named and are not a curve.
    /// </summary>
    /// <param name="scan">The text.</param>
    /// <param name="why">Why a text that holds tables of numbers is not a curve; null if it is one, or holds none.</param>
    public static ColumnTable? Find(TextScan scan, out string? why)
    {
        if (scan.Found is { } found)
        {
            why = found.Why;
            return found.Table;
        }
        ColumnTable? table = Look(scan, out why);
        scan.Found = (table, why);
        return table;
    }

    private static ColumnTable? Look(TextScan scan, out string? why)
    {
        why = null;
        NumberBlock[] blocks = [.. scan.Blocks.Where(b => b.Rows >= FewestRows && b.Columns is >= 2 and <= TextScan.MostColumns)];
        // With several tables, it is unclear which one is the curve.
        if (blocks.Length > 1) why = $"it has {blocks.Length} tables of numbers, and it is unclear which is the curve";
        if (blocks.Length != 1) return null;
        NumberBlock block = blocks[0];
        StatedCount.Take(scan, block);
        TextLine[] above = [.. scan.Words.Where(w => w.Line < block.FirstLine)];
        if (ColumnHeader.ReadOneByOne(above.Select(w => w.Text), block.Columns) is { } listed)
        {
            string all = string.Join(' ', above.Select(w => w.Text));
            ColumnTable? named = Named(scan, block, listed, all, isDecisive: true, null, out why);
            if (named is not null || why is not null) return named;
        }
        string? qUnit = null;
        foreach ((int line, string text) in above.Reverse())
        {
            bool isRightAbove = line >= block.FirstLine - 3;
            if (!isRightAbove && !MentionsQ(text)) continue;
            // A line of units belongs to the names above it.
            if (ColumnHeader.ReadUnits(text, block.Columns) is not null) continue;
            if (Names(text, block, out bool isSure) is not { } names) continue;
            Column[] withUnits = WithUnitsBelow(scan, line, names);
            if (Named(scan, block, withUnits, text, isRightAbove && isSure, line, out why) is { } found) return found;
            if (why is not null) return null;
            if (names[0].Role == ColumnRole.Q) qUnit ??= names[0].Unit;
        }
        why = UnnamedTable.WhyNone(scan, block, qUnit);
        if (why is not null) return null;
        Column[] columns = UnnamedTable.Columns(block, qUnit ?? StatedUnit.Find(scan.Words));
        return new ColumnTable(block, columns, null, Basis.Guessed);
    }

    /// <summary>A table of a format that says what its columns are.</summary>
    public static ColumnTable Of(NumberBlock block, Column[] columns) => new(block, columns, null, Basis.Stated);

    public int? IndexOf(ColumnRole role)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Role == role) return i;
        }
        return null;
    }

    // The table if the names are those of a curve or a plane; if they decide that it is none, why.
    private static ColumnTable? Named(
        TextScan scan,
        NumberBlock block,
        Column[] named,
        string text,
        bool isDecisive,
        int? line,
        out string? why)
    {
        why = null;
        Column[] columns = [.. named];
        // A unit of momentum transfer names it, whatever its name.
        if (columns.All(c => c.Role is not (ColumnRole.Q or ColumnRole.Qx))
            && columns[0] is { Role: ColumnRole.Other, Unit: { } first }
            && InverseLength.FactorOf(first) is not null)
            columns[0] = columns[0] with { Role = ColumnRole.Q };
        int q = Array.FindIndex(columns, c => c.Role is ColumnRole.Q or ColumnRole.Qx);
        Basis basis = Basis.Stated;
        if (q >= 0 && !columns.Any(c => c.IsIntensity))
        {
            // The only column of an unknown name is the intensity, if all others are known.
            int[] unknown = [.. Enumerable.Range(0, columns.Length)
                .Where(i => columns[i].Role == ColumnRole.Other && columns[i].Name.Length > 0)];
            bool isOnly = unknown.Length == 1 && isDecisive && columns.All(c => c.Role is not (ColumnRole.Transformed or ColumnRole.Fit));
            if (isOnly)
            {
                columns[unknown[0]] = columns[unknown[0]] with { Role = ColumnRole.I };
                basis = Basis.Guessed;
            }
        }
        bool isCurve = q >= 0
            && columns.Any(c => c.IsIntensity || c.Role == ColumnRole.Fit)
            && (columns[q].Role == ColumnRole.Q || columns.Any(c => c.Role == ColumnRole.Qy));
        if (isCurve && !UnnamedTable.IsTooLarge(block, q, LargestQ) && (!block.HasRestarts || columns[q].Role == ColumnRole.Qx))
        {
            columns = Settled(block, columns, q);
            if (columns[q].Unit is null && StatedUnit.Find(scan.Words.Where(w => w.Line != line)) is { } stated)
                columns[q] = columns[q] with { Unit = stated };
            return new ColumnTable(block, columns, line, basis);
        }
        bool isOther = columns[0].Role is ColumnRole.OtherAxis or ColumnRole.Transformed || (q >= 0 && !isCurve);
        bool isUnknown = columns.All(c => c.Role is ColumnRole.Other or ColumnRole.Set or ColumnRole.Fit or ColumnRole.Bound)
            && (isDecisive || text.TrimStart().StartsWith('#'));
        if (line is null || line >= block.FirstLine - 3)
        {
            if (isOther || (isDecisive && !isCurve) || (isUnknown && isDecisive))
                why = $"its columns are named \"{Shortened(text)}\", which are not Q and an intensity";
        }
        return null;
    }

    private static bool MentionsQ(string text) => text.AsSpan().IndexOfAny(OfQ) >= 0 && ColumnHeader.NamesOf(text).Length > 2;

    // pandas and spreadsheets write the numbers of rows, from 0 or 1, as an unnamed first column or as "No".
    private static Column[]? Names(string text, NumberBlock block, out bool isSure)
    {
        bool isCount = block.Columns > 2 && UnnamedTable.IsCount(block);
        if (isCount && block.Value(0, 0) == 0 && ColumnHeader.Read(text, block.Columns - 1, out isSure) is { } named)
            return [new Column(ColumnRole.Other, null), .. named];
        Column[]? read = ColumnHeader.Read(text, block.Columns, out isSure);
        if (isCount && read is [{ Role: ColumnRole.Other or ColumnRole.OtherAxis }, ..]) read[0] = new Column(ColumnRole.Other, null);
        return read;
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

    private static string Shortened(string text)
    {
        const int Most = 60;
        string one = string.Join(' ', ColumnHeader.NamesOf(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return one.Length > Most ? one[..Most] + "..." : one;
    }
}
