using System.Globalization;
using System.Text;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>The data of an SVG path, to a tenth of a pixel, in as few characters as that takes.</summary>
internal sealed class SvgPath
{
    private readonly StringBuilder _text = new();
    private (long X, long Y) _at;

    /// <summary>Begins a part at a point.</summary>
    public void Move(double x, double y)
    {
        _at = Of(x, y);
        _text.Append('M');
        Number(_at.X);
        Number(_at.Y, isNext: true);
    }

    /// <summary>A line to a point.</summary>
    public void Line(double x, double y)
    {
        (long X, long Y) to = Of(x, y);
        if (to == _at) return;
        if (to.X == _at.X)
        {
            _text.Append('v');
            Number(to.Y - _at.Y);
        }
        else if (to.Y == _at.Y)
        {
            _text.Append('h');
            Number(to.X - _at.X);
        }
        else
        {
            _text.Append('l');
            Number(to.X - _at.X);
            Number(to.Y - _at.Y, isNext: true);
        }
        _at = to;
    }

    /// <summary>A dot at a point.</summary>
    public void Dot(double x, double y)
    {
        Move(x, y);
        _text.Append("h0");
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

    private void Number(long tenths, bool isNext = false)
    {
        if (isNext && tenths >= 0) _text.Append(' ');
        if (tenths < 0) _text.Append('-');
        tenths = Math.Abs(tenths);
        if (tenths >= 10 || tenths == 0) _text.Append(CultureInfo.InvariantCulture, $"{tenths / 10}");
        if (tenths % 10 != 0) _text.Append('.').Append((char)('0' + (tenths % 10)));
    }
}
