using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Processing;

/// <summary>A curve that was computed from datasets, with how, so that it can be computed again.</summary>
/// <param name="Name">Its name, as for a file.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Sources">What it is from.</param>
/// <param name="Process">How it was computed.</param>
public sealed record ProcessedCurve(string Name, Curve Curve, IReadOnlyList<ProcessSource> Sources, ProcessStep Process);

/// <summary>A dataset that something was computed from.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Role">What it is in the computation.</param>
public sealed record ProcessSource(Dataset Dataset, string Role = ProcessSource.Measurement)
{
    /// <summary>The role of a dataset whose sample the result is of, and whose description it therefore has.</summary>
    public const string Measurement = "source";
}

/// <summary>How something was computed (NeXus' NXprocess).</summary>
/// <param name="Name">What was done, in a word.</param>
/// <param name="Algorithm">The algorithm and its version, which changes with its results.</param>
/// <param name="Parameters">What it was done with, and what it found on the way, by name.</param>
public sealed record ProcessStep(string Name, string Algorithm, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>A parameter, as it is written everywhere.</summary>
    internal static KeyValuePair<string, string> Parameter(string name, FormattableString value) =>
        new(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>What a user should know of the result, in words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
