using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks;

/// <summary>What rules are about.</summary>
public enum RuleCategory
{
    /// <summary>Whether the bytes can be read.</summary>
    Readability,
    /// <summary>Whether the file follows its format.</summary>
    Format,
    /// <summary>What the file says about the measurement.</summary>
    Metadata,
    /// <summary>The numbers.</summary>
    Data,
    /// <summary>What detectors and monitors counted.</summary>
    Raw,
    /// <summary>Events and pulses.</summary>
    Events,
    /// <summary>The labels.</summary>
    Label,
    /// <summary>One dataset compared with the others.</summary>
    Collection,
    /// <summary>People.</summary>
    Privacy,
    /// <summary>What a host has registered.</summary>
    Custom,
}

/// <summary>What a rule reads of a dataset, so that the cost of a check is known.</summary>
[Flags]
public enum RuleNeeds
{
    /// <summary>The description alone.</summary>
    Description = 0,
    /// <summary>Every value of the entry.</summary>
    Metadata = 1,
    /// <summary>The curves and planes.</summary>
    Signals = 2,
    /// <summary>The departures from the definition of the format.</summary>
    Nonconformities = 4,
    /// <summary>Every array to its end.</summary>
    Arrays = 8,
    /// <summary>The dataset's labels.</summary>
    Labels = 16,
    /// <summary>The SHA-256 of the file.</summary>
    Hash = 32,
    /// <summary>What the detectors and monitors counted.</summary>
    Counts = 64,
    /// <summary>Every event.</summary>
    Events = 128,
    /// <summary>The Guinier region of the first curve.</summary>
    Guinier = 256,
}

/// <summary>A number that a rule compares with; profiles may change it.</summary>
/// <param name="Name">Its name in profiles, unique among all rules.</param>
/// <param name="Unit">Its unit; "1" for a fraction or a count.</param>
/// <param name="Default">Its value unless a profile changes it.</param>
/// <param name="Meaning">What it is, in a sentence.</param>
/// <param name="Source">Where the default comes from.</param>
public sealed record ThresholdInfo(string Name, string Unit, double Default, string Meaning, string Source);

/// <summary>Who can fix what a rule finds.</summary>
public enum Party
{
    /// <summary>Nobody: the data are what they are.</summary>
    Nobody,
    /// <summary>The steward of the collection.</summary>
    Steward,
    /// <summary>The person who uploaded the data.</summary>
    Uploader,
    /// <summary>The facility, or the author of the program that wrote the file.</summary>
    Facility,
}

/// <summary>Who can fix what a rule finds, and how.</summary>
/// <param name="Who">Who can.</param>
/// <param name="Request">The question that asks an uploader for what is missing; null if an answer would not fix it.</param>
/// <param name="Label">The label that answers the request, or null.</param>
public sealed record Remedy(Party Who, string? Request = null, string? Label = null)
{
    /// <summary>Whether an answer from the uploader fixes it.</summary>
    public bool IsAnswerable => Who == Party.Uploader && Request is not null;
}

/// <summary>Describes a rule.</summary>
public sealed record RuleInfo
{
    /// <summary>A stable id: category and subject, such as <c>Metadata.Title</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called in a table, such as "Title".</summary>
    public required string Name { get; init; }

    /// <summary>What it requires, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Why it matters for whoever uses the data, in a sentence.</summary>
    public required string Explanation { get; init; }

    /// <summary>What it is about.</summary>
    public required RuleCategory Category { get; init; }

    /// <summary>The kinds of data that it is for; it is not applied to a dataset that has none of them.</summary>
    public DataKinds AppliesTo { get; init; } = DataKinds.All;

    /// <summary>Its severity unless the profile changes it.</summary>
    public required Severity DefaultSeverity { get; init; }

    /// <summary>What it reads.</summary>
    public RuleNeeds Needs { get; init; }

    /// <summary>The numbers that it compares with.</summary>
    public IReadOnlyList<ThresholdInfo> Thresholds { get; init; } = [];

    /// <summary>The specification or paper that it follows, or null.</summary>
    public string? Source { get; init; }

    /// <summary>The code of a rule that was registered; null for one of LensTools, whose code its version says.</summary>
    public string? Code { get; init; }

    /// <summary>Who can fix what it finds.</summary>
    public required Remedy Remedy { get; init; }
}
