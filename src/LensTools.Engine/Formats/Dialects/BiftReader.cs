using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// BioXTAS RAW's .ift of the Bayesian indirect transform: the distance distribution, then the data with its fit, then JSON.
/// </summary>
internal sealed class BiftReader()
    : ContentReader(new DatasetFormat("Bift", "BIFT output of BioXTAS RAW: data, fit and distance distribution"))
{
    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Count > 2 && file.FirstLines[0].TrimStart('#', ' ').StartsWith("BIFT", StringComparison.Ordinal);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        TextScan scan = file.Scan;
        NumberBlock data = scan.Largest(ColumnTable.FewestRows, 4)
            ?? throw DatasetFile.WithoutData(file.Path, "it has BIFT's banner, but no table of data and fit");
        NumberBlock? distances = scan.Blocks.FirstOrDefault(
            b => b.Columns == 3 && b.Rows >= ColumnTable.FewestRows && b.FirstLine < data.FirstLine);
        var entry = new EntryContent();
        BioXtasReader.AddJson(file, scan, entry, "Bift");
        string name = Path.GetFileNameWithoutExtension(file.Path), location = TextScan.LocationOf(data.FirstLine);
        entry.Signals.Add(Curves.Make(name, data.Column(0), data.Column(1), data.Column(2), null, null, null, location));
        entry.Signals.Add(Curves.Make(
            $"{name} fit", data.Column(0), data.Column(3), null, null, null, null, location, AxisQuantity.FittedIntensity));
        if (distances is not null)
            entry.Signals.Add(new Curve(
                $"{name} p(r)",
                Axis.Of(AxisQuantity.Distance, "r", distances.Column(0)),
                Curves.YAxis(AxisQuantity.DistanceDistribution, distances.Column(1), distances.Column(2), null),
                TextScan.LocationOf(distances.FirstLine)));
        entry.Doubts.AddRange(TextDoubts.OfRows(scan, data));
        return [entry];
    }
}
