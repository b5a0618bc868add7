using LensTools.Engine.Splits;

namespace LensTools;

/// <summary>Two datasets of different parts that belong together.</summary>
public sealed class LensSplitLeak
{
    internal LensSplitLeak(SplitLeak leak)
    {
        Leak = $"{leak.Tie}";
        Evidence = leak.Evidence;
        Part = [leak.OnePart, leak.OtherPart];
        Name = [leak.One.Name, leak.Other.Name];
        Path = [leak.One.Path, leak.Other.Path];
        Entry = [leak.One.IsOnlyEntry ? "" : leak.One.Entry, leak.Other.IsOnlyEntry ? "" : leak.Other.Entry];
    }

    /// <summary>
    /// Why they belong together: Group (they share what the split is grouped by), Duplicate (one measurement, in another file or format,
    /// scaled or cut), NearDuplicate (equal within noise, after a scale) or Series (measured one after the other).
    /// </summary>
    public string Leak { get; }

    /// <summary>What they share, in words.</summary>
    public string Evidence { get; }

    /// <summary>Their parts.</summary>
    public string[] Part { get; }

    /// <summary>Their names.</summary>
    public string[] Name { get; }

    /// <summary>Their files.</summary>
    public string[] Path { get; }

    /// <summary>Their entries in the files; empty for the only one.</summary>
    public string[] Entry { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Leak}: {Name[0]} ({Part[0]}) and {Name[1]} ({Part[1]}): {Evidence}";
}
