namespace LensTools.Engine.Formats.Text;

/// <summary>Consecutive lines that hold nothing but numbers, equally many each; blank lines between them do not count.</summary>
internal sealed class NumberBlock(int columns, int firstLine)
{
    private const int FirstCapacity = 16;

    // Allocated with the first row: a block too wide to be a table has none.
    private double[][] _columns = [];
    private readonly List<int> _damaged = [];

    public int Columns { get; } = columns;

    public int FirstLine { get; } = firstLine;

    public int LastLine { get; private set; } = firstLine;

    public int Rows { get; private set; }

    private int Capacity => _columns.Length == 0 ? 0 : _columns[0].Length;

    public void Add(ReadOnlySpan<double> row, int line)
    {
        if (Rows == Capacity) Reserve(Math.Max(Rows, FirstCapacity));
        for (int i = 0; i < row.Length; i++) _columns[i][Rows] = row[i];
        Append(1, line);
    }

    /// <summary>Makes room for more rows. If exactly that many follow, the columns are not copied again.</summary>
    public void Reserve(int rows)
    {
        int needed = checked(Rows + rows);
        if (needed <= Capacity) return;
        if (_columns.Length == 0) _columns = new double[Columns][];
        for (int i = 0; i < _columns.Length; i++) _columns[i] = Resized(_columns[i], needed);
    }

    /// <summary>The columns with spare room after their rows; <see cref="Append"/> makes what is written there part of the block.</summary>
    public double[][] Buffers => _columns;

    public void Append(int rows, int lastLine)
    {
        Rows += rows;
        LastLine = lastLine;
    }

    public void RemoveLast() => Rows--;

    /// <summary>Removes the first row, which is no part of the table.</summary>
    public void RemoveFirst()
    {
        foreach (double[] column in _columns) column.AsSpan(1, Rows - 1).CopyTo(column);
        Rows--;
    }

    /// <summary>The lines of rows with cells that are no numbers; those cells are NaN.</summary>
    public IReadOnlyList<int> DamagedLines => _damaged;

    /// <summary>Adds a row of which not all cells are numbers.</summary>
    public void AddDamaged(ReadOnlySpan<double> row, int line)
    {
        Add(row, line);
        _damaged.Add(line);
    }

    /// <summary>How many rows the text states; null if it does not.</summary>
    public int? StatedRows { get; set; }

    /// <summary>Whether its first column starts again after a blank line, as in the rows of a plane or in another table.</summary>
    public bool HasRestarts { get; set; }

    public double Value(int row, int column) => _columns[column][row];

    /// <summary>A column, for the caller to keep: the same array each time, so that a large table is in memory only once.</summary>
    public double[] Column(int column)
    {
        if (_columns[column].Length != Rows) _columns[column] = Resized(_columns[column], Rows);
        return _columns[column];
    }

    private double[] Resized(double[]? values, int length)
    {
        double[] resized = GC.AllocateUninitializedArray<double>(length);
        values.AsSpan(0, Rows).CopyTo(resized);
        return resized;
    }
}
