using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Text;

/// <summary>Makes curves or a plane of a table by the roles of its columns, and notes what is doubtful about them.</summary>
internal sealed class ColumnSignals(TextScan scan, ColumnTable table, string name, CancellationToken stop)
{
    private readonly string _location = TextScan.LocationOf(table.Block.FirstLine);

    /// <summary>What the unit of Q rests on, where there is one.</summary>
    public Basis UnitBasis { get; init; } = Basis.Stated;

    /// <summary>Adds the curves or the plane to an entry, with all that is doubtful about the text.</summary>
    public void AddTo(EntryContent entry)
    {
        entry.Doubts.AddRange(TextDoubts.Of(scan, table.Block));
        if (table.Basis == Basis.Guessed)
            entry.Doubts.Add(new Doubt(
                DoubtKind.AssumedColumns,
                _location,
                table.HeaderLine is null ? "nothing names the columns" : "not all names of columns are known",
                string.Join(", ", table.Columns.Select((column, index) => (column.Role, index))
                    .Where(one => one.Role != ColumnRole.Other)
                    .Select(one => string.Create(CultureInfo.InvariantCulture, $"column {one.index + 1} as {Called(one.Role)}")))));
        AddSignals(entry);
    }

    /// <summary>Adds the curves or the plane to an entry; of a text with several tables, the format knows what is doubtful.</summary>
    public void AddSignals(EntryContent entry)
    {
        if (table.IndexOf(ColumnRole.Q) is null) AddPlane(entry);
        else AddCurves(entry);
    }

    private static string Called(ColumnRole role) => role switch
    {
        ColumnRole.I => "the intensity",
        ColumnRole.Idev => "its standard deviation",
        ColumnRole.Qdev => "the resolution of Q",
        ColumnRole.Fit => "a fit",
        _ => role.ToString(),
    };

    private void AddPlane(EntryContent entry)
    {
        int i = Intensities()[0];
        entry.Signals.Add(Curves.MakePlane(
            name,
            Optional(ColumnRole.Qx)!,
            Optional(ColumnRole.Qy)!,
            Values(i),
            Deviation(i, Values(i)),
            table.Q.Unit,
            table.Columns[i].Unit,
            _location,
            quantity: QuantityOf(table.Columns[i])));
    }

    private void AddCurves(EntryContent entry)
    {
        double[]? resolution = Resolution(entry);
        int[] intensities = Intensities();
        bool isFirst = true;
        foreach (int index in (int[])[.. intensities, .. Fits()])
        {
            stop.ThrowIfCancellationRequested();
            Column column = table.Columns[index];
            bool isFit = column.Role == ColumnRole.Fit;
            double[] i = Values(index);
            string called = isFit && intensities.Length <= 1 ? $"{name} fit"
                : intensities.Length > 1 || isFit ? $"{name} {column.Name}"
                : name;
            double[]? deviations = isFit ? null : Deviation(index, i);
            Curve curve = isFirst
                ? Curves.Make(
                    called,
                    Optional(ColumnRole.Q)!,
                    i,
                    deviations,
                    resolution,
                    table.Q.Unit,
                    column.Unit,
                    _location,
                    QuantityOf(column),
                    UnitBasis)
                : Curves.Like((Curve)entry.Signals[^1], called, Curves.YAxis(QuantityOf(column), i, deviations, column.Unit));
            entry.Signals.Add(curve);
            isFirst = false;
        }
    }

    private int[] Intensities() => IndicesOf(column => column.IsIntensity);

    private int[] Fits() => IndicesOf(column => column.Role == ColumnRole.Fit);

    private int[] IndicesOf(Func<Column, bool> isWanted) =>
        [.. Enumerable.Range(0, table.Columns.Count).Where(i => isWanted(table.Columns[i]))];

    private AxisQuantity QuantityOf(Column column) => column.Role == ColumnRole.Fit
        ? AxisQuantity.FittedIntensity
        : table.IsReflectivity ? AxisQuantity.Reflectivity : AxisQuantity.Intensity;

    private double[] Values(int column) => table.Block.Column(column);

    private double[]? Optional(ColumnRole role) => table.IndexOf(role) is { } index ? Values(index) : null;

    // Of several intensities, each has the deviation that follows it, or all have theirs in the same order.
    private double[]? Deviation(int of, double[] intensities)
    {
        int[] all = Intensities(), deviations = IndicesOf(column => column.Role is ColumnRole.Idev or ColumnRole.Variance);
        int found = deviations.Length == 0 ? -1
            : all.Length == 1 ? deviations[0]
            : deviations.Length == all.Length ? deviations[Array.IndexOf(all, of)]
            : of + 1 < table.Columns.Count && deviations.Contains(of + 1) ? of + 1
            : -1;
        if (found < 0) return null;
        double[] values = Values(found);
        Column column = table.Columns[found];
        if (column.Role == ColumnRole.Variance) return [.. values.Select(Math.Sqrt)];
        return column.IsPercentage ? [.. values.Select((percent, k) => percent / 100 * Math.Abs(intensities[k]))] : values;
    }

    private double[]? Resolution(EntryContent entry)
    {
        if (table.IndexOf(ColumnRole.Qdev) is not { } index) return null;
        double[] values = Values(index);
        // The usual way to write the length of a slit, which is no resolution in Q.
        if (Array.Exists(values, dq => dq < 0))
        {
            entry.Doubts.Add(new Doubt(
                DoubtKind.AssumedColumns,
                _location,
                $"the resolution of Q in column {index + 1} is negative",
                "as the length of a slit, so that there is no resolution"));
            return null;
        }
        bool isFullWidth = table.Columns[index].IsFullWidth
            || scan.Words.Any(line => line.Text.Contains("FWHM", StringComparison.OrdinalIgnoreCase)
                && line.Text.Contains("resolution", StringComparison.OrdinalIgnoreCase));
        return isFullWidth ? Curves.FromFullWidths(values) : values;
    }
}
