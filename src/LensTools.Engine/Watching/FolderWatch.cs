using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Watching;

/// <summary>
/// Publishes what arrives in a folder, unattended: waits until files stop changing, checks them, publishes those that
/// pass, and goes on through outages. What was published is known to the target, so nothing is lost when it is stopped.
/// </summary>
public sealed class FolderWatch(CollectionLocator locator, Identities identities, DatasetLabels labels)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private DateTime _labelsWritten;
    private TimeSpan _pause;

    /// <summary>The folder, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute folder, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>The publication's folder below the destination. Below a share link it is the collection's name where it is null.</summary>
    public string? Name { get; init; }

    /// <summary>The profile to check against; the collection's where it is null.</summary>
    public string? Profile { get; init; }

    /// <summary>How long a file must not have changed.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the folder is looked at.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it ends when all that was there has settled and was dealt with.</summary>
    public bool Once { get; init; }

    /// <summary>Whether what names people may be published where anyone can read it.</summary>
    public bool AllowPersonalData { get; init; }

    /// <summary>How to speak to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Where the journals of unfinished publications are kept.</summary>
    public string StateFolder { get; init; } = Files.StateFolder.Path;

    /// <summary>Whether a file was refused.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>Watches until it is stopped; each event goes to <paramref name="tell"/> on the caller's thread.</summary>
    /// <returns>Whether it ended well; if not, the last event says why.</returns>
    public bool Run(IOutputPort output, Action<WatchEvent> tell, CancellationToken stop)
    {
        var port = new WatchPort(output, told =>
        {
            HasRefused |= told.Kind == WatchEventKind.Refused;
            tell(told);
        });
        var files = new StableFiles(Settle);
        try
        {
            if (!Directory.Exists(Folder)) throw new LensException(new LensError(ErrorKind.PathNotFound, $"There is no folder {Folder}.", Folder, "Check the path, and that the share it lies on is mounted."));
            port.Raise(WatchEventKind.Started, $"Watching {Folder}; a file is taken when it has not changed for {Settle.TotalSeconds:0.#} s.");
            while (true)
            {
                bool isWell = RunOnce(files, port, stop);
                if (Once && !isWell) return false;
                List<string> open = files.Pending;
                // What others hold is not waited for; what still changes is.
                if (Once && open.All(port.Postponed.Contains)) return open.Count == 0;
                Wait(isWell ? Interval : _pause, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            port.Raise(WatchEventKind.Stopped, "Stopped; what had arrived is not sent again.");
            return true;
        }
        catch (LensException problem)
        {
            port.Raise(WatchEventKind.Failed, $"{problem.Error.Message} {problem.Error.Advice}", id: problem.Error.Id);
            return false;
        }
    }

    // One look at the folder. Whether the target took what there was.
    private bool RunOnce(StableFiles files, WatchPort port, CancellationToken stop)
    {
        locator.Refresh();
        if (LabelsChanged()) files.Reopen();
        List<string> settled = files.FindStable(new DatasetListing { Recurse = true }.Paths([Folder], port));
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
            if (_pause == TimeSpan.Zero) port.Raise(WatchEventKind.Outage, $"{problem.Error.Message} It is tried again.", id: problem.Error.Id);
            _pause = _pause == TimeSpan.Zero ? Interval : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            return false;
        }
        // What failed for the moment only is looked at again.
        foreach (string path in settled.Where(path => !port.Postponed.Contains(path))) files.MarkDone(path);
        if (_pause > TimeSpan.Zero) port.Raise(WatchEventKind.Recovered, "The target is there again.");
        _pause = TimeSpan.Zero;
        if (port.Postponed.Count == 0) port.ResetReported();
        identities.Flush();
        return true;
    }

    // A label may be what a file lacked, and is published too.
    private bool LabelsChanged()
    {
        DateTime latest = Collection.Find(Folder) is not { } collection ? default
            : new[] { Ledger.FileName, Collection.FileName }.Max(name => File.GetLastWriteTimeUtc(Path.Combine(collection.Root, name)));
        bool changed = latest != _labelsWritten;
        _labelsWritten = latest;
        return changed;
    }

    // A file passes if every one of its entries does.
    private IEnumerable<TestResult> Check(List<string> paths, WatchPort port, CancellationToken stop)
    {
        string profile = Profile ?? Collection.Find(Folder)?.Profile ?? Checks.Profile.DefaultName;
        var checker = new Checker(Checks.Profile.Load(profile), labels, identities, [], []);
        foreach ((string path, Formats.FileOutcome outcome) in new DatasetListing().Files(paths, port, stop))
        {
            if (outcome.Error is { Kind.Retry: RetryAdvice.Later } unread)
            {
                port.Error(unread);
                continue;
            }
            IReadOnlyList<TestResult> results = checker.Check(path, outcome, stop);
            if (results.FirstOrDefault(result => result.Verdict is not (Verdict.Usable or Verdict.UsableWithWarnings)) is not { } bad)
            {
                foreach (TestResult result in results) yield return result;
                continue;
            }
            Finding finding = bad.Findings[0];
            port.RaiseRefused(path, finding.Rule, $"{bad.Verdict}, {finding.Rule}: {finding.Message}. {finding.Advice}");
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
            // Files that name people keep the others waiting no longer than this.
            HashSet<string> personal = [.. results.Where(result => NamesPeople(result, stop)).Select(result => result.Path)];
            if (personal.Count == 0) throw;
            foreach (string path in personal) port.RaiseRefused(path, problem.Error.Id, $"It names people. {problem.Error.Advice}");
            List<TestResult> rest = [.. results.Where(result => !personal.Contains(result.Path))];
            if (rest.Count > 0) Publish(rest, port, stop);
        }
        catch (LensException problem) when (problem.Error.Kind == ErrorKind.PublicationIncomplete && results.Any(result => port.Failed.Contains(result.Path)))
        {
            // So do files that the server does not take; their errors were told.
            List<TestResult> rest = [.. results.Where(result => !port.Failed.Contains(result.Path))];
            if (rest.Count > 0) Publish(rest, port, stop);
        }
    }

    private static bool NamesPeople(TestResult result, CancellationToken stop)
    {
        try
        {
            return PersonalData.Find(result.Dataset!, stop).Any();
        }
        catch (LensException)
        {
            // Gone or damaged meanwhile; publishing says so.
            return false;
        }
    }

    private void PublishAll(IEnumerable<TestResult> results, WatchPort port, CancellationToken stop)
    {
        using var publishing = new Publisher(locator, identities, labels)
        {
            Destination = Destination,
            CurrentFolder = Folder,
            BaseFolder = Folder,
            Name = Name,
            Options = Options,
            AllowPersonalData = AllowPersonalData,
            StateFolder = StateFolder,
        };
        foreach (TestResult result in results) publishing.Add(result.Dataset!);
        publishing.Run(
            port,
            receipt =>
            {
                if (receipt.Action != PublishAction.Unchanged) port.Raise(WatchEventKind.Published, $"{receipt.Action} at {receipt.Destination} as {receipt.Path}.", receipt.Source, proof: receipt.Proof);
            },
            stop);
    }

    private static void Wait(TimeSpan time, CancellationToken stop)
    {
        stop.WaitHandle.WaitOne(time);
        stop.ThrowIfCancellationRequested();
    }
}
