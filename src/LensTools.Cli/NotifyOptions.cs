using System.CommandLine;
using LensTools.Engine.Hosting;

namespace LensTools.Cli;

/// <summary>The options that say who is told of what goes wrong.</summary>
internal sealed class NotifyOptions
{
    private readonly Option<string?> _command = new("--notify-command")
    {
        Description =
            "A command line for the shell, run on failures, outages, refused or damaged files and recoveries with the event as JSON on its "
                + "input."
    };

    private readonly Option<string?> _webhook = new("--webhook")
    {
        Description = "A URL to which these events are posted as JSON; LENS_WEBHOOK if not given."
    };

    private readonly Option<string?> _heartbeat = new("--heartbeat")
    {
        Description = "A URL that is requested after each look or run that went well; LENS_HEARTBEAT if not given."
    };

    public NotifyOptions()
    {
        foreach (Option<string?> option in (Option<string?>[])[_webhook, _heartbeat])
        {
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string?>() is { } text && Url(text) is null)
                    result.AddError($"{option.Name} takes an http or https URL.");
            });
        }
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_command, _webhook, _heartbeat]) command.Options.Add(option);
    }

    public NotifyChoice Read(ParseResult parsed) => new(
        parsed.GetValue(_command),
        Url(parsed.GetValue(_webhook)) ?? Variable("LENS_WEBHOOK"),
        Url(parsed.GetValue(_heartbeat)) ?? Variable("LENS_HEARTBEAT"));

    private static Uri? Variable(string name)
    {
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text) return null;
        return Url(text) ?? throw new LensException(new LensError(
            ErrorKind.InputInvalid, $"{name} is not an http or https URL.", name, "Correct it, or unset it."));
    }

    private static Uri? Url(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? url : null;
}

/// <summary>Who is told, and how.</summary>
internal sealed record NotifyChoice(string? Command, Uri? Webhook, Uri? Heartbeat)
{
    /// <summary>Whether anyone is told.</summary>
    public bool IsAny => Command is not null || Webhook is not null || Heartbeat is not null;

    public Notifier Open(Action<string> warn) => new(warn) { Command = Command, Webhook = Webhook, Heartbeat = Heartbeat };
}
