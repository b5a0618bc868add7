using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>A SASdata: columns that were read row by row.</summary>
internal sealed class CanSasData(string name, int line)
{
    private static readonly string[] Names = ["Q", "I", "Idev", "Qdev"];

    private readonly List<double>[] _columns = [[], [], [], []];
    private readonly string?[] _units = new string?[Names.Length];

    public List<double> Q => _columns[0];

    public List<double> I => _columns[1];

    /// <summary>Where and why a value of it is none; null where all are.</summary>
    public string? Problem { get; set; }

    public static bool IsColumn(string column) => Array.IndexOf(Names, column) >= 0;

    /// <summary>Whether no value of a column was read yet.</summary>
    public bool IsFirstOf(string column) => IsColumn(column) && _columns[Array.IndexOf(Names, column)].Count == 0;

    public void Add(string column, double value)
    {
        if (IsColumn(column)) _columns[Array.IndexOf(Names, column)].Add(value);
    }

    public void SetUnit(string column, string? unit) => _units[Array.IndexOf(Names, column)] ??= unit;

    /// <exception cref="LensException">A value is none, or Q and I differ in length.</exception>
    public Curve ToCurve(string path)
    {
        if (Problem is not null) throw new LensException(DatasetFile.Damaged(path, $"line {line} (SASdata {name})", Problem));
        if (Q.Count != I.Count)
            throw new LensException(DatasetFile.Damaged(path, $"line {line} (SASdata {name})", $"it has {Q.Count} values of Q and {I.Count} of I"));
        double[]? Optional(int column, double factor) => _columns[column].Count == Q.Count ? Scaled(_columns[column], factor) : null;
        // A deviation may be in another unit than what it is the deviation of.
        double momentum = Units.Find(_units[0], Dimension.Momentum)?.Factor ?? 1;
        double resolution = Units.Find(_units[3], Dimension.Momentum)?.Factor ?? momentum;
        return new Curve(name, Scaled(Q, momentum), [.. I], Optional(2, Units.Ratio(_units[2], _units[1], Dimension.Intensity)), Optional(3, resolution), _units[0], _units[1], $"line {line}");
    }

    private static double[] Scaled(List<double> values, double factor)
    {
        double[] scaled = [.. values];
        for (int i = 0; i < scaled.Length && factor != 1; i++) scaled[i] *= factor;
        return scaled;
    }
}
