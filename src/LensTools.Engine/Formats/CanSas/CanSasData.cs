using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>A SASdata: columns that were read row by row.</summary>
internal sealed class CanSasData(string name, int line)
{
    private readonly List<double>[] _columns = [[], [], [], []];
    private readonly string?[] _units = new string?[4];

    public List<double> Q => _columns[0];

    public List<double> I => _columns[1];

    /// <summary>Where and why a value is invalid; null if all are valid.</summary>
    public string? Problem { get; set; }

    /// <summary>The index of the column that an element belongs to; -1 if it belongs to none.</summary>
    public static int ColumnOf(string element) => element switch { "Q" => 0, "I" => 1, "Idev" => 2, "Qdev" => 3, _ => -1 };

    /// <summary>Whether no value of a column has been read yet.</summary>
    public bool IsFirstOf(int column) => _columns[column].Count == 0;

    public void Add(int column, double value) => _columns[column].Add(value);

    public void SetUnit(int column, string? unit) => _units[column] ??= unit;

    /// <exception cref="LensException">A value is invalid, or Q and I differ in length.</exception>
    public Curve ToCurve(string path)
    {
        if (Problem is not null) throw new LensException(DatasetFile.Damaged(path, $"line {line} (SASdata {name})", Problem));
        if (Q.Count != I.Count)
            throw new LensException(DatasetFile.Damaged(
                path, $"line {line} (SASdata {name})", $"it has {Q.Count} values of Q and {I.Count} of I"));
        double[]? Optional(int column, double factor) => _columns[column].Count == Q.Count ? Scaled(_columns[column], factor) : null;
        // A deviation may be in another unit than its quantity.
        double momentum = Units.Find(_units[0], Dimension.Momentum)?.Factor ?? 1;
        double resolution = Units.Find(_units[3], Dimension.Momentum)?.Factor ?? momentum;
        return new Curve(
            name,
            Curves.QAxis(Scaled(Q, momentum), Optional(3, resolution), _units[0]),
            Curves.YAxis(AxisQuantity.Intensity, [.. I], Optional(2, Units.Ratio(_units[2], _units[1], Dimension.Intensity)), _units[1]),
            $"line {line}");
    }

    private static double[] Scaled(List<double> values, double factor)
    {
        double[] scaled = [.. values];
        for (int i = 0; i < scaled.Length && factor != 1; i++) scaled[i] *= factor;
        return scaled;
    }
}
