using LensTools.Engine.Checks;

namespace LensTools.Engine.Pages;

/// <summary>A value of a description.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The value, with its unit.</param>
/// <param name="Location">Where in the file it is, or whose answer.</param>
internal sealed record CardFact(string Name, string Value, string Location);

/// <summary>A label that was given or removed.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="By">Who.</param>
/// <param name="Name">The label.</param>
/// <param name="Value">Its value; null if it was removed.</param>
/// <param name="Reason">Why; null if that was not said.</param>
internal sealed record CardLabel(DateTime At, string By, string Name, string? Value, string? Reason);

/// <summary>A picture.</summary>
/// <param name="Svg">An element of SVG.</param>
/// <param name="Remarks">What is not seen in it.</param>
internal sealed record CardPicture(string Svg, IReadOnlyList<string> Remarks);

/// <summary>What a page shows of a dataset.</summary>
/// <param name="Result">What was found in it.</param>
/// <param name="File">The file, relative to the folder that was tested.</param>
internal sealed record DatasetCard(TestResult Result, string File)
{
    /// <summary>Its picture; null if there is none.</summary>
    public CardPicture? Picture { get; init; }

    /// <summary>The same on linear axes; null if it was not asked for, or there is none.</summary>
    public CardPicture? LinearPicture { get; init; }

    /// <summary>Why there is no picture; null if there is one.</summary>
    public string? NoPicture { get; init; }

    /// <summary>Its description.</summary>
    public IReadOnlyList<CardFact> Facts { get; init; } = [];

    /// <summary>Its labels, the history of all of them, the earliest first.</summary>
    public IReadOnlyList<CardLabel> History { get; init; } = [];

    /// <summary>The facility; empty if it is not known.</summary>
    public string Facility { get; init; } = "";

    /// <summary>The sample; empty if it is not known.</summary>
    public string Sample { get; init; } = "";

    /// <summary>Its current labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
