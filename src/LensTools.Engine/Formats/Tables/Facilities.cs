namespace LensTools.Engine.Formats.Tables;

/// <summary>Facilities by their short names, with the names that files give them and their ROR ids.</summary>
internal static class Facilities
{
    private static readonly Dictionary<string, (string Name, string? Ror)> ByName = Load();

    /// <summary>The short name and ROR id of a facility; the unchanged name if it is not known.</summary>
    public static (string Name, string? Ror)? Find(string? name)
    {
        if (name is null) return null;
        // "Paul Scherrer Institut, SINQ" and "SINQ (PSI)" combine two names.
        string? known = name.Split([',', '(', ')', '@'])
            .Select(part => part.Trim())
            .Prepend(name.Trim())
            .FirstOrDefault(ByName.ContainsKey);
        // "Advanced Photon Source Undulator A" is a part of a facility.
        known ??= ByName.Keys.Where(whole => whole.Contains(' ') && name.StartsWith(whole + " ", StringComparison.OrdinalIgnoreCase)).MaxBy(
            whole => whole.Length);
        return known is null ? (name, null) : ByName[known];
    }

    /// <summary>
    /// The one facility whose short name is part of an instrument's, as in "APS USAXS at 12-ID-E"; null if none or several do.
    /// </summary>
    public static string? FindInName(string? instrument)
    {
        if (instrument is null) return null;
        string[] found = [.. instrument.Split([' ', ',', '/', '(', ')', '@'])
            .Where(word => ByName.TryGetValue(word, out (string Name, string?) facility) && facility.Name == word)
            .Distinct()];
        return found.Length == 1 ? found[0] : null;
    }

    private static Dictionary<string, (string, string?)> Load()
    {
        var facilities = new Dictionary<string, (string, string?)>(StringComparer.OrdinalIgnoreCase);
        foreach (string[] row in Table.Read("facilities.tsv"))
        {
            (string, string?) facility = (row[0], row.Length > 2 && row[2].Length > 0 ? row[2] : null);
            foreach (string name in row[1].Split('|').Append(row[0])) facilities[name] = facility;
        }
        return facilities;
    }
}
