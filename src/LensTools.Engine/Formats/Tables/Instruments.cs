using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.Tables;

/// <summary>Instruments that are known by name, with their facility and technique.</summary>
internal static class Instruments
{
    private static readonly Dictionary<string, (string Facility, Technique? Technique)> ByName = Table.Read("instruments.tsv")
        .ToDictionary(row => row[0], row => (row[1], Technique.Find(row[2])), StringComparer.OrdinalIgnoreCase);

    /// <summary>The entry of an instrument; files write names such as "LOQ", "ILL_d22" or "KWS-2, MLZ".</summary>
    public static (string Facility, Technique? Technique)? Find(string? name)
    {
        if (name is null) return null;
        if (ByName.TryGetValue(name, out (string, Technique?) exact)) return exact;
        foreach (string word in name.Split([' ', ',', '_', '/', '@', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            // The names of other instruments are also common words, so only the whole name counts.
            if (ByName.TryGetValue(word, out (string, Technique? Technique) found) && found.Technique is not null) return found;
        }
        return null;
    }
}
