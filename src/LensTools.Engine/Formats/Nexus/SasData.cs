using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>One SASdata group: intensities and the momentum transfers they were measured at.</summary>
internal sealed class SasData
{
    /// <summary>A Q axis larger than this is not read for a description.</summary>
    private const long LargestDescribedAxis = 1 << 17;

    private readonly Hdf5Group _group;
    private readonly Hdf5Dataset _intensity;
    private readonly Hdf5Dataset? _q;

    private SasData(Hdf5Group group, Hdf5Dataset intensity)
    {
        _group = group;
        _intensity = intensity;
        _q = group.TryGetDataset("Q", out Hdf5Dataset? q) ? q : null;
    }

    public long Points => _intensity.Dataspace.ElementCount;

    public string? QUnit => QAxis is null ? null : NexusValues.Unit(QAxis);

    public string? IUnit => NexusValues.Unit(_intensity);

    public bool HasUncertainty => Uncertainty is not null;

    private Hdf5Dataset? QAxis => _q ?? (_group.TryGetDataset("Qx", out Hdf5Dataset? qx) ? qx : null);

    private Hdf5Dataset? Uncertainty => Named(_intensity, "Idev", "uncertainties", "uncertainty");

    /// <summary>The SASdata groups of an entry; some writers put the class into NX_class, some leave the class out.</summary>
    public static IEnumerable<SasData> In(Hdf5Group entry)
    {
        foreach (Hdf5Object child in entry.Children)
        {
            if (child is Hdf5Group group && IsSasData(group) && group.TryGetDataset("I", out Hdf5Dataset? intensity)) yield return new SasData(group, intensity);
        }
    }

    /// <summary>Smallest and largest Q in 1/angstrom (as found where the unit is unknown); null where Q is no vector of moderate size.</summary>
    public (double Smallest, double Largest)? ReadQRange()
    {
        if (_q is null || _q.Dataspace.ElementCount is 0 or > LargestDescribedAxis) return null;
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        foreach (double q in _q.Read<double>())
        {
            if (q < smallest) smallest = q;
            if (q > largest) largest = q;
        }
        double factor = Factor;
        return smallest <= largest ? (smallest * factor, largest * factor) : null;
    }

    /// <summary>Its curves: one where I is a vector, one a frame where I has rows as long as Q, none where Q is a plane.</summary>
    /// <exception cref="Hdf5FormatException">An array cannot be read.</exception>
    public IEnumerable<Curve> ReadCurves(CancellationToken stop)
    {
        if (_q is null || _q.Dataspace.Rank != 1) yield break;
        long count = _q.Dataspace.ElementCount;
        if (count * sizeof(double) > Array.MaxLength) throw new Hdf5UnsupportedException(_q.Address, _q.Path, $"a curve of {count} points");
        int points = (int)count;
        bool isVector = _intensity.Dataspace.Rank == 1 && _intensity.Dataspace.ElementCount == points;
        bool isFrames = _intensity.Dataspace.Rank == 2 && _intensity.Dataspace.Dimensions[1] == points;
        if (!isVector && !isFrames) yield break;

        double[] q = Scaled(ReadAll(_q, stop));
        double[] intensities = ReadAll(_intensity, stop);
        double[]? deviations = Uncertainty is { } idev && idev.Dataspace.ElementCount == intensities.Length ? ReadAll(idev, stop) : null;
        double[]? resolution = Named(_q, "Qdev", "resolutions", "resolution") is { } qdev && qdev.Dataspace.ElementCount == points ? Scaled(ReadAll(qdev, stop)) : null;
        int frames = points == 0 ? 0 : intensities.Length / points;
        for (int frame = 0; frame < frames; frame++)
        {
            Range rows = new(frame * points, (frame + 1) * points);
            yield return new Curve(
                frames == 1 ? _group.Name : $"{_group.Name}[{frame}]",
                q,
                frames == 1 ? intensities : intensities[rows],
                frames == 1 ? deviations : deviations?[rows],
                resolution,
                QUnit,
                IUnit,
                _group.Path);
        }
    }

    // In pieces, so that a large array can be stopped.
    private static double[] ReadAll(Hdf5Dataset dataset, CancellationToken stop)
    {
        long count = dataset.Dataspace.ElementCount;
        if (count * sizeof(double) > Array.MaxLength) throw new Hdf5UnsupportedException(dataset.Address, dataset.Path, $"an array of {count} elements");
        double[] values = new double[count];
        int done = 0;
        foreach ((_, ReadOnlyMemory<double> piece) in dataset.ReadInPieces<double>())
        {
            stop.ThrowIfCancellationRequested();
            piece.CopyTo(values.AsMemory(done));
            done += piece.Length;
        }
        return values;
    }

    private double Factor => Units.Find(QUnit, Dimension.Momentum)?.Factor ?? 1;

    // The attribute names the dataset; a name that leads nowhere is a defect of the file, and then the usual name is tried.
    private Hdf5Dataset? Named(Hdf5Dataset owner, string usual, params string[] attributes)
    {
        foreach (string attribute in attributes)
        {
            if (NexusValues.Attribute(owner, attribute) is { Length: > 0 } name && _group.TryGetDataset(name.Split(',')[0].Trim(), out Hdf5Dataset? named)) return named;
        }
        return _group.TryGetDataset(usual, out Hdf5Dataset? found) ? found : null;
    }

    private double[] Scaled(double[] values)
    {
        double factor = Factor;
        if (factor != 1)
        {
            for (int i = 0; i < values.Length; i++) values[i] *= factor;
        }
        return values;
    }

    private static bool IsSasData(Hdf5Group group)
    {
        if (NexusValues.Attribute(group, "canSAS_class") is { } canSas) return canSas == "SASdata";
        string? nexus = NexusValues.Attribute(group, "NX_class");
        return nexus == "SASdata" || (nexus == "NXdata" && group.TryGetDataset("Q", out _) && group.TryGetDataset("I", out _));
    }
}
