using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Labels;

namespace LensTools;

/// <summary>How well two collections, times or authors agree on a label.</summary>
public sealed class LensLabelAgreement
{
    internal LensLabelAgreement(LabelAgreement agreement, string root)
    {
        Name = agreement.Name;
        Both = agreement.Both;
        Agreed = agreement.Agreed;
        Agreement = agreement.Both > 0 ? (double)agreement.Agreed / agreement.Both : null;
        Kappa = agreement.Kappa;
        OnlyReference = agreement.OnlyReference;
        OnlyDifference = agreement.OnlyDifference;
        Disagreement = [.. agreement.Disagreements.Select(one => new LensLabelDisagreement(one, root))];
    }

    /// <summary>The label.</summary>
    public string Name { get; }

    /// <summary>How many datasets both have labelled.</summary>
    public int Both { get; }

    /// <summary>On how many of these they agree.</summary>
    public int Agreed { get; }

    /// <summary>The fraction of these; null if there are none.</summary>
    public double? Agreement { get; }

    /// <summary>Cohen's κ: 1 for full agreement, 0 for as much as chance gives; null where it is undefined.</summary>
    public double? Kappa { get; }

    /// <summary>How many datasets only the reference has labelled.</summary>
    public int OnlyReference { get; }

    /// <summary>How many datasets only the other has labelled.</summary>
    public int OnlyDifference { get; }

    /// <summary>What they differ in, also where only one has labelled.</summary>
    public LensLabelDisagreement[] Disagreement { get; }

    /// <summary>In how many datasets they differ, also where only one has labelled.</summary>
    public int Differing => Disagreement.Length;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Agreed} of {Both}";
}

/// <summary>A label on which two sides differ.</summary>
public sealed class LensLabelDisagreement
{
    internal LensLabelDisagreement(LabelDisagreement one, string root)
    {
        Name = one.Name;
        RelativePath = one.Path;
        Path = PortablePath.ToHostPath(root, one.Path);
        Entry = Identities.EntryOf(one.Id) ?? "";
        DatasetId = one.Id;
        Reference = one.Reference;
        Difference = one.Difference;
    }

    /// <summary>The label.</summary>
    public string Name { get; }

    /// <summary>The dataset's path in its collection when it was labelled.</summary>
    public string RelativePath { get; }

    /// <summary>The dataset's file when it was labelled.</summary>
    public string Path { get; }

    /// <summary>The entry in the file; empty if it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The dataset's identity.</summary>
    public string DatasetId { get; }

    /// <summary>The reference's value; null if it has none.</summary>
    public string? Reference { get; }

    /// <summary>The other's value; null if it has none.</summary>
    public string? Difference { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{RelativePath}: {Reference ?? "none"} / {Difference ?? "none"}";
}
