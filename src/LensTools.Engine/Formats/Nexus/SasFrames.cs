using System.Globalization;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// The curves within intensities of several dimensions: one for each point of the axes that are not Q, such as time, temperature or
/// field, and named by the values of those axes.
/// </summary>
internal sealed class SasFrames
{
    private readonly Hdf5Group _group;
    private readonly IReadOnlyList<long> _shape;
    private readonly string[] _names;
    private readonly int[] _frameDimensions, _pointDimensions;
    private readonly Dictionary<int, (double[] Values, string Unit)?> _values = [];

    /// <param name="group">The SASdata group.</param>
    /// <param name="shape">The shape of I.</param>
    /// <param name="names">The names of its axes; none if the group does not give them.</param>
    /// <param name="ofQ">The dimensions of I that Q has.</param>
    public SasFrames(Hdf5Group group, IReadOnlyList<long> shape, string[] names, int[] ofQ)
    {
        (_group, _shape, _names) = (group, shape, names);
        // Q may change along an axis of another quantity, which its name tells: Q(time).
        bool IsOfQ(int dimension) => ofQ.Contains(dimension)
            && (ofQ.Length == 1 || names.Length == 0 || names[dimension].StartsWith('Q') || names[dimension] == ".");
        _pointDimensions = [.. Enumerable.Range(0, shape.Count).Where(IsOfQ)];
        if (_pointDimensions.Length == 0) _pointDimensions = ofQ;
        _frameDimensions = [.. Enumerable.Range(0, shape.Count).Except(_pointDimensions)];
        Count = (int)Product(_frameDimensions);
        PointsPerFrame = (int)Product(_pointDimensions);
    }

    /// <summary>How many curves there are.</summary>
    public int Count { get; }

    /// <summary>How many points each has.</summary>
    public int PointsPerFrame { get; }

    /// <summary>The places of a curve's points in the array of intensities.</summary>
    public int[] Points(int frame)
    {
        long[] at = new long[_shape.Count];
        Place(frame, _frameDimensions, at);
        int[] points = new int[PointsPerFrame];
        for (int i = 0; i < points.Length; i++)
        {
            Place(i, _pointDimensions, at);
            long place = 0;
            for (int d = 0; d < at.Length; d++) place = (place * _shape[d]) + at[d];
            points[i] = (int)place;
        }
        return points;
    }

    /// <summary>The name of a curve: the group's, and the values of the other axes.</summary>
    public string NameOf(int frame)
    {
        long[] at = new long[_shape.Count];
        Place(frame, _frameDimensions, at);
        IEnumerable<string> parts = _frameDimensions.Where(d => _shape[d] > 1)
            .Select(d => ValuesOf(d) is { } axis
                ? $"{_names[d]}={axis.Values[at[d]].ToString("G6", CultureInfo.InvariantCulture)}{axis.Unit}"
                : at[d].ToString(CultureInfo.InvariantCulture));
        return $"{_group.Name}[{string.Join(", ", parts)}]";
    }

    private (double[] Values, string Unit)? ValuesOf(int dimension)
    {
        if (_values.TryGetValue(dimension, out (double[], string)? known)) return known;
        (double[], string)? found = null;
        if (_names.Length > 0
            && _group.TryGetDataset(_names[dimension], out Hdf5Dataset? axis)
            && axis.Dataspace.Rank == 1
            && axis.Dataspace.ElementCount == _shape[dimension]
            && axis.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint)
            found = (axis.Read<double>(), NexusValues.Unit(axis) is { Length: > 0 } unit ? " " + unit : "");
        return _values[dimension] = found;
    }

    private long Product(int[] dimensions) => dimensions.Aggregate(1L, (product, d) => checked(product * _shape[d]));

    private void Place(long index, int[] dimensions, long[] at)
    {
        for (int i = dimensions.Length - 1; i >= 0; i--) (index, at[dimensions[i]]) = Math.DivRem(index, _shape[dimensions[i]]);
    }
}
