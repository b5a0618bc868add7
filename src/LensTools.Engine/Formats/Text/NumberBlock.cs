namespace LensTools.Engine.Formats.Text;

/// <summary>Lines one after another that hold nothing but as many numbers each; blank lines between them do not count.</summary>
internal sealed class NumberBlock(int columns, int firstLine)
{
    private readonly List<double> _values = [];

    public int Columns { get; } = columns;

    public int FirstLine { get; } = firstLine;

    public int LastLine { get; private set; } = firstLine;

    public int Rows => _values.Count / Columns;

    public void Add(ReadOnlySpan<double> row, int line)
    {
        _values.AddRange(row);
        LastLine = line;
    }

    public void RemoveLast() => _values.RemoveRange(_values.Count - Columns, Columns);

    public double Value(int row, int column) => _values[(row * Columns) + column];

    public double[] Column(int column)
    {
        double[] values = new double[Rows];
        for (int i = 0; i < values.Length; i++) values[i] = Value(i, column);
        return values;
    }
}
