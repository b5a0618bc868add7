using LensTools.Engine.Checks;

namespace LensTools;

/// <summary>A rule of Test-LensDataset.</summary>
public sealed class LensRule
{
    internal LensRule(RuleInfo info, Profile profile)
    {
        Id = info.Id;
        Name = info.Name;
        Category = info.Category.ToString();
        Description = info.Description;
        Explanation = info.Explanation;
        Profile = profile.Stamp.Name;
        Severity = profile.SeverityOf(info).ToString();
        AppliesTo = info.AppliesTo == Engine.Datasets.DataKinds.All ? "All" : info.AppliesTo.ToString();
        Thresholds = [.. info.Thresholds.Select(threshold => new LensThreshold(threshold, profile.Threshold(threshold.Name)))];
        Source = info.Source;
        Remedy = info.Remedy.Who.ToString();
        Request = info.Remedy.Request;
        Label = info.Remedy.Label;
        IsBuiltIn = RuleRegistry.IsBuiltIn(info);
    }

    /// <summary>Its id: category and subject, such as Metadata.Title.</summary>
    public string Id { get; }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What it is about.</summary>
    public string Category { get; }

    /// <summary>What it requires.</summary>
    public string Description { get; }

    /// <summary>Why that matters.</summary>
    public string Explanation { get; }

    /// <summary>The profile that Severity and Thresholds are of.</summary>
    public string Profile { get; }

    /// <summary>Off, Information, Warning or Error.</summary>
    public string Severity { get; }

    /// <summary>The kinds of data that it is for.</summary>
    public string AppliesTo { get; }

    /// <summary>The numbers that it compares with.</summary>
    public LensThreshold[] Thresholds { get; }

    /// <summary>The specification or paper that it follows; null if there is none.</summary>
    public string? Source { get; }

    /// <summary>Who can fix what it finds: Uploader, Steward, Facility or Nobody.</summary>
    public string Remedy { get; }

    /// <summary>The question that asks an uploader for what is missing; null if an answer would not fix it.</summary>
    public string? Request { get; }

    /// <summary>The label that takes the answer; null if there is none.</summary>
    public string? Label { get; }

    /// <summary>Whether it comes with LensTools, and was not registered with Register-LensRule.</summary>
    public bool IsBuiltIn { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>A number that a rule compares with.</summary>
public sealed class LensThreshold
{
    internal LensThreshold(ThresholdInfo info, double value)
    {
        Name = info.Name;
        Value = value;
        Unit = info.Unit;
        Meaning = info.Meaning;
        Source = info.Source;
    }

    /// <summary>Its name in profiles.</summary>
    public string Name { get; }

    /// <summary>Its value in the profile.</summary>
    public double Value { get; }

    /// <summary>Its unit; "1" for a fraction or a count.</summary>
    public string Unit { get; }

    /// <summary>What it is.</summary>
    public string Meaning { get; }

    /// <summary>Where its default comes from.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name}={Value}");
}
