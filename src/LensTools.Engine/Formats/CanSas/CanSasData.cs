using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>A SASdata: columns that were read row by row.</summary>
internal sealed class CanSasData(string name, int line)
{
    public int Line { get; } = line;

    public List<double> Q { get; } = [];

    public List<double> I { get; } = [];

    public List<double> Idev { get; } = [];

    public List<double> Qdev { get; } = [];

    public string? QUnit { get; set; }

    public string? IUnit { get; set; }

    public double QFactor => Units.Find(QUnit, Dimension.Momentum)?.Factor ?? 1;

    /// <exception cref="LensException">Q and I differ in length.</exception>
    public Curve ToCurve(string path)
    {
        if (Q.Count != I.Count)
            throw new LensException(DatasetFile.Damaged(path, $"line {Line} (SASdata {name})", $"it has {Q.Count} values of Q and {I.Count} of I"));
        return new Curve(
            name,
            [.. Q.Select(q => q * QFactor)],
            [.. I],
            Idev.Count == Q.Count ? [.. Idev] : null,
            Qdev.Count == Q.Count ? [.. Qdev.Select(q => q * QFactor)] : null,
            QUnit,
            IUnit,
            $"line {Line}");
    }
}
