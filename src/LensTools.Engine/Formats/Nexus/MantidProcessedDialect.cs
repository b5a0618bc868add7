using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// Workspaces that Mantid's SaveNexusProcessed writes: spectra [spectrum, bin] with their errors, and for the bins
/// their edges or centres. The unit of the axis says what it is; MomentumTransfer is Q in 1/angstrom.
/// </summary>
internal sealed class MantidProcessedDialect : NexusDialect
{
    private const string MomentumTransfer = "MomentumTransfer";

    // More spectra than this are those of a detector, no curves.
    private const int MostSpectra = 256;

    public override DatasetFormat Format { get; } = new("MantidProcessed", "workspaces processed by Mantid");

    public override DataLevel Level => DataLevel.Reduced;

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file) =>
        NexusValues.Children(file.Root).OfType<Hdf5Group>().Where(g => g.Name.StartsWith("mantid_workspace_", StringComparison.Ordinal));

    public override NexusSignal? Signal(Hdf5Group entry) => entry.TryGetDataset("workspace/values", out Hdf5Dataset? values) ? new NexusSignal(values) : null;

    public override IEnumerable<Curve> Curves(Hdf5Group entry)
    {
        if (!entry.TryGetDataset("workspace/values", out Hdf5Dataset? values) || values.Dataspace.Rank != 2 || values.Dataspace.Dimensions[0] > MostSpectra) yield break;
        if (!entry.TryGetDataset("workspace/axis1", out Hdf5Dataset? axis) || axis.Dataspace.Rank != 1) yield break;
        int spectra = (int)values.Dataspace.Dimensions[0], bins = (int)values.Dataspace.Dimensions[1];
        if (Centres(axis.Read<double>(), bins) is not { } x) yield break;
        double[] all = values.Read<double>();
        double[]? errors = entry.TryGetDataset("workspace/errors", out Hdf5Dataset? stored) && stored.Dataspace.ElementCount == all.Length ? stored.Read<double>() : null;
        string quantity = NexusValues.Unit(axis) ?? "x";
        for (int spectrum = 0; spectrum < spectra; spectrum++)
        {
            Range part = new(spectrum * bins, (spectrum + 1) * bins);
            yield return new Curve(spectra == 1 ? entry.Name : $"{entry.Name}[{spectrum}]", x, all[part], errors?[part], null, quantity == MomentumTransfer ? "1/angstrom" : null, NexusValues.Unit(values), values.Path)
            {
                Abscissa = quantity == MomentumTransfer ? "Q" : quantity,
            };
        }
    }

    private static double[]? Centres(double[] axis, int bins)
    {
        if (axis.Length == bins) return axis;
        return axis.Length == bins + 1 ? [.. axis.Zip(axis.Skip(1), (low, high) => (low + high) / 2)] : null;
    }
}
