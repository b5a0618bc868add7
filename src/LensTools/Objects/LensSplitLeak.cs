using LensTools.Engine.Splits;

namespace LensTools;

/// <summary>Two datasets of different parts that belong together.</summary>
public sealed class LensSplitLeak
{
    internal LensSplitLeak(SplitLeak leak)
    {
        Leak = $"{leak.Tie}";
        Evidence = leak.Evidence;
        Name = leak.One.Name;
        Part = leak.OnePart;
        Path = leak.One.Path;
        Entry = leak.One.IsOnlyEntry ? "" : leak.One.Entry;
        OtherName = leak.Other.Name;
        OtherPart = leak.OtherPart;
        OtherPath = leak.Other.Path;
        OtherEntry = leak.Other.IsOnlyEntry ? "" : leak.Other.Entry;
    }

    /// <summary>
    /// Why they belong together: Group (they share what the split is grouped by), Duplicate (one measurement, in another file or format,
    /// scaled or cut), NearDuplicate (equal within noise, after a scale) or Series (measured one after the other).
    /// </summary>
    public string Leak { get; }

    /// <summary>What they share, in words.</summary>
    public string Evidence { get; }

    /// <summary>The dataset that the other leaks into: of two, the one that is not in train.</summary>
    public string Name { get; }

    /// <summary>Its part.</summary>
    public string Part { get; }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>The entry in the file; empty for the only one.</summary>
    public string Entry { get; }

    /// <summary>The other dataset.</summary>
    public string OtherName { get; }

    /// <summary>Its part.</summary>
    public string OtherPart { get; }

    /// <summary>Its file.</summary>
    public string OtherPath { get; }

    /// <summary>The entry in the file; empty for the only one.</summary>
    public string OtherEntry { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Leak}: {Name} ({Part}) and {OtherName} ({OtherPart}): {Evidence}";
}
