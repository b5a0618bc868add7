using System.Numerics;
using System.Runtime.InteropServices;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>The smallest and largest of many values, and how many are outside an interval, several values at a time.</summary>
internal sealed class ValueRange<T>(T low, T high)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>The smallest value that is a number.</summary>
    public T Smallest { get; private set; } = T.MaxValue;

    /// <summary>The largest value that is a number.</summary>
    public T Largest { get; private set; } = T.MinValue;

    /// <summary>How many values are outside the interval, or no numbers.</summary>
    public long Outside { get; private set; }

    /// <summary>Adds values.</summary>
    public void Add(ReadOnlySpan<T> values)
    {
        int taken = 0;
        if (Vector.IsHardwareAccelerated && Vector<T>.IsSupported)
        {
            var (first, last) = (new Vector<T>(low), new Vector<T>(high));
            var (least, most) = (new Vector<T>(T.MaxValue), new Vector<T>(T.MinValue));
            foreach (Vector<T> block in MemoryMarshal.Cast<T, Vector<T>>(values))
            {
                // What is not a number is in no interval.
                if (Vector.GreaterThanOrEqualAll(block, first) && Vector.LessThanOrEqualAll(block, last))
                {
                    least = Vector.Min(least, block);
                    most = Vector.Max(most, block);
                }
                else
                {
                    AddOneByOne(values.Slice(taken, Vector<T>.Count));
                }
                taken += Vector<T>.Count;
            }
            for (int i = 0; i < Vector<T>.Count; i++)
            {
                if (least[i] < Smallest) Smallest = least[i];
                if (most[i] > Largest) Largest = most[i];
            }
        }
        AddOneByOne(values[taken..]);
    }

    private void AddOneByOne(ReadOnlySpan<T> values)
    {
        foreach (T value in values)
        {
            if (value < Smallest) Smallest = value;
            if (value > Largest) Largest = value;
            if (!(value >= low && value <= high)) Outside++;
        }
    }
}
