using System.Globalization;
using System.Text.RegularExpressions;

namespace LensTools.Engine.Sharing;

/// <summary>
/// How to publish to a target: what a user gives, or what <c>lens.yaml</c> states for one of the names under <c>targets</c>.
/// Null leaves a setting to the other, and then to its default.
/// </summary>
public sealed partial record TargetSettings
{
    /// <summary>A folder or a URL.</summary>
    public string? Url { get; init; }

    /// <summary>The folder for a publication below it.</summary>
    public string? Name { get; init; }

    /// <summary>The maximum number of bytes per second.</summary>
    public long? MaxRate { get; init; }

    /// <summary>Whether every file is read back, whatever the server reports.</summary>
    public bool? ReadsBack { get; init; }

    /// <summary>Whether files that the destination does not take hold back only themselves.</summary>
    public bool? Partial { get; init; }

    /// <summary>How long an outage is waited for.</summary>
    public TimeSpan? RetryFor { get; init; }

    /// <summary>Whether files that name people may be published where anyone can read them.</summary>
    public bool? AllowPersonalData { get; init; }

    /// <inheritdoc cref="ShareOptions.CertificateThumbprint"/>
    public string? CertificateThumbprint { get; init; }

    /// <inheritdoc cref="ShareOptions.KeyFile"/>
    public string? KeyFile { get; init; }

    /// <inheritdoc cref="ShareOptions.AllowInsecure"/>
    public bool? AllowInsecure { get; init; }

    /// <inheritdoc cref="ShareOptions.FollowRedirects"/>
    public bool? FollowRedirects { get; init; }

    /// <summary>These settings, and those of a target where they are not given.</summary>
    public TargetSettings Over(TargetSettings target) => new()
    {
        Url = Url ?? target.Url,
        Name = Name ?? target.Name,
        MaxRate = MaxRate ?? target.MaxRate,
        ReadsBack = ReadsBack ?? target.ReadsBack,
        Partial = Partial ?? target.Partial,
        RetryFor = RetryFor ?? target.RetryFor,
        AllowPersonalData = AllowPersonalData ?? target.AllowPersonalData,
        CertificateThumbprint = CertificateThumbprint ?? target.CertificateThumbprint,
        KeyFile = KeyFile ?? target.KeyFile,
        AllowInsecure = AllowInsecure ?? target.AllowInsecure,
        FollowRedirects = FollowRedirects ?? target.FollowRedirects,
    };

    /// <summary>The options to connect with.</summary>
    public ShareOptions Apply(ShareOptions options) => options with
    {
        MaxRate = MaxRate ?? options.MaxRate,
        RetryFor = RetryFor ?? options.RetryFor,
        CertificateThumbprint = CertificateThumbprint ?? options.CertificateThumbprint,
        KeyFile = KeyFile ?? options.KeyFile,
        AllowInsecure = AllowInsecure ?? options.AllowInsecure,
        FollowRedirects = FollowRedirects ?? options.FollowRedirects,
    };

    /// <summary>Parses a time such as "90s", "15m", "1h" or "2d".</summary>
    public static bool TryParseTime(string text, out TimeSpan time)
    {
        time = default;
        if (Quantity().Match(text.Trim()) is not { Success: true } match) return false;
        double number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        double? seconds = match.Groups["unit"].Value.ToLowerInvariant() switch
        {
            "" or "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => null,
        };
        if (seconds is null || number * seconds.Value > TimeSpan.MaxValue.TotalSeconds) return false;
        time = TimeSpan.FromSeconds(number * seconds.Value);
        return true;
    }

    /// <summary>Parses a number of bytes such as "500000" or "5MB"; kB, MB, GB and TB are powers of 1024, as in PowerShell.</summary>
    public static bool TryParseBytes(string text, out long bytes)
    {
        bytes = 0;
        if (Quantity().Match(text.Trim()) is not { Success: true } match) return false;
        double number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        int power = Array.IndexOf(["", "kb", "mb", "gb", "tb"], match.Groups["unit"].Value.ToLowerInvariant());
        double found = number * Math.Pow(1024, power);
        if (power < 0 || found is not (>= 1 and < long.MaxValue)) return false;
        bytes = (long)found;
        return true;
    }

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)\s*(?<unit>[A-Za-z]*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Quantity();
}
