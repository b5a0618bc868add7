using LensTools.Engine.Datasets;
using LensTools.Engine.Processing;
using PureHDF;
using PureHDF.Filters;
using PureHDF.VOL.Native;

namespace LensTools.Engine.Exporting;

/// <summary>
/// NeXus NXdata for curves of any quantities and for histograms, with provenance in an NXprocess; what is large is chunked and compressed.
/// </summary>
internal sealed class NXdataWriter : IExportWriter
{
    // Smaller arrays are written as they are.
    private const int LargeArray = 1 << 14;

    // Elements of a chunk: about a megabyte.
    private const int ChunkElements = 1 << 17;

    public string Id => "NXdata";

    public string Description => "NeXus NXdata for curves of any quantities and histograms, compressed";

    public string Extension => ".nxs";

    public bool HoldsOneSignal => false;

    public bool HoldsHistograms => true;

    public bool CanHold(Signal signal) => signal is Curve;

    public IEnumerable<string> Losses(Signal signal) =>
        signal is Curve { Good: { } good } ? [$"which points are good, {good}"] : [];

    public void Write(Stream stream, ExportContent content)
    {
        Dataset dataset = content.Dataset;
        H5Group entry = OfClass("NXentry");
        entry["title"] = dataset.Title ?? content.Name;
        if (dataset.RunNumber is { } run) entry["run_number"] = run;
        if (dataset.Sample is { } sample) entry["sample"] = new H5Group { Attributes = { ["NX_class"] = "NXsample" }, ["name"] = sample };
        if (dataset.Instrument is { } instrument)
            entry["instrument"] = new H5Group { Attributes = { ["NX_class"] = "NXinstrument" }, ["name"] = instrument };
        if (content.Histogram is { } histogram)
        {
            entry["data"] = Data(histogram);
            entry.Attributes["default"] = "data";
        }
        else
        {
            for (int i = 0; i < content.Signals.Count; i++)
                entry[content.Signals.Count == 1 ? "data" : $"data_{i + 1}"] = Data(content.Signals[i]);
            entry.Attributes["default"] = content.Signals.Count == 1 ? "data" : "data_1";
        }
        H5Group process = OfClass("NXprocess");
        process["program"] = "LensTools";
        foreach (IGrouping<string, string> item in content.Provenance.Items.GroupBy(item => item.Name, item => item.Value))
            process[NameOf(item.Key)] = string.Join('\n', item);
        entry["process"] = process;
        H5Group labels = OfClass("NXcollection");
        foreach (IGrouping<string, string> label in content.Labels.GroupBy(label => NameOf(label.Key), label => label.Value))
            labels[label.Key] = string.Join('\n', label);
        entry["labels"] = labels;
        var file = new H5File { Attributes = { ["default"] = "entry", ["creator"] = "LensTools" }, ["entry"] = entry };
        file.Write(stream, new H5WriteOptions());
    }

    private static H5Group Data(Signal signal)
    {
        H5Group data = OfClass("NXdata");
        (string x, string y) = (NameOf(signal.X.Name), NameOf(signal.Y.Name));
        if (x == y) x += "_axis";
        data["title"] = signal.Name;
        data.Attributes["signal"] = y;
        data.Attributes["axes"] = new[] { x };
        data.Attributes[$"{x}_indices"] = new[] { 0 };
        data[x] = Array([.. signal.X.Values], signal.X.Unit);
        data[y] = Array([.. signal.Y.Values], signal.Y.Unit);
        if (signal.X.Sigma is { } resolution) data[$"{x}_errors"] = Array([.. resolution], signal.X.Unit);
        if (signal.Y.Sigma is { } sigma) data[$"{y}_errors"] = Array([.. sigma], signal.Y.Unit);
        return data;
    }

    private static H5Group Data(EventHistogram histogram)
    {
        H5Group data = OfClass("NXdata");
        string axis = histogram.Axis switch
        {
            HistogramAxis.PulseTime => "pulse_time",
            HistogramAxis.DetectorId => "detector_id",
            _ => "time_of_flight",
        };
        bool isApart = histogram.Detectors.Count > 0;
        data.Attributes["signal"] = "counts";
        data.Attributes["axes"] = isApart ? new[] { "detector_number", axis } : new[] { axis };
        // The edges of bins, one more than there are bins (NeXus manual, NXdata).
        data[axis] = Array([.. histogram.Edges], histogram.Unit);
        data.Attributes[$"{axis}_indices"] = new[] { isApart ? 1 : 0 };
        int bins = histogram.Edges.Count - 1;
        ulong[] shape = isApart ? [(ulong)histogram.Detectors.Count, (ulong)bins] : [(ulong)bins];
        if (isApart)
        {
            data["detector_number"] = Array([.. histogram.Detectors], null);
            data.Attributes["detector_number_indices"] = new[] { 0 };
        }
        data["counts"] = Array([.. histogram.Counts], "counts", shape);
        if (histogram.Frames is { } frames) data["frames"] = frames;
        data["counts_before_first_bin"] = histogram.Before;
        data["counts_behind_last_bin"] = histogram.Behind;
        data["counts_left_out"] = histogram.LeftOut;
        if (histogram.Divisor is { } divisor) data["divisor"] = divisor;
        return data;
    }

    private static H5Dataset Array<T>(T[] values, string? unit, ulong[]? shape = null)
        where T : unmanaged
    {
        shape ??= [(ulong)values.Length];
        uint[]? chunks = null;
        if (values.Length >= LargeArray)
        {
            // Whole rows, or a part of one that is long.
            uint columns = (uint)Math.Min(shape[^1], ChunkElements);
            chunks = shape.Length == 1 ? [columns] : [(uint)Math.Clamp(ChunkElements / (ulong)columns, 1, shape[0]), columns];
        }
        var dataset = new H5Dataset(
            values,
            chunks: chunks,
            fileDims: shape,
            datasetCreation: chunks is null ? default : new H5DatasetCreation(Filters: [ShuffleFilter.Id, DeflateFilter.Id]));
        if (unit is { Length: > 0 }) dataset.Attributes["units"] = unit;
        return dataset;
    }

    // Names of NeXus have letters, digits and underscores (NeXus manual, "Naming conventions").
    private static string NameOf(string text) =>
        string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')) is var name && char.IsAsciiDigit(name[0])
            ? "_" + name
            : name;

    private static H5Group OfClass(string name) => new() { Attributes = { ["NX_class"] = name } };
}
