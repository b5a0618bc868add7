using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Nexus;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// A series of BioXTAS RAW in HDF5, as of chromatography: each profile is an entry. Source: <c>inner_save_series</c> and
/// <c>save_series_sasm</c> of bioxtasraw 2.1. Profiles before scaling and trimming, in groups named raw, are left out.
/// </summary>
internal sealed class BioXtasSeriesReader()
    : ContentReader(new DatasetFormat("BioXtasSeries", "series of BioXTAS RAW in HDF5: one curve for each frame"))
{
    // The header is the same as in a text.
    private const string Dialect = "BioXtas", FileType = "RAW_Series";

    private static readonly string[] Groups = ["profiles", "subtracted_profiles", "baseline_subtracted_profiles"];

    public override bool Recognises(DatasetFile file) =>
        file.IsHdf5 && NexusValues.Attribute(file.Hdf5.Root, "file_type") == FileType;

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var entries = new List<EntryContent>();
        foreach (string name in Groups)
        {
            if (!file.Hdf5.TryGetGroup(name, out Hdf5Group? group)) continue;
            double[][] q = QOf(file, group);
            foreach (Hdf5Dataset profile in group.Children.OfType<Hdf5Dataset>())
            {
                file.Stop.ThrowIfCancellationRequested();
                // The average of the buffer is empty if there is none.
                if (profile.Name == "q" || profile.Dataspace.ElementCount == 0) continue;
                entries.Add(ReadEntry(file, $"{name}/{profile.Name}", profile, q));
            }
        }
        return entries;
    }

    protected override EntryContent Find(DatasetFile file, string name) => file.Entries is null
        && name.Split('/') is [string folder, string own]
        && file.Hdf5.TryGetGroup(folder, out Hdf5Group? group)
        && group.TryGetDataset(own, out Hdf5Dataset? profile)
            ? ReadEntry(file, name, profile, QOf(file, group))
            : base.Find(file, name);

    private static double[][] QOf(DatasetFile file, Hdf5Group group) =>
        group.TryGetDataset("q", out Hdf5Dataset? axis) ? Columns(file, axis) : [];

    private static EntryContent ReadEntry(DatasetFile file, string name, Hdf5Dataset profile, double[][] q)
    {
        var entry = new EntryContent(name);
        entry.Signals.Add(Read(file, profile, q));
        entry.Doubts.AddRange(NexusDoubts.OfUnwritten(profile));
        if (NexusValues.Attribute(profile, "parameters") is { } header)
        {
            string location = $"{profile.Path}@parameters";
            BioXtasHeader.Add(header, entry, Dialect, location, _ => location);
        }
        if (int.TryParse(profile.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int frame)
            && file.Hdf5.TryGetDataset("times", out Hdf5Dataset? times)
            && frame < times.Dataspace.ElementCount
            && times.Read<double>()[frame] is >= 0 and double time)
            entry.Add(Dialect, "times", time.ToString("R", CultureInfo.InvariantCulture), times.Path, "s", "time");
        return entry;
    }

    // Columns of I and its deviation beside a common q; or of q, I, its deviation and perhaps the resolution.
    private static Curve Read(DatasetFile file, Hdf5Dataset profile, double[][] q)
    {
        double[][] columns = Columns(file, profile);
        double[][] all = columns.Length == 2 && q.Length > 0 && q[0].Length == columns[0].Length
            ? [q[0], columns[0], columns[1], .. q[1..]]
            : columns;
        if (all.Length is not (3 or 4))
            throw new LensException(DatasetFile.Damaged(
                file.Path, profile.Path, $"a profile of shape {profile.Dataspace} does not fit the q of its group"));
        return Curves.Make(profile.Name, [.. all[0]], all[1], all[2], all.Length > 3 ? [.. all[3]] : null, null, null, profile.Path);
    }

    private static double[][] Columns(DatasetFile file, Hdf5Dataset dataset)
    {
        IReadOnlyList<long> shape = dataset.Dataspace.Dimensions;
        double[] values = dataset.Read<double>();
        if (shape.Count == 1) return [values];
        if (shape.Count != 2)
            throw new LensException(DatasetFile.Damaged(file.Path, dataset.Path, $"of shape {dataset.Dataspace}, which is no table"));
        int columns = (int)shape[1];
        return [.. Enumerable.Range(0, columns).Select(column => values.Where((_, i) => i % columns == column).ToArray())];
    }
}
