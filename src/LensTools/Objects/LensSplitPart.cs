using System.Collections.ObjectModel;
using LensTools.Engine.Splits;

namespace LensTools;

/// <summary>A part of a split.</summary>
public sealed class LensSplitPart
{
    internal LensSplitPart(SplitPart part)
    {
        Part = part.Name;
        Requested = part.Requested;
        Fraction = part.Total > 0 ? (double)part.Datasets / part.Total : 0;
        Datasets = part.Datasets;
        New = part.New;
        Groups = part.Groups;
        Stratum = new ReadOnlyDictionary<string, int>(part.Strata.ToDictionary(one => one.Key, one => one.Value));
    }

    /// <summary>The part, which is the value of the label split.</summary>
    public string Part { get; }

    /// <summary>The fraction of the datasets that it was to have.</summary>
    public double Requested { get; }

    /// <summary>The fraction that it has.</summary>
    public double Fraction { get; }

    /// <summary>How many datasets it has.</summary>
    public int Datasets { get; }

    /// <summary>How many of them were assigned to it now; the others had it before.</summary>
    public int New { get; }

    /// <summary>How many groups its datasets are.</summary>
    public int Groups { get; }

    /// <summary>How many datasets it has of each value that the split is stratified by.</summary>
    public ReadOnlyDictionary<string, int> Stratum { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Part}: {Datasets}";
}
