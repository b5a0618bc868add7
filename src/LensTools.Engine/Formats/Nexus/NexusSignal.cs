using LensTools.Engine.Formats.Tables;
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

    /// <summary>The unit of the axis if it is one of momentum transfer: then the data are reduced.</summary>
    public Unit? Momentum => IsCurve ? Units.Find(NexusValues.Unit(Axis!), Dimension.Momentum) : null;

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
        if (signal is null) return null;
        return new NexusSignal(
            signal,
            AxisOf(data, signal),
            Named(data, NexusValues.Attribute(signal, "uncertainties")) ?? Named(data, signal.Name + "_errors") ?? Named(data, "errors"));
    }

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
