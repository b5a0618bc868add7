using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>Values along named axes, as programs keep them in HDF5 without NeXus: curves along the last axis.</summary>
/// <param name="Name">The name of the values.</param>
/// <param name="Values">The values, the last axis fastest.</param>
/// <param name="Unit">Their unit, or null.</param>
/// <param name="Axes">The axes, from the slowest to the fastest.</param>
/// <param name="Location">Where they are in the file.</param>
internal sealed record NamedArray(string Name, double[] Values, string? Unit, IReadOnlyList<NamedAxis> Axes, string Location)
{
    // More than these are no curves to look at.
    private const long MostCurves = 1000;

    public double[]? Deviations { get; init; }

    /// <summary>What the values are; what is called an intensity is one only against momentum transfer.</summary>
    public required AxisQuantity Quantity { get; init; }

    /// <summary>Whether values along axes are few enough curves; adds a doubt to the entry if they are not, before they are read.</summary>
    public static bool IsOfCurves(EntryContent entry, string name, IReadOnlyList<NamedAxis> axes, string location)
    {
        if (axes.SkipLast(1).Aggregate(1.0, (product, axis) => product * axis.Length) <= MostCurves) return true;
        entry.Doubts.Add(new Doubt(
            DoubtKind.Unexplained,
            location,
            $"{name} has {string.Join(" x ", axes.Select(axis => axis.Length))} values "
                + $"along {string.Join(", ", axes.Select(axis => axis.Name))}",
            "its shape"));
        return false;
    }

    /// <summary>Adds a curve for each value of the other axes.</summary>
    public void AddTo(EntryContent entry)
    {
        int length = Axes[^1].Length, curves = length == 0 ? 0 : Values.Length / length;
        for (int curve = 0; curve < curves; curve++)
        {
            double[] values = Values[(curve * length)..((curve + 1) * length)];
            double[]? deviations = Deviations?[(curve * length)..((curve + 1) * length)];
            entry.Signals.Add(Make($"{Name}{Place(curve)}", values, deviations));
        }
    }

    private Curve Make(string name, double[] values, double[]? deviations)
    {
        NamedAxis axis = Axes[^1];
        double[] x = [.. axis.Values];
        if (axis.IsMomentumTransfer && Quantity == AxisQuantity.Intensity)
            return Curves.Make(name, x, values, deviations, null, axis.Unit, Unit, Location);
        AxisQuantity quantity = Quantity == AxisQuantity.Intensity ? AxisQuantity.Other : Quantity;
        return new Curve(
            name,
            axis.IsMomentumTransfer
                ? Curves.Make(name, x, values, null, null, axis.Unit, null, Location).X
                : Axis.Of(AxisQuantity.Other, axis.Name, x, null, axis.Unit),
            Axis.Of(quantity, Name, values, deviations, Unit),
            Location);
    }

    // ", q = 1.2 1/nm"
    private string Place(int curve)
    {
        var place = new List<string>();
        for (int axis = Axes.Count - 2; axis >= 0; axis--)
        {
            int index = curve % Axes[axis].Length;
            curve /= Axes[axis].Length;
            place.Insert(
                0,
                string.Create(
                    CultureInfo.InvariantCulture, $", {Axes[axis].Name} = {Axes[axis].Values[index]:G6} {Axes[axis].Unit}").TrimEnd());
        }
        return string.Concat(place);
    }
}

/// <summary>An axis of such values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values, one for each along it.</param>
/// <param name="Unit">Their unit, or null.</param>
internal sealed record NamedAxis(string Name, double[] Values, string? Unit)
{
    public int Length => Values.Length;

    /// <summary>Whether its name and its unit are those of momentum transfer.</summary>
    public bool IsMomentumTransfer => ColumnName.RoleOf(Name) == ColumnRole.Q && Units.Find(Unit, Dimension.Momentum) is not null;

    /// <summary>An axis from its values or the boundaries of its bins; its indices where there are none.</summary>
    public static NamedAxis Of(string name, int length, double[]? values, string? unit) => values?.Length == length
        ? new NamedAxis(name, values, unit)
        : values?.Length == length + 1
            ? new NamedAxis(name, [.. Enumerable.Range(0, length).Select(i => (values[i] + values[i + 1]) / 2)], unit)
            : new NamedAxis(name, [.. Enumerable.Range(0, length).Select(i => (double)i)], null);
}
