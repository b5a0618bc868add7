using System.Globalization;

namespace LensTools.Engine.Formats.Tables;

/// <summary>The dimensions of the units used in files.</summary>
internal enum Dimension
{
    /// <summary>Momentum transfer, in 1/angstrom.</summary>
    Momentum,
    /// <summary>A length, in metres.</summary>
    Length,
    /// <summary>A temperature, in kelvin.</summary>
    Temperature,
    /// <summary>A differential cross section, in 1/cm.</summary>
    Intensity,
    /// <summary>A cross section per mass, in cm2/g.</summary>
    AreaPerMass,
    /// <summary>An intensity on no scale.</summary>
    Arbitrary,
    /// <summary>Counts.</summary>
    Counts,
    /// <summary>A time, in seconds.</summary>
    Time,
}

/// <summary>
/// A unit: a value in it times <paramref name="Factor"/> plus <paramref name="Offset"/> is in the first unit of its dimension.
/// </summary>
internal sealed record Unit(Dimension Dimension, double Factor, double Offset)
{
    public double ToBase(double value) => (value * Factor) + Offset;
}

/// <summary>Units by their spellings. An unknown one is never guessed.</summary>
internal static class Units
{
    // By dimension, then by spelling.
    private static readonly Dictionary<string, Unit>[] BySpelling = Load();

    /// <summary>The unit of a dimension that a text denotes; null if unknown.</summary>
    public static Unit? Find(string? text, Dimension dimension)
    {
        if (text is null) return null;
        string spelling = text.Trim();
        Dictionary<string, Unit> units = BySpelling[(int)dimension];
        if ((units.GetValueOrDefault(spelling) ?? units.GetValueOrDefault(spelling.ToLowerInvariant())) is { } known) return known;
        return dimension == Dimension.Momentum && InverseLength.FactorOf(spelling) is { } factor ? new Unit(dimension, factor, 0) : null;
    }

    /// <summary>The factor that converts a value from one unit to another; 1 if either is unknown.</summary>
    public static double Ratio(string? from, string? to, Dimension dimension) =>
        from != to && Find(from, dimension) is { } own && Find(to, dimension) is { } wanted ? own.Factor / wanted.Factor : 1;

    /// <summary>Whether two spellings are of one unit.</summary>
    public static bool AreSame(string? one, string? other, Dimension dimension) =>
        one == other || (Find(one, dimension) is { } first && Find(other, dimension) is { } second && first == second);

    private static Dictionary<string, Unit>[] Load()
    {
        Dictionary<string, Unit>[] units = [.. Enum.GetNames<Dimension>().Select(_ => new Dictionary<string, Unit>())];
        foreach (string[] row in Table.Read("units.tsv"))
        {
            var dimension = Enum.Parse<Dimension>(row[1], ignoreCase: true);
            double factor = double.Parse(row[2], CultureInfo.InvariantCulture);
            double offset = row.Length > 3 ? double.Parse(row[3], CultureInfo.InvariantCulture) : 0;
            var unit = new Unit(dimension, factor, offset);
            units[(int)dimension][row[0]] = unit;
            units[(int)dimension].TryAdd(row[0].ToLowerInvariant(), unit);
        }
        return units;
    }
}
