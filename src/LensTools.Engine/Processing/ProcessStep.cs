using System.Globalization;

namespace LensTools.Engine.Processing;

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
