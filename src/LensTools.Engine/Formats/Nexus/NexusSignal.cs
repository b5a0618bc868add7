using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>A dataset that was measured, with its axis and uncertainty if they are beside it.</summary>
internal sealed record NexusSignal(Hdf5Dataset Data, Hdf5Dataset? Axis = null, Hdf5Dataset? Errors = null)
{
    /// <summary>Whether it is one-dimensional, with an axis of the same length.</summary>
    public bool IsCurve =>
        Axis is not null
            && Data.Dataspace.Rank == 1
            && Axis.Dataspace.Rank == 1
            && Data.Dataspace.ElementCount == Axis.Dataspace.ElementCount &&
        Data.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint
        && Axis.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint;

    /// <summary>
    /// The unit of the axis if it is one of momentum transfer: then the data are reduced. A unit alone says so only if it is not usual for
    /// other quantities, such as wavenumbers in 1/cm and lengths in nanometer.
    /// </summary>
    public Unit? Momentum => IsCurve
        && Units.Find(NexusValues.Unit(Axis!), Dimension.Momentum) is { } unit
        && IsOfQ(ColumnName.RoleOf(Axis!.Name), NexusValues.Unit(Axis))
            ? unit
            : null;

    /// <summary>The scaling of the values.</summary>
    public NexusScaling Scaling => Group is null ? NexusScaling.None : NexusScaling.Of(Group, Data, isSignal: true);

    /// <summary>The scaling of the axis.</summary>
    public NexusScaling AxisScaling => Group is null || Axis is null ? NexusScaling.None : NexusScaling.Of(Group, Axis, isSignal: false);

    /// <summary>The group that they are in; null if they are not in one NXdata.</summary>
    public Hdf5Group? Group { get; init; }

    /// <summary>What the choice of the signal rests on.</summary>
    public Basis Basis { get; init; }

    private static bool IsOfQ(ColumnRole role, string? unit) => role is ColumnRole.Q or ColumnRole.Qx
        || (role is ColumnRole.Other or ColumnRole.Set && InverseLength.FactorOf(unit ?? "") is not null);

    /// <summary>
    /// The signal of an NXdata group: the dataset that the group's <c>signal</c> names, or the one with a <c>signal</c>
    /// of 1 (NeXus manual, NXdata, versions 3 and 2); null if neither is there.
    /// </summary>
    public static NexusSignal? Of(Hdf5Group data)
    {
        Hdf5Dataset? signal = null;
        if (NexusValues.Attribute(data, "signal") is { Length: > 0 } name && data.TryGetDataset(name, out Hdf5Dataset? named))
            signal = named;
        signal ??= NexusValues.Children(data).OfType<Hdf5Dataset>().FirstOrDefault(d => NexusValues.Attribute(d, "signal") is "1");
        return signal is null ? null : With(data, signal, Basis.Stated);
    }

    /// <summary>
    /// The signal of an NXdata group that names axes but no signal: the only array that is neither an axis nor an uncertainty.
    /// </summary>
    public static NexusSignal? ByAxes(Hdf5Group data)
    {
        if (NexusValues.Attribute(data, "axes") is not { } axes) return null;
        string[] named = axes.Trim('[', ']').Split([',', ':', ' '], StringSplitOptions.RemoveEmptyEntries);
        return NexusValues.Children(data).OfType<Hdf5Dataset>()
            .Where(d => d.Dataspace.Rank > 0
                && d.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint
                && !named.Contains(d.Name)
                && !d.Name.EndsWith("errors", StringComparison.Ordinal))
            .Take(2)
            .ToList() is [var only]
            ? With(data, only, Basis.Guessed)
            : null;
    }

    /// <summary>
    /// The name of a signal that an NXdata group gives and does not have, such as a link to a file that is missing; or null.
    /// </summary>
    public static string? Missing(Hdf5Group data) =>
        NexusValues.Attribute(data, "signal") is { Length: > 0 } name && !data.TryGetDataset(name, out _) ? name : null;

    private static NexusSignal With(Hdf5Group data, Hdf5Dataset signal, Basis basis) => new(
        signal,
        AxisOf(data, signal),
        Named(data, NexusValues.Attribute(signal, "uncertainties")) ?? Named(data, signal.Name + "_errors") ?? Named(data, "errors"))
    {
        Group = data,
        Basis = basis,
    };

    /// <summary>
    /// The only array of an NXdata group that names no signal: some detectors write just their frames.
    /// </summary>
    public static NexusSignal? OnlyOne(Hdf5Group data) =>
        NexusValues.Children(data).OfType<Hdf5Dataset>().Take(2).ToList()
            is [{ Dataspace.Rank: > 0, Datatype.Class: Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint } only]
            ? new NexusSignal(only)
            : null;

    private static Hdf5Dataset? AxisOf(Hdf5Group data, Hdf5Dataset signal)
    {
        string? axes = NexusValues.Attribute(data, "axes") ?? NexusValues.Attribute(signal, "axes");
        string? first = axes?.Trim('[', ']').Split([',', ':', ' '], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(a => a != ".");
        return Named(data, first)
            ?? NexusValues.Children(data).OfType<Hdf5Dataset>().FirstOrDefault(d => NexusValues.Attribute(d, "axis") is "1");
    }

    private static Hdf5Dataset? Named(Hdf5Group data, string? name) =>
        name is not null && data.TryGetDataset(name, out Hdf5Dataset? found) ? found : null;
}
