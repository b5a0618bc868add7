using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>The consecutive numbers of a text, across line ends.</summary>
internal ref struct NumberStream
{
    private const int MostNumbers = 1 << 27;

    private readonly DatasetFile _file;
    private readonly Span<double> _row = new double[256];
    private TextLines _lines;
    private int _at, _count;

    public NumberStream(DatasetFile file, int firstLine)
    {
        _file = file;
        _lines = new TextLines(file.Text.Span);
        while (_lines.Number < firstLine - 1 && _lines.MoveNext())
        {
        }
    }

    /// <summary>The next number, which is a count.</summary>
    /// <exception cref="LensException">There is none, or it is not a count.</exception>
    public int Count() =>
        Next() is >= 0 and <= MostNumbers and double count && count == Math.Floor(count)
            ? (int)count
            : throw Fail("a number of values was expected");

    /// <summary>The next numbers.</summary>
    /// <exception cref="LensException">There are fewer.</exception>
    public double[] Take(int count)
    {
        // A file cannot hold more numbers than half its bytes.
        if (count > _file.Length) throw Fail($"{count} values are stated, more than the file can hold");
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = Next();
        return values;
    }

    /// <summary>Skips the next line, which holds no numbers.</summary>
    public void SkipLine()
    {
        _lines.MoveNext();
        _at = _count = 0;
    }

    public readonly LensException Fail(string problem) => new(DatasetFile.Damaged(_file.Path, TextScan.LocationOf(_lines.Number), problem));

    private double Next()
    {
        while (_at == _count)
        {
            _file.Stop.ThrowIfCancellationRequested();
            if (!_lines.MoveNext()) throw Fail("the file ends in the middle of its numbers");
            _at = 0;
            _count = NumericRow.Read(_lines.Current, _row);
            bool isBlank = _lines.Current.Trim(" \t\0"u8).IsEmpty;
            if ((_count == 0 && !isBlank) || _count > _row.Length) throw Fail("numbers were expected");
        }
        return _row[_at++];
    }
}
