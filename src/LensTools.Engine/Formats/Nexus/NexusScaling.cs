using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// The factor and the offset that stored values need: (value + offset) * factor. NXdata has fields <c>NAME_scaling_factor</c> and
/// <c>NAME_offset</c> (before, without the name), NXcanSAS an attribute that names a field or holds the factor.
/// </summary>
internal readonly record struct NexusScaling(double Factor, double Offset)
{
    private const string FactorName = "scaling_factor", OffsetName = "offset";

    /// <summary>Values as they are.</summary>
    public static NexusScaling None { get; } = new(1, 0);

    /// <summary>The scaling of a dataset in a group.</summary>
    public static NexusScaling Of(Hdf5Group group, Hdf5Dataset data, bool isSignal)
    {
        double? factor = Named(group, data, FactorName) ?? Field(group, $"{data.Name}_{FactorName}");
        double? offset = Named(group, data, OffsetName) ?? Field(group, $"{data.Name}_{OffsetName}");
        // Those without a name are of the signal.
        if (isSignal) (factor, offset) = (factor ?? Field(group, FactorName), offset ?? Field(group, OffsetName));
        return factor is null && offset is null ? None : new NexusScaling(factor ?? 1, offset ?? 0);
    }

    /// <summary>Applies it to values, in place.</summary>
    public double[] Apply(double[] values)
    {
        for (int i = 0; i < values.Length && this != None; i++) values[i] = (values[i] + Offset) * Factor;
        return values;
    }

    /// <summary>Applies it to standard deviations, in place.</summary>
    public double[] ApplyToDeviations(double[] deviations)
    {
        for (int i = 0; i < deviations.Length && Factor != 1; i++) deviations[i] *= Math.Abs(Factor);
        return deviations;
    }

    // The attribute holds the number, or the name of a field with it.
    private static double? Named(Hdf5Group group, Hdf5Dataset data, string attribute) =>
        !data.TryGetAttribute(attribute, out Hdf5Attribute? value) ? null
            : value.Datatype.IsString ? NexusValues.Text(value) is { Length: > 0 } name ? Field(group, name) : null
            : One(value);

    private static double? Field(Hdf5Group group, string name) => group.TryGetDataset(name, out Hdf5Dataset? field) ? One(field) : null;

    private static double? One(IHdf5Value value) =>
        value.Dataspace.ElementCount == 1 && value.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint
            ? value.Read<double>()[0]
            : null;
}
