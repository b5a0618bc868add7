using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Curation;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Watching;

/// <summary>
/// Publishes files that arrive in a folder, unattended: waits until they stop changing, checks them, publishes those that
/// pass, and survives outages. The target records what was published, so nothing is lost when the watch stops.
/// </summary>
public sealed class FolderWatch(Workspace workspace)
{
    // A server that counts failed logins forgets them after half an hour without any request.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5), ThrottlePause = TimeSpan.FromMinutes(31);

    private DateTime _labelsWritten;
    private TimeSpan _pause;
    private string? _leftOut;
    private bool _hasRefused, _hasSkipped, _hasPublished;

    /// <summary>The absolute path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute path of a folder, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>The publication's folder below the destination. If null, the collection's name is used below a share link.</summary>
    public string? Name { get; init; }

    /// <summary>The profile to check against; the collection's if null.</summary>
    public string? Profile { get; init; }

    /// <summary>Whether folders behind symbolic links are watched too.</summary>
    public bool FollowsLinks { get; init; }

    /// <summary>How long a file must be unchanged before it is published.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the folder is scanned.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether to stop once all existing files have stopped changing and been processed.</summary>
    public bool Once { get; init; }

    /// <summary>Whether files that name people may be published where anyone can read them.</summary>
    public bool AllowPersonalData { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Whether a file was refused, or the folder had only files that are not datasets.</summary>
    public bool HasFindings => _hasRefused || (_hasSkipped && !_hasPublished);

    /// <summary>
    /// Watches until stopped; each event goes to <paramref name="tell"/> on the caller's thread, and a fatal error also to
    /// <paramref name="fail"/>.
    /// </summary>
    /// <returns>Whether it ended normally; if not, the last event says why.</returns>
    public bool Run(IOutputPort output, Action<WatchEvent> tell, CancellationToken stop, Action<LensError>? fail = null)
    {
        var port = new WatchPort(workspace, output, told =>
        {
            _hasRefused |= told.Kind == WatchEventKind.Refused;
            _hasSkipped |= told.Kind == WatchEventKind.Skipped;
            _hasPublished |= told.Kind == WatchEventKind.Published;
            tell(told);
        });
        var files = new StableFiles(Settle);
        try
        {
            if (!Directory.Exists(Folder))
                throw new LensException(new LensError(
                    ErrorKind.PathNotFound,
                    $"There is no folder {Folder}.",
                    Folder,
                    "Check the path, and that its network share is mounted."));
            port.Raise(
                WatchEventKind.Started, $"Watching {Folder}; a file is processed once it has not changed for {Settle.TotalSeconds:0.#} s.");
            if (!Reach(port, stop) && Once) return false;
            while (true)
            {
                bool isWell = RunOnce(files, port, stop);
                if (Once && !isWell) return false;
                List<string> open = files.Pending;
                // Wait for files that are still changing, but not for those that others have locked.
                if (Once && open.All(port.Postponed.Contains)) return open.Count == 0;
                Wait(isWell ? Interval : _pause, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            port.Raise(WatchEventKind.Stopped, "Stopped; files that have arrived are not sent again.");
            return true;
        }
        catch (LensException problem)
        {
            port.Raise(WatchEventKind.Failed, $"{problem.Error.Message} {problem.Error.Advice}", id: problem.Error.Id);
            fail?.Invoke(problem.Error);
            return false;
        }
    }

    // A wrong password or address is reported before the first file has arrived.
    private bool Reach(WatchPort port, CancellationToken stop)
    {
        try
        {
            string destination = TargetName.Resolve(Destination, Collection.Find(Folder), Folder);
            using PublishLocation place = PublishLocation.Open(
                destination, Name, PortablePath.SafeName(Path.GetFileName(Folder)), Options with { Time = workspace.Time }, stop);
            return true;
        }
        catch (LensException problem) when (problem.Error.Kind.Retry == RetryAdvice.Later)
        {
            TellOutage(problem.Error, port);
            return false;
        }
    }

    private void TellOutage(LensError error, WatchPort port)
    {
        if (_pause == TimeSpan.Zero)
            port.Raise(WatchEventKind.Outage, Once ? error.Message : $"{error.Message} Retrying.", id: error.Id);
        _pause = error.Kind == ErrorKind.ServerThrottles ? ThrottlePause
            : _pause == TimeSpan.Zero ? Interval
            : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }

    // Scans the folder once. Returns whether the target accepted everything.
    private bool RunOnce(StableFiles files, WatchPort port, CancellationToken stop)
    {
        workspace.Collections.Refresh();
        if (LabelsChanged()) files.Reopen();
        var listing = new DatasetListing(workspace) { Recurse = true, FollowsLinks = FollowsLinks };
        List<string> settled = files.FindStable(listing.Paths([Folder], port));
        TellLeftOut(listing.Summary, port);
        stop.ThrowIfCancellationRequested();
        if (settled.Count == 0) return true;
        port.Postponed.Clear();
        try
        {
            List<TestResult> passed = [.. Check(settled, port, stop)];
            if (passed.Count > 0) Publish(passed, port, stop);
        }
        catch (LensException problem) when (problem.Error.Kind.Retry == RetryAdvice.Later)
        {
            TellOutage(problem.Error, port);
            return false;
        }
        // Files with a transient failure are tried again.
        foreach (string path in settled.Where(path => !port.Postponed.Contains(path))) files.MarkDone(path);
        if (_pause > TimeSpan.Zero) port.Raise(WatchEventKind.Recovered, "The target is reachable again.");
        _pause = TimeSpan.Zero;
        if (port.Postponed.Count == 0) port.ResetReported();
        workspace.Identities.Flush();
        return true;
    }

    // Once, and again when there are more or fewer.
    private void TellLeftOut(ListingSummary summary, WatchPort port)
    {
        string? leftOut = summary.ToText("", "", "they are watched only if asked for");
        if (leftOut is not null && leftOut != _leftOut) port.Raise(WatchEventKind.Warning, leftOut);
        _leftOut = leftOut;
    }

    // A label may be what a file lacked, and labels are published too.
    private bool LabelsChanged()
    {
        DateTime latest = Collection.Find(Folder) is not { } collection ? default
            : new[] { Ledger.FileName, Collection.FileName }.Max(name => File.GetLastWriteTimeUtc(Path.Combine(collection.Root, name)));
        bool changed = latest != _labelsWritten;
        _labelsWritten = latest;
        return changed;
    }

    private IEnumerable<TestResult> Check(List<string> paths, WatchPort port, CancellationToken stop)
    {
        Curator curator = new Curator(workspace) { Profile = Profile }.Validated();
        foreach (CuratedFile file in curator.Curate(new DatasetListing(workspace), paths, port, stop))
        {
            if (file.SkippedBecause is { } reason)
            {
                port.RaiseSkipped(file.Path, reason);
                continue;
            }
            // A transient read failure says nothing about the data.
            if (file.Results.SelectMany(result => result.Failures).FirstOrDefault(failure => failure.Error.Kind.Retry == RetryAdvice.Later)
                is { } passing)
            {
                port.Error(passing.Error with { Target = file.Path });
                continue;
            }
            if (file.IsAccepted)
            {
                foreach (TestResult result in file.Results) yield return result;
                continue;
            }
            TestResult bad = file.Results.First(result => !result.IsAccepted);
            if (bad.Verdict == Verdict.NotChecked)
                port.RaiseRefused(
                    file.Path,
                    bad.Failures[0].Error.Id,
                    $"{bad.Verdict}, {bad.Failures[0].Rule}: {bad.Failures[0].Error.Message} {bad.Failures[0].Error.Advice}");
            else
                port.RaiseRefused(
                    file.Path,
                    bad.Findings[0].Rule,
                    $"{bad.Verdict}, {bad.Findings[0].Rule}: {bad.Findings[0].Message}. {bad.Findings[0].Advice}");
        }
    }

    private void Publish(List<TestResult> results, WatchPort port, CancellationToken stop)
    {
        port.Failed.Clear();
        try
        {
            PublishAll(results, port, stop);
        }
        catch (LensException problem) when (problem.Error.Kind == ErrorKind.PersonalData)
        {
            // Files that name people must not hold up the others.
            HashSet<string> personal = [.. results.Where(result => NamesPeople(result, stop)).Select(result => result.Path)];
            if (personal.Count == 0) throw;
            foreach (string path in personal) port.RaiseRefused(path, problem.Error.Id, $"It names people. {problem.Error.Advice}");
            List<TestResult> rest = [.. results.Where(result => !personal.Contains(result.Path))];
            if (rest.Count > 0) Publish(rest, port, stop);
        }
        catch (LensException problem)
            when (problem.Error.Kind == ErrorKind.PublicationIncomplete && results.Any(result => port.Failed.Contains(result.Path)))
        {
            // Nor must files that the server rejects; their errors have been reported.
            List<TestResult> rest = [.. results.Where(result => !port.Failed.Contains(result.Path))];
            if (rest.Count > 0) Publish(rest, port, stop);
        }
    }

    private static bool NamesPeople(TestResult result, CancellationToken stop)
    {
        try
        {
            return PersonalData.Find(result.Dataset!, stop) is not null;
        }
        catch (LensException)
        {
            // Deleted or damaged in the meantime; publishing reports it.
            return false;
        }
    }

    private void PublishAll(IEnumerable<TestResult> results, WatchPort port, CancellationToken stop)
    {
        using var publishing = new Publisher(workspace)
        {
            Destination = Destination,
            CurrentFolder = Folder,
            BaseFolder = Folder,
            Name = Name,
            Options = Options,
            AllowPersonalData = AllowPersonalData,
        };
        foreach (TestResult result in results) publishing.Add(result.Dataset!);
        publishing.Run(
            port,
            receipt =>
            {
                if (receipt.Action != PublishAction.Unchanged)
                    port.Raise(
                        WatchEventKind.Published,
                        $"{receipt.Action} at {receipt.Destination} as {receipt.Path}.",
                        receipt.Source,
                        proof: receipt.Proof?.ToText());
            },
            stop);
    }

    private static void Wait(TimeSpan time, CancellationToken stop)
    {
        stop.WaitHandle.WaitOne(time);
        stop.ThrowIfCancellationRequested();
    }
}
