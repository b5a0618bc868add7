using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Tests.Sharing;
using LensTools.Engine.Watching;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Watching;

/// <summary>Publishing what arrives in a folder.</summary>
public sealed class FolderWatchTests : IDisposable
{
    private const string Good = "# Sample: water\n# Title: water\n# Proposal: 1\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n"
        + "0.01 10 1\n0.02 9 1.1\n0.03 8 1.2\n0.04 7 1\n0.05 6 1.3\n0.06 5 1\n0.07 4 1\n0.08 3 1\n0.09 2 1\n0.1 1 1\n";

    private readonly TestFolder _source = new(), _target = new("lens target"), _state = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void Once_it_publishes_what_passes_and_tells_why_the_rest_is_refused()
    {
        _source.Write("good.dat", Good);
        _source.Write("nameless.dat", Nameless);
        _source.Write("notes.txt", "not data");
        FolderWatch watch = Watch(_target["set"], once: true);
        List<RunEvent> events = Once(watch, out bool isWell);
        Assert.True(isWell);
        Assert.True(watch.HasFindings);
        Assert.Equal(
            [RunEventKind.Started, RunEventKind.Refused, RunEventKind.Skipped, RunEventKind.Published], events.Select(e => e.Kind));
        Assert.Equal("Metadata.Sample", events[1].Id);
        Assert.Equal(_source["nameless.dat"], events[1].Path);
        Assert.Equal(("read-back", _source["good.dat"]), (events[3].Proof, events[3].Path));
        Assert.Equal(["good.dat"], Directory.GetFiles(_target["set"], "*.dat").Select(Path.GetFileName));
        Assert.All(events, e => Assert.Equal(e.Message, JsonDocument.Parse(e.ToJson()).RootElement.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task It_waits_until_a_file_stops_changing_and_takes_what_comes_later()
    {
        await using Running running = Start(Watch(_target["set"], settle: 0.5));
        // Written in pieces for longer than a file must rest.
        using (var file = new StreamWriter(_source["slow.dat"]) { AutoFlush = true })
        {
            foreach (string line in Good.TrimEnd('\n').Split('\n'))
            {
                file.Write(line + "\n");
                await Task.Delay(80);
                Assert.DoesNotContain(running.Events, e => e.Kind is RunEventKind.Published or RunEventKind.Refused);
            }
        }
        await running.Wait(RunEventKind.Published, 1);
        _source.Write("later.dat", Good.Replace("water", "oil", StringComparison.Ordinal));
        await running.Wait(RunEventKind.Published, 2);
        Assert.Equal(Good, File.ReadAllText(_target["set/slow.dat"]));
        Assert.True(File.Exists(_target["set/later.dat"]));
    }

    [Fact]
    public async Task An_outage_is_waited_out()
    {
        using var server = new DavDouble("user") { Faults = (_, _, _) => new Fault(FaultKind.Cut) };
        _source.Write("good.dat", Good);
        await using Running running = Start(Watch(server.Url + "set", new ShareCredential("u", "p")));
        await running.Wait(RunEventKind.Outage, 1);
        await Task.Delay(300);
        server.Faults = (_, _, _) => null;
        await running.Wait(RunEventKind.Recovered, 1);
        Assert.Equal(Good, File.ReadAllText(Path.Combine(server.Root, "set", "good.dat")));
        Assert.Single(running.Events, e => e.Kind == RunEventKind.Outage);
        Assert.DoesNotContain(running.Events, e => e.Kind == RunEventKind.Refused);
    }

    [Fact]
    public void A_wrong_password_is_not_tried_again()
    {
        using var server = new DavDouble("user")
        {
            Faults = (_, _, path) => path.EndsWith("status.php", StringComparison.Ordinal) ? null : new Fault(FaultKind.Answer, 401)
        };
        _source.Write("good.dat", Good);
        List<RunEvent> events = Once(Watch(server.Url + "set", new ShareCredential("u", "p")), out bool isWell);
        Assert.False(isWell);
        Assert.Equal("LensAuthenticationFailed", events[^1].Id);
        Assert.Equal(RunEventKind.Failed, events[^1].Kind);
        Assert.Equal(2, server.Requests);
        Assert.Equal("LensAuthenticationFailed", Assert.Single(Statuses, IsOfThis).Error?.Id);
    }

    [Fact]
    public void A_target_that_takes_nothing_is_an_outage_and_what_was_refused_before_is_not_forgotten()
    {
        using var server = new DavDouble("dav");
        _source.Write("bad.dat", Nameless);
        _source.Write("good.dat", Good);
        Once(Watch(server.Url + "set", once: true), out bool isWell);
        Assert.True(isWell);
        Assert.Equal((1, PublicationState.Refused), Status());
        // Somebody holds the file there; then half of what is sent is lost.
        _source.Write("new.dat", Good.Replace("water", "oil", StringComparison.Ordinal));
        server.Faults = (_, method, _) => method is "PUT" or "MOVE" ? new Fault(FaultKind.Answer, 423) : null;
        Hosting.LensError? failure = null;
        Assert.False(Watch(server.Url + "set", once: true).Run(new Recorder(), _ => { }, CancellationToken.None, error => failure = error));
        Assert.Equal("LensTargetLocked", failure?.Id);
        Assert.Equal((1, PublicationState.Refused), Status());
        server.Faults = (_, method, path) =>
            method == "PUT" && path.EndsWith("new.dat", StringComparison.Ordinal) ? new Fault(FaultKind.Half) : null;
        Assert.False(Watch(server.Url + "set", once: true).Run(new Recorder(), _ => { }, CancellationToken.None, error => failure = error));
        Assert.Equal("LensTransferCorrupt", failure?.Id);
        Assert.Equal((1, PublicationState.Outage), Status());
        // And when it is not there at all, the refused file is still one.
        server.Faults = (_, _, _) => new Fault(FaultKind.Cut);
        Once(Watch(server.Url + "set", once: true), out _);
        Assert.Equal((1, PublicationState.Outage), Status());

        (int, PublicationState State) Status() => Assert.Single(Statuses, IsOfThis) is var one ? (one.RefusedCount, one.State) : default;
    }

    [Fact]
    public async Task What_is_refused_counts_until_it_is_mended_or_gone()
    {
        string[] bad = [_source.Write("bad.dat", Nameless), _source.Write("worse.dat", Nameless + "# worse\n")];
        await using Running running = Start(Watch(_target["set"]));
        await running.Wait(RunEventKind.Refused, 2);
        // What is published meanwhile does not make it forgotten.
        _source.Write("good.dat", Good);
        await running.Wait(RunEventKind.Published, 1);
        await Count(2);
        File.WriteAllText(bad[0], Good.Replace("water", "oil", StringComparison.Ordinal));
        await running.Wait(RunEventKind.Published, 2);
        await Count(1);
        File.Delete(bad[1]);
        await Count(0);

        async Task Count(int expected)
        {
            PublicationStatus? status = null;
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(50))
            {
                status = Assert.Single(Statuses, IsOfThis);
                if (status.RefusedCount == expected && status.Refused.Count == expected) return;
            }
            Assert.Fail($"{status!.RefusedCount} are refused instead of {expected}");
        }
    }

    [Fact]
    public async Task A_label_may_be_what_was_missing()
    {
        Collection.Create(_source.Path, "one", null, null);
        string path = _source.Write("nameless.dat", Nameless);
        await using Running running = Start(Watch(_target["set"]));
        await running.Wait(RunEventKind.Refused, 1);
        new Session().Label([Session.Read(path)], "sample-name", "water");
        await running.Wait(RunEventKind.Published, 1);
        Assert.Contains(
            "\"sample-name\":\"water\"", File.ReadAllText(_target["set/lens-published-labels.jsonl"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_names_people_does_not_go_where_everybody_can_read()
    {
        using var server = new DavDouble("link");
        _source.Write("good.dat", Good);
        _source.Write("people.dat", Good.Replace("# Title: water", "# Title: ask anna.muster@example.org", StringComparison.Ordinal));
        List<RunEvent> events = Once(Watch(server.Url, once: true), out _);
        Assert.Equal(
            (_source["people.dat"], "LensPersonalData"),
            Assert.Single(events, e => e.Kind == RunEventKind.Refused) is var refused ? (refused.Path, refused.Id) : default);
        Assert.Equal(["good.dat"], Directory.GetFiles(server.Root, "*.dat", SearchOption.AllDirectories).Select(Path.GetFileName));
        Once(Watch(server.Url, allowsPersonalData: true, once: true), out _);
        Assert.Equal(2, Directory.GetFiles(server.Root, "*.dat", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_file_that_the_server_never_takes_does_not_keep_the_others_back()
    {
        using var server = new DavDouble("user")
        {
            Faults = (_, method, path) => method == "PUT" && path.EndsWith("large.dat", StringComparison.Ordinal)
                ? new Fault(FaultKind.Answer, 413)
                : null
        };
        _source.Write("good.dat", Good);
        _source.Write("large.dat", Good.Replace("water", "much water", StringComparison.Ordinal));
        List<RunEvent> events = Once(Watch(server.Url + "set", new ShareCredential("u", "p"), once: true), out bool isWell);
        Assert.True(isWell);
        Assert.Equal("LensFileTooLarge", Assert.Single(events, e => e.Kind == RunEventKind.Refused).Id);
        Assert.Equal(_source["good.dat"], Assert.Single(events, e => e.Kind == RunEventKind.Published).Path);
        Assert.True(File.Exists(Path.Combine(server.Root, "set", "good.dat")));
    }

    [Fact]
    public void Once_it_does_not_wait_for_a_file_that_another_process_holds()
    {
        _source.Write("good.dat", Good);
        string held = _source.Write("held.dat", Good.Replace("water", "oil", StringComparison.Ordinal));
        List<RunEvent> events;
        bool isWell;
        using (new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            // Written when the others have long settled: it is waited for.
            _source.Write("late.dat", "");
            var writing = new Thread(() =>
            {
                Thread.Sleep(800);
                _source.Write("late.dat", Good.Replace("water", "milk", StringComparison.Ordinal));
            });
            writing.Start();
            events = Once(Watch(_target["set"], settle: 1, once: true), out isWell);
            writing.Join();
        }
        Assert.False(isWell);
        Assert.Contains(events, e => e.Kind == RunEventKind.Warning && e.Message.Contains("held.dat", StringComparison.Ordinal));
        Assert.Equal(
            [_source["good.dat"], _source["late.dat"]],
            events.Where(e => e.Kind == RunEventKind.Published).Select(e => e.Path).Order(StringComparer.Ordinal));
        Once(Watch(_target["set"], once: true), out isWell);
        Assert.True(isWell);
        Assert.True(File.Exists(_target["set/held.dat"]));
    }

    [Fact]
    public void The_runner_ends_by_signal_with_its_last_line_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM");
        _source.Write("good.dat", Good);
        ProcessStartInfo start = Cli.LensProgram.Start(
            "watch", _source.Path, "--publish", _target["set"], "--settle", "0.2", "--interval", "0.1");
        start.RedirectStandardOutput = true;
        start.Environment["XDG_STATE_HOME"] = _state.Path;
        using Process process = Process.Start(start)!;
        Assert.Equal("Started", Kind(process.StandardOutput.ReadLine()));
        Assert.Equal("Published", Kind(process.StandardOutput.ReadLine()));
        Tool.Run("kill", ["-TERM", $"{process.Id}"]);
        Assert.Equal("Stopped", Kind(process.StandardOutput.ReadLine()));
        Assert.True(process.WaitForExit(10_000));
        Assert.Equal(0, process.ExitCode);

        static string? Kind(string? line) => JsonDocument.Parse(line!).RootElement.GetProperty("kind").GetString();
    }

    private FolderWatch Watch(
        string destination,
        ShareCredential? credential = null,
        double settle = 0.2,
        bool allowsPersonalData = false,
        bool once = false)
    {
        return new FolderWatch(new Session { State = _state.Path }.Workspace)
        {
            Folder = _source.Path,
            Destination = destination,
            CurrentFolder = _source.Path,
            Settle = TimeSpan.FromSeconds(settle),
            Interval = TimeSpan.FromSeconds(0.1),
            Settings = new TargetSettings { AllowPersonalData = allowsPersonalData },
            Options = new ShareOptions
            {
                Credential = credential,
                RetryDelay = TimeSpan.FromMilliseconds(5),
                Retries = 1,
                IdleLimit = TimeSpan.FromSeconds(1)
            },
            Once = once,
        };
    }

    private static string Nameless => Good.Replace("# Sample: water\n", "", StringComparison.Ordinal);

    private IReadOnlyList<PublicationStatus> Statuses => new Session { State = _state.Path }.Workspace.Status.All();

    private bool IsOfThis(PublicationStatus status) => status.Root == _source.Path;

    private static List<RunEvent> Once(FolderWatch watch, out bool isWell)
    {
        var events = new List<RunEvent>();
        isWell = watch.Run(new Recorder(), events.Add, CancellationToken.None);
        return events;
    }

    private static Running Start(FolderWatch watch) => new(watch);

    /// <summary>A watch under way.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task<bool> _task;

        public Running(FolderWatch watch) => _task = Task.Run(() => watch.Run(new Recorder(), Events.Enqueue, _stop.Token));

        public ConcurrentQueue<RunEvent> Events { get; } = [];

        public async Task Wait(RunEventKind kind, int count)
        {
            var watch = Stopwatch.StartNew();
            while (Events.Count(e => e.Kind == kind) < count)
            {
                Assert.True(
                    watch.Elapsed < TimeSpan.FromSeconds(60) && !_task.IsCompleted, $"no {kind} among: {string.Join("; ", Events)}");
                await Task.Delay(20);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            Assert.True(await _task);
            Assert.Equal(RunEventKind.Stopped, Events.Last().Kind);
            _stop.Dispose();
        }
    }
}
