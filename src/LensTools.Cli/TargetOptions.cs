using System.CommandLine;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;

namespace LensTools.Cli;

/// <summary>The options that every command has that speaks to a destination; they count more than those of lens.yaml.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _destination;

    private readonly Option<string?> _name = new("--name") { Description = "The folder for the publication below the destination." };

    private readonly Option<string?> _verify = new("--verify") { Description = "full: read every file back, whatever the server reports." };

    private readonly Option<string?> _maxRate = new("--max-rate") { Description = "The maximum number of bytes per second, such as 5MB." };

    private readonly Option<string?> _retryFor = new("--retry-for")
    {
        Description = "How long an outage of the destination is waited for, such as 90s, 15m or 1h."
    };

    private readonly Option<string?> _thumbprint = new("--certificate-thumbprint")
    {
        Description = "The SHA-256 or SHA-1 of the only certificate to trust."
    };

    private readonly Option<FileInfo?> _keyFile = new("--key-file")
    {
        Description = "A private key for an SFTP server; without it, the usual keys of ssh."
    };

    private readonly Option<bool> _insecure = new("--allow-insecure")
    {
        Description = "Send a password or link over http, where anyone on the way can read it."
    };

    private readonly Option<bool> _followRedirect = new("--follow-redirect")
    {
        Description = "Follow a redirect of the destination that stays on the same server."
    };

    private readonly Option<bool> _allowPersonalData = new("--allow-personal-data")
    {
        Description = "Publish files that name people even if anyone with the address can read them."
    };

    private readonly Option<bool> _partial = new("--partial")
    {
        Description = "Publish the files that the destination takes, even if it does not take others."
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Replace files of others, and publish again to a destination that is empty now."
    };

    private readonly Option<int> _throttleLimit = new("--throttle-limit")
    {
        Description = "How many files are sent or verified at once.",
        DefaultValueFactory = _ => new ShareOptions().ThrottleLimit
    };

    private readonly Option<bool> _whatIf = new("--what-if") { Description = "Say what would be done, and do nothing." };

    private readonly Option<string?> _log = new("--log") { Description = "A file to which each event is appended as a line of JSON." };

    /// <param name="destination">The name of the option for the destination.</param>
    public TargetOptions(string destination)
    {
        _destination = new Option<string?>(destination)
        {
            Description =
                "A folder, a URL, or a target of the collection. Without a value it is LENS_DESTINATION, as a share link must not be on a "
                    + "command line. User name and password are LENS_USERNAME and LENS_PASSWORD, the file LENS_PASSWORD_FILE, or systemd "
                    + "credentials lens-username and lens-password.",
            Arity = ArgumentArity.ZeroOrOne
        };
        _destination.Validators.Add(result =>
        {
            if (result is { Implicit: false, Tokens.Count: 0 } && Secrets.Destination is null)
                result.AddError($"{destination} takes a destination, or LENS_DESTINATION must hold one.");
        });
        _verify.AcceptOnlyFromAmong("standard", "full");
        _log.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>())) result.AddError("--log takes the path of a file.");
        });
        _throttleLimit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= 32)) result.AddError("--throttle-limit takes 1 to 32.");
        });
        _maxRate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TargetSettings.TryParseBytes(text, out _))
                result.AddError("--max-rate takes a number of bytes such as 500000 or 5MB.");
        });
        _retryFor.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TargetSettings.TryParseTime(text, out _))
                result.AddError("--retry-for takes a time such as 90s, 15m or 1h.");
        });
    }

    /// <summary>Adds the options for reaching a destination.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[
            _destination, _name, _verify, _maxRate, _retryFor, _thumbprint, _keyFile, _insecure, _followRedirect, _throttleLimit, _log])
            command.Options.Add(option);
    }

    /// <summary>Adds those for publishing too.</summary>
    public void AddPublishingTo(Command command)
    {
        AddTo(command);
        foreach (Option option in (Option[])[_allowPersonalData, _partial, _whatIf]) command.Options.Add(option);
    }

    /// <summary>Adds the one that replaces what is there, which nobody wants again and again.</summary>
    public void AddForceTo(Command command) => command.Options.Add(_force);

    /// <summary>Adds the one that only says what would be done.</summary>
    public void AddWhatIfTo(Command command) => command.Options.Add(_whatIf);

    /// <summary>What was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isRequired">Whether a destination is needed even if the option is not given.</param>
    public TargetChoice Read(ParseResult parsed, bool isRequired)
    {
        string? destination = parsed.GetResult(_destination) is null ? null : parsed.GetValue(_destination) ?? Secrets.Destination;
        if (destination is null && isRequired) destination = Secrets.Destination;
        return new TargetChoice(destination, IsOnCommandLine: parsed.GetResult(_destination) is { Tokens.Count: > 0 })
        {
            Settings = new TargetSettings
            {
                Name = parsed.GetValue(_name),
                ReadsBack = parsed.GetValue(_verify) is { } verify ? verify == "full" : null,
                MaxRate = parsed.GetValue(_maxRate) is { } rate && TargetSettings.TryParseBytes(rate, out long bytes) ? bytes : null,
                RetryFor = parsed.GetValue(_retryFor) is { } time && TargetSettings.TryParseTime(time, out TimeSpan found) ? found : null,
                CertificateThumbprint = parsed.GetValue(_thumbprint),
                KeyFile = parsed.GetValue(_keyFile)?.FullName,
                AllowInsecure = Chosen(parsed, _insecure),
                FollowRedirects = Chosen(parsed, _followRedirect),
                AllowPersonalData = Chosen(parsed, _allowPersonalData),
                Partial = Chosen(parsed, _partial),
            },
            ThrottleLimit = parsed.GetValue(_throttleLimit),
            Force = parsed.GetValue(_force),
            IsWhatIf = parsed.GetValue(_whatIf),
            LogPath = parsed.GetValue(_log) is { } log ? Path.GetFullPath(log) : null,
        };
    }

    private static bool? Chosen(ParseResult parsed, Option<bool> option) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;
}

/// <summary>A destination as the command line, the environment and the settings give it.</summary>
/// <param name="Destination">A folder, a URL or the name of a target; null if none was given.</param>
/// <param name="IsOnCommandLine">Whether it is on the command line, where other users can see it.</param>
internal sealed record TargetChoice(string? Destination, bool IsOnCommandLine)
{
    public required TargetSettings Settings { get; init; }

    public int ThrottleLimit { get; init; }

    public bool Force { get; init; }

    /// <summary>How to connect.</summary>
    public ShareOptions Options => new() { Credential = Secrets.Credential, ThrottleLimit = ThrottleLimit };

    public bool IsWhatIf { get; init; }

    public string? LogPath { get; init; }

    /// <summary>The destination, which the command needs.</summary>
    /// <exception cref="LensException">There is none.</exception>
    public string Required(string option, string folder) => Destination ?? throw new LensException(new LensError(
        ErrorKind.DestinationMissing,
        "No destination is given.",
        folder,
        $"Use {option}, or LENS_DESTINATION for a share link, which must not be on a command line."));

    /// <summary>Warns of a share link that every user of the host can read.</summary>
    public void WarnOfLink(IOutputPort port)
    {
        if (IsOnCommandLine && Destination is not null && ShareTarget.IsLink(Destination))
            port.Warning("A share link on a command line can be read by every user of this host; use LENS_DESTINATION for it.");
    }
}
