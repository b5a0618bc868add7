namespace LensTools.Engine.Formats.Text;

/// <summary>Lines one after another that hold nothing but as many numbers each; blank lines between them do not count.</summary>
internal sealed class NumberBlock(int columns, int firstLine)
{
    private double[] _values = new double[columns * 16];
    private int _count;

    public int Columns { get; } = columns;

    public int FirstLine { get; } = firstLine;

    public int LastLine { get; private set; } = firstLine;

    public int Rows => _count / Columns;

    public void Add(ReadOnlySpan<double> row, int line)
    {
        row.CopyTo(Room(row.Length).Span);
        Keep(row.Length, line);
    }

    /// <summary>Space for so many more numbers, which <see cref="Keep"/> makes part of the block.</summary>
    public Memory<double> Room(int count)
    {
        if (_values.Length - _count < count)
        {
            double[] larger = GC.AllocateUninitializedArray<double>(Math.Max(_count + count, _values.Length * 2));
            _values.AsSpan(0, _count).CopyTo(larger);
            _values = larger;
        }
        return _values.AsMemory(_count);
    }

    public void Keep(int count, int lastLine)
    {
        _count += count;
        LastLine = lastLine;
    }

    public void RemoveLast() => _count -= Columns;

    public double Value(int row, int column) => _values[(row * Columns) + column];

    public double[] Column(int column)
    {
        double[] values = new double[Rows];
        for (int i = 0, at = column; i < values.Length; i++, at += Columns) values[i] = _values[at];
        return values;
    }
}
