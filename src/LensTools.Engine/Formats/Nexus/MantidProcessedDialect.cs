using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;
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

    // More spectra than this come from a detector and are not curves.
    private const int MostSpectra = 256;

    public override DatasetFormat Format { get; } = new("MantidProcessed", "workspaces processed by Mantid");

    public override DataLevel Level => DataLevel.Reduced;

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file) =>
        NexusValues.Children(file.Root).OfType<Hdf5Group>().Where(g => g.Name.StartsWith("mantid_workspace_", StringComparison.Ordinal));

    public override NexusSignal? Signal(Hdf5Group entry) =>
        entry.TryGetDataset("workspace/values", out Hdf5Dataset? values) || entry.TryGetDataset("event_workspace/tof", out values)
            ? new NexusSignal(values)
            : null;

    public override CurveOutline? Outline(Hdf5Group entry)
    {
        if (Find(entry) is not { } spectra) return null;
        bool hasUncertainty = spectra.Beside("errors") is not null;
        if (!spectra.IsAgainstQ) return new CurveOutline(null, hasUncertainty, []);
        double[] edges = spectra.Axis.Read<double>();
        return new CurveOutline(
            Curves.QUnit,
            hasUncertainty,
            [.. Enumerable.Range(0, spectra.Count).SelectMany(spectrum => spectra.CentresOf(edges, spectrum))]);
    }

    public override IEnumerable<Curve> ReadCurves(Hdf5Group entry)
    {
        if (Find(entry) is not { } spectra) yield break;
        double[] edges = spectra.Axis.Read<double>(), all = spectra.Values.Read<double>();
        double[]? errors = spectra.Beside("errors")?.Read<double>(), resolution = spectra.Beside("xerrors")?.Read<double>();
        for (int spectrum = 0; spectrum < spectra.Count; spectrum++)
        {
            Range part = new(spectrum * spectra.Bins, (spectrum + 1) * spectra.Bins);
            double[] x = spectra.CentresOf(edges, spectrum);
            yield return new Curve(
                spectra.Count == 1 ? entry.Name : $"{entry.Name}[{spectrum}]",
                spectra.IsAgainstQ
                    ? Curves.QAxis(x, resolution?[part], Curves.QUnit)
                    : Axis.Of(AxisQuantity.Other, spectra.Quantity, x, resolution?[part]),
                Curves.YAxis(AxisQuantity.Intensity, all[part], errors?[part], NexusValues.Unit(spectra.Values)),
                spectra.Values.Path);
        }
    }

    private static Spectra? Find(Hdf5Group entry)
    {
        if (!entry.TryGetDataset("workspace/values", out Hdf5Dataset? values)
            || values.Dataspace.Rank != 2
            || values.Dataspace.Dimensions[0] is < 1 or > MostSpectra)
            return null;
        if (!entry.TryGetDataset("workspace/axis1", out Hdf5Dataset? axis)) return null;
        var spectra = new Spectra(entry, values, axis);
        return spectra.Length == spectra.Bins || spectra.Length == spectra.Bins + 1 ? spectra : null;
    }

    /// <summary>The spectra of a workspace, with one axis for all or a row of it for each.</summary>
    private sealed class Spectra(Hdf5Group entry, Hdf5Dataset values, Hdf5Dataset axis)
    {
        public Hdf5Dataset Values { get; } = values;

        public Hdf5Dataset Axis { get; } = axis;

        public string Quantity { get; } = NexusValues.Unit(axis) ?? "x";

        public bool IsAgainstQ => Quantity == MomentumTransfer;

        public int Count { get; } = (int)values.Dataspace.Dimensions[0];

        public int Bins { get; } = (int)values.Dataspace.Dimensions[1];

        /// <summary>Edges, or centres, of one spectrum.</summary>
        public int Length => Axis.Dataspace.Rank == 1 ? (int)Axis.Dataspace.ElementCount : (int)(Axis.Dataspace.ElementCount / Count);

        public Hdf5Dataset? Beside(string name) =>
            entry.TryGetDataset($"workspace/{name}", out Hdf5Dataset? stored)
                && stored.Dataspace.ElementCount == Values.Dataspace.ElementCount
                ? stored
                : null;

        public double[] CentresOf(double[] edges, int spectrum) =>
            Centres(edges.AsSpan(Axis.Dataspace.Rank == 1 ? 0 : spectrum * Length, Length), Bins);
    }

    private static double[] Centres(ReadOnlySpan<double> axis, int bins)
    {
        double[] centres = axis[..bins].ToArray();
        for (int i = 0; i < bins && axis.Length > bins; i++) centres[i] = (axis[i] + axis[i + 1]) / 2;
        return centres;
    }
}
