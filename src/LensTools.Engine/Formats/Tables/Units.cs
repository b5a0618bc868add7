using System.Globalization;

namespace LensTools.Engine.Formats.Tables;

/// <summary>The dimensions of the units that files carry.</summary>
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

/// <summary>A unit: a value in it times <paramref name="Factor"/> plus <paramref name="Offset"/> is in the first unit of its dimension.</summary>
internal readonly record struct Unit(Dimension Dimension, double Factor, double Offset)
{
    public double ToBase(double value) => (value * Factor) + Offset;
}

/// <summary>Units by their spellings. An unknown one is never guessed.</summary>
internal static class Units
{
    private static readonly Dictionary<(string Spelling, Dimension Dimension), Unit> BySpelling = Load();

    /// <summary>The unit that a text means in a place where this dimension stands; null for an unknown one.</summary>
    public static Unit? Find(string? text, Dimension dimension)
    {
        if (text is null) return null;
        string spelling = text.Trim();
        if (BySpelling.TryGetValue((spelling, dimension), out Unit exact)) return exact;
        return BySpelling.TryGetValue((spelling.ToLowerInvariant(), dimension), out Unit loose) ? loose : null;
    }

    private static Dictionary<(string, Dimension), Unit> Load()
    {
        var units = new Dictionary<(string, Dimension), Unit>();
        foreach (string[] row in Table.Read("units.tsv"))
        {
            var dimension = Enum.Parse<Dimension>(row[1], ignoreCase: true);
            double factor = double.Parse(row[2], CultureInfo.InvariantCulture);
            double offset = row.Length > 3 ? double.Parse(row[3], CultureInfo.InvariantCulture) : 0;
            units[(row[0], dimension)] = new Unit(dimension, factor, offset);
            units.TryAdd((row[0].ToLowerInvariant(), dimension), new Unit(dimension, factor, offset));
        }
        return units;
    }
}
