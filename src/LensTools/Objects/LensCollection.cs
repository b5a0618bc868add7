using LensTools.Engine.Collections;

namespace LensTools;

/// <summary>A folder of data with a lens.yaml.</summary>
public sealed class LensCollection
{
    internal LensCollection(Collection collection)
    {
        Name = collection.Name;
        Path = collection.Root;
        Licence = collection.Licence;
        Profile = collection.Profile;
        LabelNames = [.. collection.Vocabulary.Labels.Keys.Order()];
        Targets = new SortedDictionary<string, string>(collection.Targets.ToDictionary(t => t.Key, t => t.Value.Url!));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The literal path, as PowerShell's cmdlets accept it.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The licence of its data.</summary>
    public string? Licence { get; }

    /// <summary>The profile that its data are tested against.</summary>
    public string Profile { get; }

    /// <summary>The labels that may be given.</summary>
    public string[] LabelNames { get; }

    /// <summary>Names for destinations.</summary>
    public SortedDictionary<string, string> Targets { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
