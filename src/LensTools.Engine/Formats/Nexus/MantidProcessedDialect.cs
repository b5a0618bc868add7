using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// Workspaces that Mantid's SaveNexusProcessed writes: spectra [spectrum, bin] with their errors, and for the bins
/// their edges or centres, one axis for all or one each. The unit of the axis says what it is; MomentumTransfer is Q in
/// 1/angstrom. An event workspace holds the times of flight of its events instead.
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

    public override NexusSignal? Signal(Hdf5Group entry) =>
        entry.TryGetDataset("workspace/values", out Hdf5Dataset? values) || entry.TryGetDataset("event_workspace/tof", out values) ? new NexusSignal(values) : null;

    public override IEnumerable<Curve> Curves(Hdf5Group entry)
    {
        if (!entry.TryGetDataset("workspace/values", out Hdf5Dataset? values) || values.Dataspace.Rank != 2 || values.Dataspace.Dimensions[0] > MostSpectra) yield break;
        if (!entry.TryGetDataset("workspace/axis1", out Hdf5Dataset? axis)) yield break;
        int spectra = (int)values.Dataspace.Dimensions[0], bins = (int)values.Dataspace.Dimensions[1];
        double[] edges = axis.Read<double>(), all = values.Read<double>();
        // One axis for all spectra, or a row of it for each.
        int step = axis.Dataspace.Rank == 1 ? 0 : edges.Length / spectra, length = axis.Dataspace.Rank == 1 ? edges.Length : step;
        if (length != bins && length != bins + 1) yield break;
        double[]? Beside(string name) => entry.TryGetDataset($"workspace/{name}", out Hdf5Dataset? stored) && stored.Dataspace.ElementCount == all.Length ? stored.Read<double>() : null;
        double[]? errors = Beside("errors"), resolution = Beside("xerrors");
        string quantity = NexusValues.Unit(axis) ?? "x";
        for (int spectrum = 0; spectrum < spectra; spectrum++)
        {
            Range part = new(spectrum * bins, (spectrum + 1) * bins);
            double[] x = Centres(edges.AsSpan(spectrum * step, length), bins);
            yield return new Curve(spectra == 1 ? entry.Name : $"{entry.Name}[{spectrum}]", x, all[part], errors?[part], resolution?[part], quantity == MomentumTransfer ? "1/angstrom" : null, NexusValues.Unit(values), values.Path)
            {
                Abscissa = quantity == MomentumTransfer ? "Q" : quantity,
            };
        }
    }

    private static double[] Centres(ReadOnlySpan<double> axis, int bins)
    {
        double[] centres = axis[..bins].ToArray();
        for (int i = 0; i < bins && axis.Length > bins; i++) centres[i] = (axis[i] + axis[i + 1]) / 2;
        return centres;
    }
}
