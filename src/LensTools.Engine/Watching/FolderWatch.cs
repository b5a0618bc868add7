using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
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
    private string? _leftOut, _location;
    private PublicationSource? _source;
    private readonly List<RunEvent> _look = [];
    private bool _hasRefused, _hasSkipped, _hasPublished;
    private LensError? _outage;

    /// <summary>The absolute path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute path of a folder, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>The base folder for a relative path in <see cref="Destination"/>.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>How to publish; what is null is as the named target has it.</summary>
    public TargetSettings Settings { get; init; } = new();

    /// <summary>Tells someone of what goes wrong; null if no one is to be told.</summary>
    public Notifier? Notifier { get; init; }

    /// <summary>The profile to check against; the collection's if null.</summary>
    public string? Profile { get; init; }

    /// <summary>Which of the files are watched.</summary>
    public FileSelection Selection { get; init; } = new();

    /// <summary>Whether files that are not datasets are published beside them.</summary>
    public bool All { get; init; }

    /// <summary>Whether folders behind symbolic links are watched too.</summary>
    public bool FollowsLinks { get; init; }

    /// <summary>How long a file must be unchanged before it is published.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the folder is scanned.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether to stop once all existing files have stopped changing and been processed.</summary>
    public bool Once { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Puts a message into the words of the host.</summary>
    public Func<string, string> Wording { get; init; } = message => message;

    /// <summary>Whether the destination did not take a file.</summary>
    public bool IsRefusedByTarget { get; private set; }

    /// <summary>Whether a file was refused, or the folder had only files that are not datasets.</summary>
    public bool HasFindings => _hasRefused || (_hasSkipped && !_hasPublished);

    /// <summary>
    /// Watches until stopped; each event goes to <paramref name="tell"/> on the caller's thread, and a fatal error also to
    /// <paramref name="fail"/>.
    /// </summary>
    /// <returns>Whether it ended normally; if not, the last event says why.</returns>
    public bool Run(IOutputPort output, Action<RunEvent> tell, CancellationToken stop, Action<LensError>? fail = null)
    {
        var port = new WatchPort(workspace, output, Wording, told =>
        {
            _hasRefused |= told.Kind == RunEventKind.Refused;
            _hasSkipped |= told.Kind == RunEventKind.Skipped;
            _hasPublished |= told.Kind == RunEventKind.Published;
            _look.Add(told);
            tell(told);
        });
        var files = new StableFiles(Settle);
        // Who watches once does not wait for the target, and is told as of any failure.
        bool Fail(LensError? error)
        {
            if (error is not null) fail?.Invoke(error);
            return false;
        }
        try
        {
            if (!Directory.Exists(Folder))
                throw new LensException(new LensError(
                    ErrorKind.PathNotFound,
                    $"There is no folder {Folder}.",
                    Folder,
                    "Check the path, and that its network share is mounted."));
            port.Raise(
                RunEventKind.Started, $"Watching {Folder}; a file is processed once it has not changed for {Settle.TotalSeconds:0.#} s.");
            _source = new SourceLocator(workspace.Collections, workspace.StateFolder).OfFolder(Folder);
            bool isReached = Reach(port, stop);
            // What an earlier watch refused is still there until it is looked at.
            if (_location is not null)
                foreach (StatusProblem problem in workspace.Status.Find(_location, _source)?.Refused ?? [])
                    if (problem.Path is { } path) port.Refused[path] = problem;
            if (!isReached) Report(files, isWell: false, port, output);
            if (!isReached && Once) return Fail(_outage);
            while (true)
            {
                bool isWell = RunOnce(files, port, stop);
                Report(files, isWell, port, output);
                if (Once && !isWell) return Fail(_outage);
                List<string> open = files.Pending;
                // Wait for files that are still changing, but not for those that others have locked.
                if (Once && open.All(port.Postponed.Contains)) return open.Count == 0 || Fail(port.LastPostponed);
                Wait(isWell ? Interval : _pause, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            port.Raise(RunEventKind.Stopped, "Stopped; files that have arrived are not sent again.");
            return true;
        }
        catch (LensException problem)
        {
            port.Raise(RunEventKind.Failed, $"{problem.Error.Message} {problem.Error.Advice}", id: problem.Error.Id);
            DateTime now = workspace.UtcNow;
            Keep(
                status => status with
                {
                    LastRun = now,
                    OutageSince = null,
                    Error = new StatusProblem(now, problem.Error.Id, problem.Error.Message, null)
                },
                output);
            fail?.Invoke(problem.Error);
            return false;
        }
        finally
        {
            Notifier?.Tell(_look);
        }
    }

    // Tells of what happened since the last look, and keeps the state for whoever asks.
    private void Report(StableFiles files, bool isWell, WatchPort port, IOutputPort output)
    {
        Notifier?.Tell(_look);
        if (isWell) Notifier?.Beat();
        DateTime now = workspace.UtcNow;
        RunEvent? outage = _look.Find(one => one.Kind == RunEventKind.Outage);
        _look.Clear();
        Keep(
            status => status with
            {
                LastRun = now,
                Waiting = files.Pending.Count,
                OutageSince = isWell || _outage?.Kind.IsOutage != true ? null : status.OutageSince ?? now,
                Error = outage is not null ? new StatusProblem(outage.At, outage.Id ?? "", outage.Message, null)
                    : isWell ? null : status.Error,
                RefusedCount = port.Refused.Count,
                Refused = [.. port.Refused.Values.Take(StatusStore.MostRefused)],
                LastSuccess = isWell && files.Pending.Count == 0 ? now : status.LastSuccess,
            },
            output);
    }

    // A destination that makes no sense has no state to keep.
    private void Keep(Func<PublicationStatus, PublicationStatus> change, IOutputPort output)
    {
        if (_location is not null) workspace.Status.Update(_location, _source!, change, output);
    }

    // A wrong password or address is reported before the first file has arrived.
    private bool Reach(WatchPort port, CancellationToken stop)
    {
        try
        {
            TargetSettings settings = TargetName.Resolve(Destination, Settings, Collection.Find(Folder), CurrentFolder);
            string usual = PortablePath.SafeName(_source!.Name);
            _location = PublishLocation.DisplayNameOf(settings.Url!, settings.Name, usual);
            using PublishLocation place = PublishLocation.Open(
                settings.Url!, settings.Name, usual, settings.Apply(Options with { Time = workspace.Time }), stop);
            _location = place.DisplayName;
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
        _outage = error;
        if (_pause == TimeSpan.Zero)
            port.Raise(RunEventKind.Outage, Once ? error.Message : $"{error.Message} Retrying.", id: error.Id);
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
        var refused = new Dictionary<string, StatusProblem>(port.Refused, PortablePath.Comparer);
        List<string> settled = files.FindStable(listing.Paths([Folder], port).Where(IsSelected));
        // What is gone is refused no more; a folder that cannot be listed has been told of again.
        foreach ((string path, StatusProblem problem) in refused)
            if (!files.Contains(path) && ReferenceEquals(port.Refused[path], problem)) port.Refused.Remove(path);
        foreach (string path in settled) port.Refused.Remove(path);
        TellLeftOut(listing.Summary, port);
        stop.ThrowIfCancellationRequested();
        if (settled.Count == 0) return true;
        port.Postponed.Clear();
        port.LastPostponed = null;
        try
        {
            List<WatchedFile> passed = [.. Check(settled, port, stop)];
            if (passed.Count > 0) Publish(passed, port, stop);
            // A disk that is full or a line that corrupts takes nothing now; a file that somebody holds is only that file.
            if (port.LastPostponed is { Kind.Category: ErrorCategory.WriteError or ErrorCategory.Connection } last
                && _look.TrueForAll(one => one.Kind != RunEventKind.Published))
                throw new LensException(last);
        }
        catch (LensException problem) when (problem.Error.Kind.Retry == RetryAdvice.Later)
        {
            TellOutage(problem.Error, port);
            return false;
        }
        // Files with a transient failure are tried again.
        foreach (string path in settled.Where(path => !port.Postponed.Contains(path))) files.MarkDone(path);
        if (_pause > TimeSpan.Zero) port.Raise(RunEventKind.Recovered, "The target is reachable again.");
        _pause = TimeSpan.Zero;
        if (port.Postponed.Count == 0) port.ResetReported();
        workspace.Identities.Flush();
        return true;
    }

    // Once, and again when there are more or fewer.
    private void TellLeftOut(ListingSummary summary, WatchPort port)
    {
        string? leftOut = summary.ToText("", "", "they are watched only if asked for");
        if (leftOut is not null && leftOut != _leftOut) port.Raise(RunEventKind.Warning, leftOut);
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

    private bool IsSelected(string path)
    {
        if (Selection.IsEverything) return true;
        FileInfo info = SymbolicLinks.Follow(path);
        return info.Exists
            && Selection.Has(PortablePath.Relative(Folder, path), info.Length, info.LastWriteTimeUtc, workspace.UtcNow);
    }

    private IEnumerable<WatchedFile> Check(List<string> paths, WatchPort port, CancellationToken stop)
    {
        Curator curator = new Curator(workspace) { Profile = Profile }.Validated();
        foreach (CuratedFile file in curator.Curate(new DatasetListing(workspace), paths, port, stop))
        {
            if (file.SkippedBecause is { } reason)
            {
                if (All) yield return new WatchedFile(file.Path, null);
                else port.RaiseSkipped(file.Path, reason);
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
                foreach (TestResult result in file.Results) yield return new WatchedFile(file.Path, result.Dataset);
                continue;
            }
            (string id, string message) = file.Refusal!.Value;
            port.RaiseRefused(file.Path, id, message);
        }
    }

    private void Publish(List<WatchedFile> files, WatchPort port, CancellationToken stop)
    {
        port.Failed.Clear();
        try
        {
            PublishAll(files, port, stop);
        }
        catch (LensException problem) when (problem.Error.Kind == ErrorKind.PersonalData)
        {
            // Files that name people must not hold up the others.
            HashSet<string> personal = [.. files.Where(file => NamesPeople(file, stop)).Select(file => file.Path)];
            if (personal.Count == 0) throw;
            foreach (string path in personal) port.RaiseRefused(path, problem.Error.Id, $"It names people. {problem.Error.Advice}");
            List<WatchedFile> rest = [.. files.Where(file => !personal.Contains(file.Path))];
            if (rest.Count > 0) Publish(rest, port, stop);
        }
        catch (LensException problem)
            when (problem.Error.Kind == ErrorKind.PublicationIncomplete && files.Any(file => port.Failed.Contains(file.Path)))
        {
            // Nor must files that the server rejects; their errors have been reported.
            List<WatchedFile> rest = [.. files.Where(file => !port.Failed.Contains(file.Path))];
            if (rest.Count > 0) Publish(rest, port, stop);
        }
    }

    private static bool NamesPeople(WatchedFile file, CancellationToken stop)
    {
        try
        {
            // What is not a dataset cannot be checked.
            return file.Dataset is null || PersonalData.Find(file.Dataset, stop) is not null;
        }
        catch (LensException)
        {
            // Deleted or damaged in the meantime; publishing reports it.
            return false;
        }
    }

    private void PublishAll(IEnumerable<WatchedFile> files, WatchPort port, CancellationToken stop)
    {
        using var publishing = new Publisher(workspace)
        {
            Destination = Destination,
            CurrentFolder = CurrentFolder,
            BaseFolder = Folder,
            Settings = Settings,
            Options = Options,
        };
        foreach (WatchedFile file in files)
        {
            if (file.Dataset is not null) publishing.Add(file.Dataset);
            else AddCompanion(publishing, file.Path, port);
        }
        try
        {
            publishing.Run(port, stop);
        }
        finally
        {
            IsRefusedByTarget |= port.Failed.Any(path => !port.Postponed.Contains(path));
        }
        foreach (PublishReceipt receipt in publishing.Receipts)
        {
            if (receipt.ToEvent(workspace.UtcNow) is { } happened) port.Raise(happened);
        }
    }

    // One that has gone meanwhile does not hold up the others.
    private void AddCompanion(Publisher publishing, string path, WatchPort port)
    {
        try
        {
            publishing.AddCompanion(path, Folder);
        }
        catch (LensException problem) when (problem.Error.Kind.Scope == ErrorScope.Item)
        {
            port.Error(problem.Error);
        }
    }

    private static void Wait(TimeSpan time, CancellationToken stop)
    {
        stop.WaitHandle.WaitOne(time);
        stop.ThrowIfCancellationRequested();
    }

    // A file that is to be published; without a dataset it accompanies others.
    private sealed record WatchedFile(string Path, Dataset? Dataset);
}
