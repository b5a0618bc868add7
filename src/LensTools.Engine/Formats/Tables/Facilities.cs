namespace LensTools.Engine.Formats.Tables;

/// <summary>Facilities by their short names, with the names that files give them and their ROR ids.</summary>
internal static class Facilities
{
    private static readonly Dictionary<string, (string Name, string? Ror)> ByName = Load();

    /// <summary>The short name and ROR id of a facility; the name as it is where it is not known.</summary>
    public static (string Name, string? Ror)? Find(string? name) =>
        name is null ? null : ByName.TryGetValue(name.Trim(), out (string, string?) known) ? known : (name, null);

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
