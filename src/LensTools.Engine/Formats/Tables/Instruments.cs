using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>Instruments that are known by name, with their facility and technique.</summary>
internal static class Instruments
{
    private static readonly Dictionary<string, KnownInstrument> ByName = Table.Read("instruments.tsv")
        .ToDictionary(row => row[0], row => new KnownInstrument(row[0], row[1], Technique.Find(row[2])), StringComparer.OrdinalIgnoreCase);

    /// <summary>The entry of an instrument; files write names such as "LOQ", "LOQ___", "ILL_d22" or "KWS-2, MLZ".</summary>
    public static KnownInstrument? Find(string? name)
    {
        if (name is null) return null;
        if (ByName.TryGetValue(name, out KnownInstrument? exact)) return exact;
        foreach (string word in name.Split([' ', ',', '_', '/', '@', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            // The names of other instruments are also common words, so only the whole name counts.
            if (ByName.TryGetValue(word, out KnownInstrument? found) && found.Technique is not null) return found;
        }
        return null;
    }
}

/// <summary>An instrument of the table.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Facility">The facility that it is at.</param>
/// <param name="Technique">Its technique; null if the model does not name it.</param>
internal sealed record KnownInstrument(string Name, string Facility, Technique? Technique);
