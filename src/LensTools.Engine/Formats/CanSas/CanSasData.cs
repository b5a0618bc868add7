using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>A SASdata: rows of Q, I and what goes with them. A value that a row lacks is NaN.</summary>
internal sealed class CanSasData(string name, int line)
{
    private const int Columns = 4;

    private static readonly string[] Names = ["Q", "I", "Idev", "Qdev"];

    private readonly List<double>[] _columns = [[], [], [], []];
    private readonly Dictionary<string, int> _leftOut = [];
    private readonly int[] _missing = new int[Columns];
    private readonly string?[] _units = new string?[Columns];

    /// <summary>How many rows there are.</summary>
    public int Rows { get; private set; }

    /// <summary>Where and why a value is invalid; null if all are valid.</summary>
    public string? Problem { get; set; }

    /// <summary>The index of the column that an element belongs to; -1 if it belongs to none.</summary>
    public static int ColumnOf(string element) => Array.IndexOf(Names, element);

    /// <summary>Whether no value of a column has been read yet.</summary>
    public bool IsFirstOf(int column) => _columns[column].Count == 0;

    public void SetUnit(int column, string? unit) => _units[column] ??= unit;

    /// <summary>Adds a value to the current row; a second one of the same column counts as an error of the file.</summary>
    public void Add(int column, double value)
    {
        List<double> values = _columns[column];
        if (values.Count < Rows) Fill(column, Rows);
        if (values.Count > Rows) Problem ??= $"a row has several values of {Names[column]}";
        else values.Add(value);
    }

    /// <summary>Counts a value of the current row that no curve holds, such as the width of a slit.</summary>
    public void LeaveOut(string element) => _leftOut[element] = _leftOut.GetValueOrDefault(element) + 1;

    /// <summary>Ends a row.</summary>
    public void EndRow() => Rows++;

    /// <summary>The rows that lack a value that others have, and the values that were not read.</summary>
    public IEnumerable<Doubt> FindDoubts()
    {
        for (int column = 0; column < Columns; column++)
        {
            if (_columns[column].Count == 0) continue;
            Fill(column, Rows);
            if (_missing[column] > 0)
                yield return new Doubt(
                    DoubtKind.DamagedRows,
                    $"line {line}",
                    $"{_missing[column]} of {Rows} rows of SASdata {name} have no {Names[column]}",
                    "NaN");
        }
        if (_leftOut.Count > 0)
            yield return new Doubt(
                DoubtKind.Unexplained,
                $"line {line}",
                $"{_leftOut.Values.Max()} of {Rows} rows of SASdata {name} have {string.Join(", ", _leftOut.Keys)}",
                "not read");
    }

    /// <exception cref="LensException">A value is invalid, or there is no Q or I at all.</exception>
    public Curve ToCurve(string path)
    {
        if (Problem is null && (_columns[0].Count == 0 || _columns[1].Count == 0)) Problem = "it has no Q, or no I";
        if (Problem is not null) throw new LensException(DatasetFile.Damaged(path, $"line {line} (SASdata {name})", Problem));
        double[]? Optional(int column, double factor) => _columns[column].Count > 0 ? Scaled(column, factor) : null;
        // A deviation may be in another unit than its quantity.
        double momentum = Units.Find(_units[0], Dimension.Momentum)?.Factor ?? 1;
        double resolution = Units.Find(_units[3], Dimension.Momentum)?.Factor ?? momentum;
        return new Curve(
            name,
            Curves.QAxis(Scaled(0, momentum), Optional(3, resolution), _units[0]),
            Curves.YAxis(
                AxisQuantity.Intensity, Scaled(1, 1), Optional(2, Units.Ratio(_units[2], _units[1], Dimension.Intensity)), _units[1]),
            $"line {line}");
    }

    private void Fill(int column, int rows)
    {
        List<double> values = _columns[column];
        for (; values.Count < rows; _missing[column]++) values.Add(double.NaN);
    }

    private double[] Scaled(int column, double factor)
    {
        Fill(column, Rows);
        double[] scaled = [.. _columns[column]];
        for (int i = 0; i < scaled.Length && factor != 1; i++) scaled[i] *= factor;
        return scaled;
    }
}
