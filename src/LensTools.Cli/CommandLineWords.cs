using System.Text.RegularExpressions;
using LensTools.Engine.Hosting;

namespace LensTools.Cli;

/// <summary>The advice of the engine names cmdlets and their parameters; on the command line they are called otherwise.</summary>
internal static class CommandLineWords
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["with -Credential"] = "in LENS_USERNAME and LENS_PASSWORD",
        ["-Credential"] = "LENS_USERNAME and LENS_PASSWORD",
        ["-AllowInsecure"] = "--allow-insecure",
        ["-AllowPersonalData"] = "--allow-personal-data",
        ["-CertificateThumbprint"] = "--certificate-thumbprint",
        ["-FollowRedirect"] = "--follow-redirect",
        ["-KeyFile"] = "--key-file",
        ["-Name"] = "--name",
        ["-Partial"] = "--partial",
        ["-ThrottleLimit"] = "--throttle-limit",
        ["New-LensCollection"] = "a lens.yaml",
        ["Publish-LensDataset -Force"] = "--force of lens publish or lens curate",
        ["Test-LensDataset -ExcludeRule"] = "Test-LensDataset -ExcludeRule in PowerShell",
        ["Test-LensPublication -Repair"] = "lens verify --repair",
    };

    private static readonly Regex Names =
        new($"(?<=^|[\\s(\"'])({string.Join('|', Words.Keys.OrderByDescending(word => word.Length).Select(Regex.Escape))})(?![A-Za-z])");

    /// <summary>The same advice for a command line.</summary>
    public static string Of(string advice) => Names.Replace(advice, match => Words[match.Value]);

    /// <summary>The same error for a command line.</summary>
    public static LensError Of(LensError error) => error with { Message = Of(error.Message), Advice = Of(error.Advice) };
}
