using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LensTools.Engine.Analysis.Histograms;

/// <summary>
/// Finds the bin of values of a type, exactly as the edges say. A table has the first bin that the values of each of many cells may be in,
/// and a comparison or two with edges finds the bin itself.
/// </summary>
internal sealed class BinLookup<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private const int CellsPerBin = 4, MostCells = 1 << 16;

    // The smallest value of each bin, and the smallest that is behind the last.
    private readonly T[] _least;
    private readonly int[] _firstBin;
    private readonly float _origin, _cellsPerUnit;
    private readonly bool _isByBits;
    private readonly int _shift, _mostSteps;

    /// <summary>A lookup for bins.</summary>
    /// <param name="edges">The edges, in the unit of the values.</param>
    public BinLookup(double[] edges)
    {
        _least = new T[edges.Length];
        for (int i = 0; i < edges.Length - 1; i++) _least[i] = AtLeast(edges[i]);
        _least[^1] = After(edges[^1]);
        int cells = Math.Min(MostCells, CellsPerBin * (edges.Length - 1));
        _origin = float.CreateSaturating(_least[0]);
        float span = float.CreateSaturating(_least[^1]) - _origin;
        // Where bins become wider by more than the cells are wide, the bits of a positive number are about its logarithm.
        double narrowest = double.PositiveInfinity;
        for (int i = 1; i < edges.Length; i++) narrowest = Math.Min(narrowest, edges[i] - edges[i - 1]);
        _isByBits = _origin > 0 && span / cells > 2 * narrowest;
        _cellsPerUnit = span > 0 && float.IsFinite(cells / span) ? cells / span : 0;
        if (_isByBits)
        {
            int bits = Bits(float.CreateSaturating(_least[^1])) - Bits(_origin);
            while ((bits >> _shift) >= MostCells) _shift++;
            cells = (bits >> _shift) + 1;
        }
        // Rounding may put the last value one behind.
        _firstBin = new int[cells + 2];
        int bin = 0;
        for (int cell = 0; cell < _firstBin.Length; cell++)
        {
            while (bin < edges.Length - 2 && CellOf(_least[bin + 1]) < cell) bin++;
            _firstBin[cell] = bin;
            if (cell > 0) _mostSteps = Math.Max(_mostSteps, bin - _firstBin[cell - 1]);
        }
        _mostSteps = Math.Max(_mostSteps, edges.Length - 2 - bin);
    }

    /// <summary>How many rows of slots there are.</summary>
    public const int Rows = 4;

    private const int Lanes = 8;

    /// <summary>How many bins there are.</summary>
    public int Count => _least.Length - 1;

    /// <summary>The bin of a value; -1 before the first, <see cref="Count"/> behind the last, and -1 for what is no number.</summary>
    public int BinOf(T value)
    {
        if (!(value >= _least[0])) return -1;
        if (value >= _least[^1]) return Count;
        int bin = _firstBin[CellOf(value)];
        while (value >= _least[bin + 1]) bin++;
        return bin;
    }

    /// <summary>
    /// Counts values into slots: the first is for those before the first bin and those that are no numbers, the last for those behind the
    /// last bin.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="slots"><see cref="Rows"/> rows of <see cref="Count"/> + 2 slots, which add up: neighbouring values are counted in
    /// different rows, so that one need not wait for the other.</param>
    public void CountInto(ReadOnlySpan<T> values, Span<int> slots)
    {
        int width = Count + 2;
        if (slots.Length != Rows * width) throw new ArgumentException($"{slots.Length} slots for {Rows} rows of {width}", nameof(slots));
        if (typeof(T) == typeof(float) && Avx2.IsSupported && !_isByBits)
        {
            ReadOnlySpan<float> singles = MemoryMarshal.Cast<T, float>(values);
            int whole = singles.Length - (singles.Length % Lanes);
            CountSingles(singles[..whole], MemoryMarshal.Cast<T, float>(_least.AsSpan()), slots);
            values = values[whole..];
        }
        for (int i = 0; i < values.Length; i++) slots[((i % Rows) * width) + BinOf(values[i]) + 1]++;
    }

    private unsafe void CountSingles(ReadOnlySpan<float> values, ReadOnlySpan<float> least, Span<int> slots)
    {
        var (low, high) = (Vector256.Create(least[0]), Vector256.Create(least[^1]));
        var (origin, scale) = (Vector256.Create(_origin), Vector256.Create(_cellsPerUnit));
        Vector256<int> lastCell = Vector256.Create(_firstBin.Length - 1), one = Vector256<int>.One, behind = Vector256.Create(Count + 1);
        Vector256<int> rows = Vector256.Create(0, 1, 2, 3, 0, 1, 2, 3) * (Count + 2);
        int* at = stackalloc int[Lanes];
        fixed (float* edge = least, value = values)
        fixed (int* first = _firstBin, slot = slots)
        {
            for (int i = 0; i < values.Length; i += Lanes)
            {
                Vector256<float> v = Vector256.Load(value + i);
                Vector256<int> cell = Avx.ConvertToVector256Int32WithTruncation((v - origin) * scale);
                cell = Vector256.Min(Vector256.Max(cell, Vector256<int>.Zero), lastCell);
                Vector256<int> bin = Avx2.GatherVector256(first, cell, sizeof(int));
                for (int step = 0; step < _mostSteps; step++)
                {
                    // A comparison that holds is -1.
                    Vector256<float> next = Avx2.GatherVector256(edge, bin + one, sizeof(float));
                    bin -= Vector256.GreaterThanOrEqual(v, next).AsInt32() & Vector256.GreaterThan(behind - one, bin + one);
                }
                Vector256<int> index = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(v, high).AsInt32(), behind, bin + one)
                    & Vector256.GreaterThanOrEqual(v, low).AsInt32();
                (index + rows).Store(at);
                slot[at[0]]++;
                slot[at[1]]++;
                slot[at[2]]++;
                slot[at[3]]++;
                slot[at[4]]++;
                slot[at[5]]++;
                slot[at[6]]++;
                slot[at[7]]++;
            }
        }
    }

    // Not decreasing with the value, whatever rounding does.
    private int CellOf(T value)
    {
        float number = float.CreateSaturating(value);
        int cell = _isByBits ? (Bits(number) - Bits(_origin)) >> _shift : (int)((number - _origin) * _cellsPerUnit);
        return Math.Clamp(cell, 0, _firstBin.Length - 1);
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    // The smallest value that is not below a number.
    private static T AtLeast(double number)
    {
        var value = T.CreateSaturating(number);
        return double.CreateSaturating(value) < number ? Next(value) : value;
    }

    // The smallest value that is above a number.
    private static T After(double number)
    {
        var value = T.CreateSaturating(number);
        return double.CreateSaturating(value) <= number ? Next(value) : value;
    }

    private static T Next(T value) => value switch
    {
        float single => T.CreateSaturating(float.BitIncrement(single)),
        double wide => T.CreateSaturating(double.BitIncrement(wide)),
        _ => value == T.MaxValue ? value : value + T.One,
    };
}
