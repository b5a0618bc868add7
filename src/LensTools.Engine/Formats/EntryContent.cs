using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats;

/// <summary>What a reader found in one entry of a file that it reads as a whole.</summary>
internal sealed class EntryContent(string name = "")
{
    public string Name { get; set; } = name;

    public DataLevel Level { get; init; } = DataLevel.Reduced;

    /// <summary>The technique that the format itself implies.</summary>
    public Technique? Technique { get; init; }

    /// <summary>Whether it may be small-angle scattering, if nothing says what technique it is.</summary>
    public bool MayBeSmallAngle { get; init; } = true;

    public List<MetadataItem> Items { get; } = [];

    public List<Signal> Signals { get; } = [];

    /// <summary>What is doubtful about its numbers.</summary>
    public List<Doubt> Doubts { get; } = [];

    /// <summary>Its departures from the definition of its format.</summary>
    public List<Nonconformity> Nonconformities { get; } = [];

    /// <summary>How many values there are if the curves do not say: in raw data, and in columns that do not belong together.</summary>
    public long Counts { get; set; }

    /// <summary>The counts of its detector, if it is raw and they are not too many to be kept.</summary>
    public DetectorCounts? Detector { get; set; }

    /// <summary>Why its arrays cannot be read, though the rest of it can; null if they can.</summary>
    public LensException? Damage { get; set; }

    /// <summary>Adds a value; the dialect's keys determine its term, and its unit if the file gives none.</summary>
    public void Add(string dialect, string key, string? value, string location, string? unit = null, string? name = null)
    {
        if (value is null) return;
        string trimmed = value.Trim();
        (Term term, string? usual) = DialectKeys.Find(dialect, key);
        bool isPlaceholder = term != Term.None && Placeholders.Contains(term, trimmed);
        Items.Add(new MetadataItem(
            name ?? key, trimmed, unit ?? usual, location, term, isPlaceholder, term == Term.None ? null : $"{dialect}: {key}"));
    }

    /// <summary>Gives entries of one file that have the same name, or none, unique names such as <c>name[2]</c>.</summary>
    public static void MakeNamesUnique(IReadOnlyList<EntryContent> entries)
    {
        if (entries.Count < 2) return;
        var seen = new HashSet<string>();
        for (int i = 0; i < entries.Count; i++)
        {
            EntryContent entry = entries[i];
            string name = entry.Name;
            for (int number = i + 1; entry.Name.Length == 0 || !seen.Add(entry.Name); number++) entry.Name = $"{name}[{number}]";
        }
    }
}
