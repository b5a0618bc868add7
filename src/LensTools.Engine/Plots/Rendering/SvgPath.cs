using System.Globalization;
using System.Text;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>The data of an SVG path, to a tenth of a pixel, in as few characters as that takes.</summary>
internal sealed class SvgPath
{
    private readonly StringBuilder _text = new();
    private (long X, long Y) _at;
    private bool _endsInFraction;

    /// <summary>Begins a part at a point.</summary>
    public void Move(double x, double y)
    {
        (long X, long Y) to = Of(x, y);
        // From where the last part ended there is less to write.
        bool isFirst = _text.Length == 0;
        _text.Append(isFirst ? 'M' : 'm');
        Number(isFirst ? to.X : to.X - _at.X);
        Number(isFirst ? to.Y : to.Y - _at.Y);
        _at = to;
    }

    /// <summary>A line to a point.</summary>
    public void Line(double x, double y)
    {
        (long X, long Y) to = Of(x, y);
        if (to == _at) return;
        (long across, long down) = (to.X - _at.X, to.Y - _at.Y);
        _text.Append(across == 0 ? 'v' : down == 0 ? 'h' : 'l');
        if (across != 0) Number(across);
        if (down != 0) Number(down);
        _at = to;
    }

    /// <summary>A dot at a point.</summary>
    public void Dot(double x, double y)
    {
        Move(x, y);
        _text.Append('h');
        Number(0);
    }

    /// <summary>A line through points; one that is not a number ends a part of it.</summary>
    public void Through(IReadOnlyList<(double X, double Y)> points)
    {
        bool isIn = false;
        foreach ((double x, double y) in points)
        {
            bool isPoint = double.IsFinite(x) && double.IsFinite(y);
            if (isPoint && isIn) Line(x, y);
            else if (isPoint) Move(x, y);
            isIn = isPoint;
        }
    }

    /// <summary>A line to where the part began.</summary>
    public void Close() => _text.Append('z');

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static (long X, long Y) Of(double x, double y) => ((long)Math.Round(x * 10), (long)Math.Round(y * 10));

    // A sign, or a point where there is one already, begins a number by itself (SVG 1.1, section 8.3.9).
    private void Number(long tenths)
    {
        bool isFirst = char.IsLetter(_text[^1]), isFraction = tenths % 10 != 0;
        string whole = Math.Abs(tenths) >= 10 || !isFraction ? (Math.Abs(tenths) / 10).ToString(CultureInfo.InvariantCulture) : "";
        if (tenths < 0) _text.Append('-');
        else if (!isFirst && !(whole.Length == 0 && _endsInFraction)) _text.Append(' ');
        _text.Append(whole);
        if (isFraction) _text.Append('.').Append((char)('0' + Math.Abs(tenths % 10)));
        _endsInFraction = isFraction;
    }
}
