using System.Text.RegularExpressions;

namespace LensTools.Cli;

/// <summary>The advice of the engine names parameters and cmdlets; on the command line they are called otherwise.</summary>
internal static partial class CommandLineWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["with -Credential"] = "in LENS_USERNAME and LENS_PASSWORD",
        ["-Credential"] = "LENS_USERNAME and LENS_PASSWORD",
        ["Test-LensPublication with -Repair"] = "lens verify --repair",
        ["Test-LensPublication"] = "lens verify",
        ["New-LensCollection"] = "a lens.yaml",
        ["-FollowRedirect"] = "--follow-redirect",
    };

    /// <summary>The same advice for a command line.</summary>
    public static string Of(string advice) => Names().Replace(
        advice,
        match => Words.TryGetValue(match.Value, out string? word)
            ? word
            : Capitals().Replace(match.Value, capital => "-" + capital.Value.ToLowerInvariant()));

    [GeneratedRegex(
        "with -Credential|Test-LensPublication with -Repair|Test-LensPublication|New-LensCollection|(?<![A-Za-z-])-[A-Z][A-Za-z]+")]
    private static partial Regex Names();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
