using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>One SASdata group: intensities and the momentum transfers they were measured at.</summary>
internal sealed class SasData
{
    /// <summary>A Q axis larger than this is not read for a description.</summary>
    private const long LargestDescribedAxis = 1 << 17;

    // Those of variances of intensities in 1/cm.
    private static readonly HashSet<string> SquaredUnits =
        ["(1/cm)^2", "(1/cm)**2", "1/cm^2", "1/cm2", "1/cm**2", "cm^-2", "cm-2", "(cm^-1)^2", "(cm-1)^2", "1/(cm^2)", "counts^2"];

    private static readonly string[] SlitWidths = ["dQw", "dQl"];

    private readonly Hdf5Group _group;
    private readonly Hdf5Dataset _intensity;
    private readonly Hdf5Dataset? _q;

    private SasData(Hdf5Group group, Hdf5Dataset intensity)
    {
        _group = group;
        _intensity = intensity;
        _q = group.TryGetDataset("Q", out Hdf5Dataset? q) ? q : null;
    }

    // canSAS gives a SASdata a name; NXcanSAS has none but that of the group.
    private string Name => NexusValues.Attribute(_group, "name") is { Length: > 0 } given ? given : _group.Name;

    public long Points => _intensity.Dataspace.ElementCount;

    // Q as a stack of its components, Qx, Qy and perhaps Qz, each in the shape of I.
    private bool IsStacked =>
        _q is not null
            && _q.Dataspace.Rank == _intensity.Dataspace.Rank + 1
            && _q.Dataspace.Dimensions[0] is 2 or 3
            && _q.Dataspace.Dimensions.Skip(1).SequenceEqual(_intensity.Dataspace.Dimensions);

    public string? QUnit => QAxis is null ? null : NexusValues.Unit(QAxis);

    public string? IUnit => NexusValues.Unit(_intensity);

    public bool HasUncertainty => Uncertainty?.Dataspace.ElementCount == Points;

    private Hdf5Dataset? QAxis => _q ?? (_group.TryGetDataset("Qx", out Hdf5Dataset? qx) ? qx : null);

    private Hdf5Dataset? Uncertainty =>
        Named(_intensity, "Idev", "uncertainties", "uncertainty", "uncertainity")
            ?? Named(_intensity, "I_errors")
            ?? Named(_intensity, "errors");

    /// <summary>The SASdata groups of an entry; some writers put the class into NX_class, some leave the class out.</summary>
    public static IEnumerable<Hdf5Group> GroupsIn(Hdf5Group entry) =>
        NexusValues.Children(entry).OfType<Hdf5Group>().Where(group => IsSasData(group) && group.TryGetDataset("I", out _));

    /// <summary>The SASdata of an entry.</summary>
    public static IEnumerable<SasData> In(Hdf5Group entry)
    {
        foreach (Hdf5Group group in GroupsIn(entry))
        {
            if (group.TryGetDataset("I", out Hdf5Dataset? intensity)) yield return new SasData(group, intensity);
        }
    }

    /// <summary>
    /// Smallest and largest Q in 1/angstrom (as found if the unit is unknown); null if Q is missing or too large for a description.
    /// </summary>
    public (double Smallest, double Largest)? ReadQRange(CancellationToken stop)
    {
        if (QAxis is not { } axis || axis.Dataspace.ElementCount is 0 or > LargestDescribedAxis) return null;
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        foreach (double q in ReadMagnitudes(stop))
        {
            if (q < smallest) smallest = q;
            if (q > largest) largest = q;
        }
        double factor = Factor;
        return smallest <= largest ? (smallest * factor, largest * factor) : null;
    }

    /// <summary>What is doubtful about its arrays.</summary>
    public IEnumerable<Doubt> FindDoubts(CancellationToken stop)
    {
        foreach (Hdf5Dataset? array in (Hdf5Dataset?[])[_intensity, QAxis, Uncertainty])
        {
            foreach (Doubt doubt in NexusDoubts.OfUnwritten(array)) yield return doubt;
        }
        foreach (Doubt doubt in NexusDoubts.OfShape(Uncertainty, _intensity)) yield return doubt;
        if (_q is not null && ResolutionOfQ is { } resolution && !SlitWidths.Contains(resolution.Name))
        {
            foreach (Doubt doubt in NexusDoubts.OfShape(resolution, _q)) yield return doubt;
        }
        foreach (string slit in SlitWidths)
        {
            if (_group.TryGetDataset(slit, out Hdf5Dataset? width))
                yield return new Doubt(
                    DoubtKind.Unexplained,
                    width.Path,
                    $"{slit} has {width.Dataspace.ElementCount} values, the widths of a slit",
                    "not read");
        }
        if (IsVariance && Uncertainty is { } variance)
            yield return new Doubt(
                DoubtKind.AssumedColumns,
                variance.Path,
                $"the unit of {variance.Name} is \"{NexusValues.Unit(variance)}\", the square of that of the intensity",
                "as variances, whose square roots are the deviations");
        if (Masked(stop)?.Count(isMasked => isMasked) is > 0 and int masked)
            yield return new Doubt(DoubtKind.Masked, MaskData!.Path, $"{masked} of {Points} points are masked", "NaN") { Omitted = masked };
        if (QAxis is null)
            yield return new Doubt(DoubtKind.Incomplete, _group.Path, "the intensities have no Q", "no curve");
    }

    /// <summary>
    /// Its curves: one if I is a vector, one per frame if Q is the last axis of I, and otherwise all intensities in
    /// one, each with its own Q.
    /// </summary>
    /// <exception cref="Hdf5FormatException">An array cannot be read.</exception>
    public IEnumerable<Signal> ReadSignals(CancellationToken stop)
    {
        if (QAxis is not { } axis) yield break;
        if (IsStacked || CrossedAxes() is not null)
        {
            yield return ReadPlane(stop);
            yield break;
        }
        double[] q = Scaled(ReadMagnitudes(stop)), intensities = ReadIntensities(stop);
        double[]? deviations = Deviations(intensities.Length, stop);
        IReadOnlyList<long> shape = _intensity.Dataspace.Dimensions;
        int[] places = Broadcast(shape, axis);
        if (places.Length != intensities.Length)
            throw new Hdf5NotSupportedException(
                axis.Address, axis.Path, $"Q of shape {axis.Dataspace} does not fit I of shape {_intensity.Dataspace}");
        double[]? resolution = Resolution(q.Length, stop);
        if (Component("Qx", q.Length, stop) is { } qx && Component("Qy", q.Length, stop) is { } qy)
        {
            double[] Spread(double[] values) => [.. places.Select(location => values[location])];
            yield return Curves.MakePlane(
                Name,
                Spread(qx),
                Spread(qy),
                Curves.QAxis(Spread(q), null, QUnit),
                Curves.YAxis(AxisQuantity.Intensity, intensities, deviations, IUnit),
                _group.Path,
                shape.Count == 2 ? shape : null);
            yield break;
        }
        var frames = new SasFrames(_group, shape, AxisNames, AxesOfQ(shape, axis));
        if (frames.Count == 1 && q.Length == intensities.Length)
        {
            yield return new Curve(
                Name,
                Curves.QAxis(q, resolution, QUnit),
                Curves.YAxis(AxisQuantity.Intensity, intensities, deviations, IUnit),
                _group.Path);
            yield break;
        }
        // One Q for all frames is one array for all curves.
        Axis? common = axis.Dataspace.Rank == 1 && q.Length == frames.PointsPerFrame ? Curves.QAxis(q, resolution, QUnit) : null;
        for (int frame = 0; frame < frames.Count; frame++)
        {
            stop.ThrowIfCancellationRequested();
            int[] points = frames.Points(frame);
            double[] Of(double[] values) => [.. points.Select(point => values[point])];
            double[] AtPlaces(double[] values) => [.. points.Select(point => values[places[point]])];
            yield return new Curve(
                frames.Count == 1 ? Name : frames.NameOf(frame),
                common ?? Curves.QAxis(AtPlaces(q), resolution is null ? null : AtPlaces(resolution), QUnit),
                Curves.YAxis(AxisQuantity.Intensity, Of(intensities), deviations is null ? null : Of(deviations), IUnit),
                _group.Path);
        }
    }

    // The names of the axes of I, if the group gives one for each.
    private string[] AxisNames
    {
        get
        {
            string? text = NexusValues.Attribute(_group, "I_axes") ?? NexusValues.Attribute(_group, "axes");
            string[] names = text?.Trim('[', ']').Split([',', ':', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];
            return names.Length == _intensity.Dataspace.Rank ? names : [];
        }
    }

    // The dimensions of I that are those of Q.
    private int[] AxesOfQ(IReadOnlyList<long> shape, Hdf5Dataset axis)
    {
        IReadOnlyList<long> own = axis.Dataspace.Dimensions;
        return Indices(axis) is { } given && Fits(given, shape, own) ? given : LastThatFit(shape, own);
    }

    private double[] ReadIntensities(CancellationToken stop)
    {
        double[] values = NexusScaling.Of(_group, _intensity, isSignal: true).Apply(ReadAll(_intensity, stop));
        bool[]? masked = Masked(stop);
        for (int i = 0; i < masked?.Length; i++)
        {
            if (masked[i]) values[i] = double.NaN;
        }
        return values;
    }

    private Hdf5Dataset? MaskData => NexusValues.Attribute(_group, "mask") is { Length: > 0 } name
        && _group.TryGetDataset(name, out Hdf5Dataset? mask)
        && Points > 0
        && mask.Dataspace.ElementCount == Points
            ? mask
            : null;

    // NXcanSAS: the group's mask names a field with true where a point is masked.
    private bool[]? Masked(CancellationToken stop)
    {
        if (MaskData is not { } mask) return null;
        stop.ThrowIfCancellationRequested();
        return mask.Datatype.Class switch
        {
            Hdf5DatatypeClass.Enumeration or Hdf5DatatypeClass.FixedPoint => [.. mask.Read<long>().Select(value => value != 0)],
            _ => null,
        };
    }

    // By its name; or by its unit, which is then the square of an intensity's.
    private bool IsVariance
    {
        get
        {
            if (Uncertainty is not { } found) return false;
            if (ColumnName.RoleOf(found.Name) == ColumnRole.Variance) return true;
            string? unit = NexusValues.Unit(found)?.Replace(" ", "", StringComparison.Ordinal);
            return unit is not null && unit != IUnit && SquaredUnits.Contains(unit);
        }
    }

    // Qx and Qy as the two axes of a plane: the places of both in the shape of I.
    private (Hdf5Dataset Qx, Hdf5Dataset Qy, bool IsQxFirst)? CrossedAxes()
    {
        if (_q is not null
            || _intensity.Dataspace.Rank != 2
            || !_group.TryGetDataset("Qx", out Hdf5Dataset? qx)
            || !_group.TryGetDataset("Qy", out Hdf5Dataset? qy))
            return null;
        if (qx.Dataspace.Rank != 1 || qy.Dataspace.Rank != 1) return null;
        (long x, long y, IReadOnlyList<long> shape) = (
            qx.Dataspace.ElementCount, qy.Dataspace.ElementCount, _intensity.Dataspace.Dimensions);
        bool fitsFirst = shape[0] == x && shape[1] == y, fitsLast = shape[0] == y && shape[1] == x;
        if (!fitsFirst && !fitsLast) return null;
        string axes = NexusValues.Attribute(_group, "I_axes") ?? NexusValues.Attribute(_group, "axes") ?? "Qy,Qx";
        bool isNamedFirst = axes.IndexOf("Qx", StringComparison.Ordinal) < axes.IndexOf("Qy", StringComparison.Ordinal);
        return (qx, qy, fitsFirst && (isNamedFirst || !fitsLast));
    }

    private Plane ReadPlane(CancellationToken stop)
    {
        (double[] qx, double[] qy, double[] q) = ReadComponents(stop);
        double[] intensities = ReadIntensities(stop);
        double[]? deviations = Deviations(intensities.Length, stop);
        IReadOnlyList<long> shape = _intensity.Dataspace.Dimensions;
        Axis x = Curves.QAxis(Scaled(q), null, QUnit), y = Curves.YAxis(AxisQuantity.Intensity, intensities, deviations, IUnit);
        return Curves.MakePlane(Name, Scaled(qx), Scaled(qy), x, y, _group.Path, shape.Count == 2 ? shape : null);
    }

    private (double[] Qx, double[] Qy, double[] Q) ReadComponents(CancellationToken stop)
    {
        if (CrossedAxes() is not { } crossed)
        {
            double[] all = ReadAll(_q!, stop);
            int points = (int)Points;
            double[] first = all[..points], second = all[points..(2 * points)];
            return (first, second, Magnitudes(first, second, all.AsSpan(2 * points)));
        }
        double[] x = ReadAll(crossed.Qx, stop), y = ReadAll(crossed.Qy, stop), qx = new double[Points], qy = new double[Points];
        for (int i = 0; i < qx.Length; i++)
            (qx[i], qy[i]) = crossed.IsQxFirst ? (x[i / y.Length], y[i % y.Length]) : (x[i % x.Length], y[i / x.Length]);
        return (qx, qy, Magnitudes(qx, qy, ReadQz(qx.Length, stop)));
    }

    // The component along the beam, where the file has it for each point.
    private double[] ReadQz(int points, CancellationToken stop) =>
        _group.TryGetDataset("Qz", out Hdf5Dataset? third) && third.Dataspace.ElementCount == points ? ReadAll(third, stop) : [];

    private static double[] Magnitudes(double[] qx, double[] qy, ReadOnlySpan<double> qz)
    {
        double[] q = new double[qx.Length];
        for (int i = 0; i < q.Length; i++) q[i] = Math.Sqrt((qx[i] * qx[i]) + (qy[i] * qy[i]) + (qz.IsEmpty ? 0 : qz[i] * qz[i]));
        return q;
    }

    private Hdf5Dataset? ResolutionOfQ => Named(_q!, "Qdev", "resolutions", "resolution") ?? Named(_q!, "dQ");

    private double[]? Resolution(int points, CancellationToken stop)
    {
        if (_q is null || ResolutionOfQ is not { } qdev || qdev.Dataspace.ElementCount != points) return null;
        // The two widths of a slit are not standard deviations.
        if (SlitWidths.Contains(qdev.Name)) return null;
        double[] values = ReadAll(qdev, stop);
        double factor = Units.Find(NexusValues.Unit(qdev), Dimension.Momentum)?.Factor ?? Factor;
        for (int i = 0; i < values.Length && factor != 1; i++) values[i] *= factor;
        return values;
    }

    // In the unit of the intensity.
    private double[]? Deviations(int points, CancellationToken stop)
    {
        if (Uncertainty is not { } idev || idev.Dataspace.ElementCount != points) return null;
        double[] values = ReadAll(idev, stop);
        if (IsVariance)
        {
            for (int i = 0; i < values.Length; i++) values[i] = Math.Sqrt(values[i]);
            return NexusScaling.Of(_group, _intensity, isSignal: true).ApplyToDeviations(values);
        }
        NexusScaling.Of(_group, _intensity, isSignal: true).ApplyToDeviations(values);
        double factor = Units.Ratio(NexusValues.Unit(idev), IUnit, Dimension.Intensity);
        for (int i = 0; i < values.Length && factor != 1; i++) values[i] *= factor;
        return values;
    }

    // Q, or the magnitude of its two components.
    private double[] ReadMagnitudes(CancellationToken stop)
    {
        if (IsStacked || CrossedAxes() is not null) return ReadComponents(stop).Q;
        if (_q is not null) return ReadAll(_q, stop);
        double[] qx = ReadAll(QAxis!, stop);
        return _group.TryGetDataset("Qy", out Hdf5Dataset? second) && second.Dataspace.ElementCount == qx.Length
            ? Magnitudes(qx, ReadAll(second, stop), ReadQz(qx.Length, stop))
            : qx;
    }

    private double[]? Component(string name, int points, CancellationToken stop) =>
        _q is null && _group.TryGetDataset(name, out Hdf5Dataset? component) && component.Dataspace.ElementCount == points
            ? Scaled(ReadAll(component, stop))
            : null;

    // For each intensity the index of its Q: Q_indices says which axes of I are those of Q, else the last ones of matching size.
    private int[] Broadcast(IReadOnlyList<long> shape, Hdf5Dataset axis)
    {
        IReadOnlyList<long> own = axis.Dataspace.Dimensions;
        // A row of Q for a column of I: the same points.
        bool areVectors = own.Count(d => d != 1) <= 1 && shape.Count(d => d != 1) <= 1;
        if (areVectors && axis.Dataspace.ElementCount == _intensity.Dataspace.ElementCount)
            return [.. Enumerable.Range(0, (int)axis.Dataspace.ElementCount)];
        int[] axes = AxesOfQ(shape, axis);
        if (!Fits(axes, shape, own)) return [];
        long total = _intensity.Dataspace.ElementCount;
        if (total > Array.MaxLength)
            throw new Hdf5NotSupportedException(_intensity.Address, _intensity.Path, $"an array of {total} elements");
        int[] places = new int[total];
        long[] at = new long[shape.Count];
        for (int i = 0; i < places.Length; i++)
        {
            long location = 0;
            for (int d = 0; d < axes.Length; d++) location = (location * own[d]) + at[axes[d]];
            places[i] = (int)location;
            for (int d = shape.Count - 1; d >= 0 && ++at[d] == shape[d]; d--) at[d] = 0;
        }
        return places;
    }

    private static int[] LastThatFit(IReadOnlyList<long> shape, IReadOnlyList<long> own)
    {
        int[] axes = new int[own.Count];
        int at = shape.Count;
        for (int d = own.Count - 1; d >= 0; d--)
        {
            do at--;
            while (at >= 0 && shape[at] != own[d]);
            axes[d] = at;
        }
        return axes;
    }

    private static bool Fits(int[] axes, IReadOnlyList<long> shape, IReadOnlyList<long> own) =>
        axes.Length == own.Count && axes.Select((axis, d) => axis >= 0 && axis < shape.Count && shape[axis] == own[d]).All(fits => fits);

    private int[]? Indices(Hdf5Dataset axis)
    {
        string? text = NexusValues.Attribute(_group, axis.Name + "_indices") ?? NexusValues.Attribute(_group, "Q_indices");
        if (text is null) return null;
        string[] parts = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        int[] indices = [.. parts.Select(part => int.TryParse(part, out int index) ? index : -1)];
        return indices.Contains(-1) ? null : indices;
    }

    // In pieces, so that reading a large array can be cancelled.
    private static double[] ReadAll(Hdf5Dataset dataset, CancellationToken stop)
    {
        long count = dataset.Dataspace.ElementCount;
        if (count * sizeof(double) > Array.MaxLength)
            throw new Hdf5NotSupportedException(dataset.Address, dataset.Path, $"an array of {count} elements");
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

    // The attribute names the dataset; if it does not exist, which is a defect of the file, the usual name is tried.
    private Hdf5Dataset? Named(Hdf5Dataset owner, string usual, params string[] attributes)
    {
        foreach (string attribute in attributes)
        {
            if (NexusValues.Attribute(owner, attribute) is { Length: > 0 } name
                && _group.TryGetDataset(name.Split(',')[0].Trim(), out Hdf5Dataset? named))
                return named;
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

    // By a class of canSAS in any of its attributes; by Q and I in an NXdata; without any class, by its name.
    private static bool IsSasData(Hdf5Group group)
    {
        if (NexusValues.Attribute(group, "canSAS_class") is { } canSas) return canSas == "SASdata";
        if (NexusValues.Attribute(group, "SAS_class") is { } sas) return sas == "SASdata";
        return NexusValues.Attribute(group, "NX_class") switch
        {
            "SASdata" => true,
            "NXdata" => group.TryGetDataset("I", out _) && (group.TryGetDataset("Q", out _) || group.TryGetDataset("Qx", out _)),
            null => group.Name.StartsWith("sasdata", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }
}
