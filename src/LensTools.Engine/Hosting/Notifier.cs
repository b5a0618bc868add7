using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace LensTools.Engine.Hosting;

/// <summary>
/// Tells someone of failures, outages, refused files and recoveries: by a command, which gets the event as JSON on its standard
/// input, or by a POST of the event to a webhook. A heartbeat URL is requested after each look that went well. What cannot be
/// told is a warning; the work does not wait for it.
/// </summary>
public sealed class Notifier : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30), BetweenBeats = TimeSpan.FromMinutes(1);
    private static readonly HashSet<RunEventKind> Told =
        [RunEventKind.Failed, RunEventKind.Outage, RunEventKind.Refused, RunEventKind.Recovered, RunEventKind.Damaged];

    private readonly Action<string> _warn;
    private readonly HttpClient _http = new() { Timeout = Limit };
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _worker;
    private long _lastBeat;

    /// <param name="warn">Told what could not be told. Any thread may call it.</param>
    public Notifier(Action<string> warn)
    {
        _warn = warn;
        _worker = Task.Run(WorkAsync);
    }

    /// <summary>A command line for the shell; it gets LENS_EVENT, LENS_ID, LENS_PATH and LENS_MESSAGE in its environment.</summary>
    public string? Command { get; init; }

    /// <summary>A URL that takes the event as JSON, its message also as <c>text</c>.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>A URL that is requested to say that all is well, at most once a minute.</summary>
    public Uri? Heartbeat { get; init; }

    /// <summary>Whether anyone would be told of events of a kind.</summary>
    public static bool Tells(RunEventKind kind) => Told.Contains(kind);

    /// <summary>Tells of the events of one look that are worth it; refused files are told together.</summary>
    public void Tell(IReadOnlyList<RunEvent> happened)
    {
        foreach (IGrouping<RunEventKind, RunEvent> group in happened.Where(one => Told.Contains(one.Kind)).GroupBy(one => one.Kind))
        {
            RunEvent first = group.First();
            int count = group.Count();
            RunEvent one = count == 1
                ? first
                : first with { Message = $"{count} files: the first is {first.Path}: {first.Message}" };
            if (Command is not null) _work.Writer.TryWrite(() => RunAsync(one));
            if (Webhook is not null) _work.Writer.TryWrite(() => PostAsync(one));
        }
    }

    /// <summary>Says that all is well.</summary>
    public void Beat()
    {
        if (Heartbeat is null || (_lastBeat != 0 && Stopwatch.GetElapsedTime(_lastBeat) < BetweenBeats)) return;
        _lastBeat = Stopwatch.GetTimestamp();
        _work.Writer.TryWrite(BeatAsync);
    }

    /// <summary>Waits for what is still to be told, no longer than one notification may take.</summary>
    public void Dispose()
    {
        _work.Writer.Complete();
        _worker.Wait(Limit);
        _http.Dispose();
    }

    private async Task WorkAsync()
    {
        await foreach (Func<Task> tell in _work.Reader.ReadAllAsync())
        {
            try
            {
                await tell();
            }
            catch (Exception problem)
            {
                // Whatever it is, it must not end what it tells of.
                _warn($"A notification could not be sent: {problem.Message}");
            }
        }
    }

    private async Task RunAsync(RunEvent one)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "cmd" : "/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(OperatingSystem.IsWindows() ? "/c" : "-c");
        start.ArgumentList.Add(Command!);
        // Secrets are not for the command.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("LENS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LENS_EVENT"] = one.Kind.ToString();
        start.Environment["LENS_MESSAGE"] = one.Message;
        start.Environment["LENS_ID"] = one.Id ?? "";
        start.Environment["LENS_PATH"] = one.Path ?? "";
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.StandardInput.WriteLineAsync(one.ToJson());
            process.StandardInput.Close();
            _ = process.StandardOutput.ReadToEndAsync(limit.Token);
            string said = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0) _warn($"The notification command ended with {process.ExitCode}: {said.Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private async Task PostAsync(RunEvent one)
    {
        string json = one.ToJson();
        string text = System.Text.Json.JsonSerializer.Serialize($"LensTools {one.Kind}: {one.Message}", HostingJson.Default.String);
        using var content = new StringContent($"{json[..^1]},\"text\":{text}}}", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(Webhook, content);
        if (!answer.IsSuccessStatusCode) _warn($"The webhook at {Webhook!.Host} answered {(int)answer.StatusCode}.");
    }

    private async Task BeatAsync()
    {
        using HttpResponseMessage answer = await _http.GetAsync(Heartbeat);
        if (!answer.IsSuccessStatusCode) _warn($"The heartbeat at {Heartbeat!.Host} answered {(int)answer.StatusCode}.");
    }
}

/// <summary>JSON of plain texts, generated at compile time.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class HostingJson : System.Text.Json.Serialization.JsonSerializerContext;
