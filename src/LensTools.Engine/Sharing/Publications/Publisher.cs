using System.Globalization;
using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Publishes the files of datasets: plans, sends them to a hidden folder, verifies them there, makes them visible with
/// manifest, sums and labels, and writes receipts. An interrupted publication resumes where it stopped.
/// </summary>
public sealed class Publisher : IDisposable
{
    private readonly Workspace _workspace;
    private readonly PublishPlan _plan = new();
    private readonly SourceLocator _locator;
    private Commit? _commit;
    private RefusalPort? _refusals;
    private string? _location;
    private bool? _mayWrite;
    private TargetSettings _settings = new();
    private readonly SortedDictionary<string, PublicationSource> _sources = new(PortablePath.Comparer);

    /// <summary>Publishes for the commands of a workspace.</summary>
    public Publisher(Workspace workspace)
    {
        _workspace = workspace;
        _locator = new SourceLocator(workspace.Collections, workspace.StateFolder);
    }

    /// <summary>The path of a folder, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>The base folder for a relative path in <see cref="Destination"/>.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The folder that was searched to find the files, for files that do not know it themselves.</summary>
    public string? BaseFolder { get; init; }

    /// <summary>
    /// How to publish; what is null is as the named target has it. Below a share link, the name of the source is used if there is none.
    /// </summary>
    public TargetSettings Settings { get; init; } = new();

    /// <summary>Which of the files that are added are published.</summary>
    public FileSelection Selection { get; init; } = new();

    /// <summary>How many files were added that the selection leaves out, or that are empty and no datasets.</summary>
    public int LeftOut { get; private set; }

    /// <summary>How many files should have been added and could not be read; they count as refused.</summary>
    public int Unreadable { get; set; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Whether files of others may be replaced, and an empty destination be published to again.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// The plan in one sentence: the files and bytes that are new, unchanged, changed, moved or in conflict, and the expected proof.
    /// </summary>
    public string Summary { get; private set; } = "";

    /// <summary>Adds a dataset's file to the plan; a file with several datasets is sent once.</summary>
    /// <exception cref="LensException">The collection or the source that it is in cannot be read.</exception>
    public void Add(Dataset dataset)
    {
        PublicationSource source = _locator.Of(dataset.Path, dataset.SearchFolder ?? BaseFolder);
        if (!IsSelected(dataset.Path, source, dataset.Length, dataset.LastWriteTimeUtc)) return;
        _sources.TryAdd(source.Root, source);
        _plan.AddSource(dataset, source);
    }

    /// <summary>Adds a file that is not a dataset, such as a log or a calibration; nothing happens if it was added as a dataset.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="searched">The folder that was searched to find it; null if it was named itself.</param>
    /// <exception cref="LensException">It cannot be looked at, or the source that it is in cannot be read.</exception>
    public void AddCompanion(string path, string? searched)
    {
        try
        {
            FileInfo info = SymbolicLinks.Follow(path);
            PublicationSource source = _locator.Of(path, searched ?? BaseFolder);
            if (_plan.HasSource(path)) return;
            // Nothing to publish; and what has no length may be a pipe, which opening would wait for.
            if (info.Length == 0)
            {
                LeftOut++;
                return;
            }
            if (!IsSelected(path, source, info.Length, info.LastWriteTimeUtc)) return;
            _sources.TryAdd(source.Root, source);
            _plan.AddCompanion(path, info, source);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }

    private bool IsSelected(string path, PublicationSource source, long size, DateTime modified)
    {
        if (Selection.Has(PortablePath.Relative(source.Root, path), size, modified, _workspace.UtcNow)) return true;
        LeftOut++;
        return false;
    }

    /// <summary>Publishes what was added. Each receipt goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="LensException">The destination cannot be reached or is refused, or some files could not be sent; then no file
    /// becomes visible, unless <see cref="TargetSettings.Partial"/> is set.</exception>
    public PublishSummary Run(IOutputPort output, Action<PublishReceipt> done, CancellationToken stop)
    {
        IOutputPort port = _refusals = new RefusalPort(output);
        try
        {
            return RunPlan(port, done, stop);
        }
        catch (LensException problem)
        {
            // A destination that makes no sense has no state to keep.
            if (_location is { } location && _mayWrite != false)
            {
                foreach (PublicationSource source in _sources.Values)
                    _workspace.Status.Update(location, source, status => Failed(status, problem.Error), output);
            }
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _plan.Dispose();

    private PublishSummary RunPlan(IOutputPort output, Action<PublishReceipt> done, CancellationToken stop)
    {
        DateTime start = _workspace.UtcNow;
        PublicationSource? first = _sources.Values.FirstOrDefault();
        _settings = TargetName.Resolve(Destination, Settings, first?.Collection, CurrentFolder);
        string destination = _settings.Url!;
        if (_sources.ContainsKey(destination) && _settings.Name is null)
            throw new LensException(new LensError(
                ErrorKind.DestinationIsSource,
                $"{destination} is the folder being published.",
                destination,
                "Give another folder, or a subfolder with -Name."));
        string usual = DefaultName(destination);
        _location = PublishLocation.DisplayNameOf(destination, _settings.Name, usual);
        // Opened even if there is nothing to send, so that an invalid destination is reported.
        using PublishLocation place = PublishLocation.Open(
            destination, _settings.Name, usual, _settings.Apply(Options with { Time = _workspace.Time }), stop);
        _location = place.DisplayName;
        if (first is null) return new PublishSummary { Destination = place.DisplayName };
        foreach (LensError problem in place.Target.Facts.Problems)
        {
            if (problem.Kind.Category == ErrorCategory.PermissionDenied) throw new LensException(problem);
            output.Warning($"{problem.Message} {problem.Advice}");
        }
        if (place.Target.Facts.IsOpen && _settings.AllowPersonalData != true) RefusePersonalData(place, stop);
        using var journal = Journal.Open(_workspace, place.DisplayName, _sources.Values, _plan, output, stop);
        if (journal.HasWaited) place.Refresh(stop);
        if (place.AlreadyExists) PublishedDocuments.Read(place, _plan, stop);
        if (!Force) RequireEarlierPublication(place);
        var planner = new PublishPlanner(_workspace, place, _plan, _sources)
        {
            Journal = journal,
            Force = Force,
            ReadsBack = _settings.ReadsBack == true,
            ThrottleLimit = Options.ThrottleLimit,
            HashesWhileSending = place.Target.Facts.Can(TargetCapabilities.HashWhileSending) && !place.AlreadyExists && !journal.IsResumed
        };
        int refused = planner.Plan(output, stop);
        bool mayWrite = Ask(place, output);
        _mayWrite = mayWrite;
        string staging = !place.Target.Facts.Can(TargetCapabilities.Rename)
            ? place.Folder
            : place.AlreadyExists ? place.PathOf(journal.Staging) : journal.Staging;
        bool isAtomic = false;
        if (journal.IsResumed) foreach (PublicationSource source in _sources.Values) ReadReceipts(place, source);
        if (mayWrite)
        {
            RequireSpace(place);
            foreach (PublicationSource source in _sources.Values) source.Save(_workspace.StateFolder, output);
            try
            {
                isAtomic = Publish(place, journal, staging, output, ref refused, stop);
            }
            catch when (_commit?.HasPublished == true)
            {
                // What is visible has a receipt, whatever happened to the rest.
                WriteReceipts(place, isAtomic, journal.IsResumed, output);
                throw;
            }
        }
        WriteReceipts(place, isAtomic, journal.IsResumed, output);
        FinishJournal(place, journal, staging, mayWrite, stop);
        PublishSummary summary = Summarise(place, refused, isAtomic, _workspace.UtcNow - start);
        if (mayWrite || summary.Refused > 0 || summary.Unchanged > 0)
            foreach (PublicationSource source in _sources.Values)
                _workspace.Status.Update(place.DisplayName, source, status => Succeeded(status, summary, _refusals!.Refused), output);
        // Last: the pipeline may end with the first receipt that is put out.
        foreach (PlannedFile file in Reported()) done(Receipt(place, file, isAtomic));
        return summary;
    }

    // Below a share link, publications of several people are side by side.
    private string DefaultName(string destination)
    {
        string[] names = [.. _sources.Values.Select(source => source.Name).Distinct()];
        if (names.Length > 1 && _settings.Name is null && ShareTarget.IsRoot(destination))
            throw new LensException(new LensError(
                ErrorKind.PublicationNameMissing,
                $"The files are of {names.Length} sources ({string.Join(", ", names.Take(3))}{(names.Length > 3 ? " …" : "")}), "
                    + "and a publication below a share link needs one name.",
                names[0],
                "Give it with -Name, or publish each source separately."));
        return PortablePath.SafeName(names.FirstOrDefault() ?? Path.GetFileName(CurrentFolder));
    }

    // An empty mount point is not the share that was published to before.
    private void RequireEarlierPublication(PublishLocation place)
    {
        if (_plan.HasManifest || !place.Target.Facts.Can(TargetCapabilities.Read)) return;
        foreach (PublicationSource source in _sources.Values)
        {
            if (PublishReceipts.Read(_workspace.StateFolder, source, place.DisplayName).FirstOrDefault(r => r.At is not null)
                is not { At: { } at })
                continue;
            throw new LensException(new LensError(
                ErrorKind.PublicationMissing,
                $"{source.Name} was published at {place.DisplayName} on {at:yyyy-MM-dd}, and now nothing is published there.",
                place.DisplayName,
                "Check that the share is mounted and that the address is right. To publish everything there again, use -Force."));
        }
    }

    private void RequireSpace(PublishLocation place)
    {
        _ = _plan.CountAccepted(out long bytes);
        if (place.Target.Facts.FreeBytes is not { } free || bytes <= free) return;
        throw new LensException(new LensError(
            ErrorKind.QuotaExceeded,
            string.Create(
                CultureInfo.InvariantCulture, $"{place.DisplayName} has {free} bytes left, and {bytes} are to be sent; nothing was sent."),
            place.DisplayName,
            "Free space there or ask for a larger quota, then publish again."));
    }

    // Checked before anything is sent: what anyone can read must not name people, unless the steward allows it.
    private void RefusePersonalData(PublishLocation place, CancellationToken stop)
    {
        List<string> found = [.. OrderedParallel.Select(_plan.Sources(), Options.ThrottleLimit, source => FirstPersonal(source, stop), stop)
            .OfType<string>()];
        if (found.Count == 0) return;
        throw new LensException(new LensError(
            ErrorKind.PersonalData,
            $"{found.Count} of the files name people (the first in {found[0]}), and anyone with the address can read what is published at "
                + $"{place.DisplayName}.",
            place.DisplayName,
            "Publish to a password-protected location, leave those files out, or use -AllowPersonalData if the people consent."));
    }

    private static string? FirstPersonal(PlannedSource source, CancellationToken stop)
    {
        if (source.NamesPeople is false) return null;
        if (source.IsCompanion) return $"{source.Path}, which is not a dataset and cannot be checked";
        using var reading = FileReading.Open(source.Path, null, stop);
        try
        {
            return reading.Datasets.SelectMany(dataset => dataset.Metadata)
                .Where(PersonalData.Names)
                .Select(item => $"{item.Location} of {source.Path}")
                .FirstOrDefault();
        }
        catch (LensException)
        {
            // It cannot be published either; planning reports the error.
            return null;
        }
    }

    // Whether there is anything to do, and it was approved.
    private bool Ask(PublishLocation place, IOutputPort output)
    {
        bool any = false;
        foreach (PlannedFile file in _plan.Files().Where(file => file.Action != PublishAction.Unchanged))
        {
            if (!output.ShouldProcess($"{place.DisplayName} {file.Path}", Describe(file, place.Target.Facts))) continue;
            _plan.Accept(file.Path);
            any = true;
        }
        // If only labels have changed, only the documents change.
        bool isListed = _plan.Files().All(
            file => file.Action != PublishAction.Unchanged || (!file.IsUnlisted && _plan.Labels(file.Path) == file.Labels));
        bool isReadable = place.Target.Facts.Can(TargetCapabilities.Read);
        // Files sent earlier to a target that cannot be read, but not listed there yet.
        if (!isReadable && !any && _plan.Files().Any() && !_plan.IsProven(Manifest.FileName))
            any = output.ShouldProcess($"{place.DisplayName} {Manifest.FileName}", "write the list");
        if (isReadable && !isListed && !any)
            any = output.ShouldProcess($"{place.DisplayName} {PublishedLabels.FileName}", "write the labels");
        Summary = $"{place.DisplayName}: {Count()}; proof: "
            + $"{place.Target.Facts.Proof.ToText()}{(place.Target.Facts.IsAtomic && !place.AlreadyExists ? ", all at once" : "")}.";
        output.Verbose(Summary);
        return any;
    }

    private string Count() =>
        string.Join(", ", _plan.Summary().OrderBy(part => part.Key).Select(
            part => string.Create(
                CultureInfo.InvariantCulture, $"{part.Value.Files} {part.Key.ToString().ToLowerInvariant()} ({part.Value.Bytes} bytes)")));

    private bool Publish(
        PublishLocation place,
        Journal journal,
        string staging,
        IOutputPort output,
        ref int refused,
        CancellationToken stop)
    {
        try
        {
            place.Target.MakeFolder(place.AlreadyExists ? place.Folder : "", stop);
            var sending = new Staging(place, _plan, journal, _workspace, staging)
            {
                ThrottleLimit = Options.ThrottleLimit,
                ReadsBack = _settings.ReadsBack == true,
                Partial = _settings.Partial == true
            };
            sending.Send(output, stop);
            int failed = sending.Refused.Count;
            if (failed > 0 && !(_settings.Partial == true && failed < _plan.CountAccepted(out _)))
            {
                throw new LensException(new LensError(
                    ErrorKind.PublicationIncomplete,
                    $"{failed} of the files could not be sent to {place.DisplayName}, so no file of this publication is visible there.",
                    place.DisplayName,
                    "Fix the reported errors or leave those files out, and publish again: files that have arrived are not sent again. "
                        + "With -Partial the others are published."));
            }
            refused += failed;
            _commit = new Commit(_workspace, place, _plan, journal, staging)
            {
                Sources = [.. _sources.Values],
                NotSent = sending.Refused
            };
            bool isAtomic = _commit.Run(output, stop);
            refused += _commit.Refused;
            return isAtomic;
        }
        catch (OperationCanceledException)
        {
            journal.Flush();
            throw;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(
                ErrorKind.WriteFailed,
                $"The journal in {_workspace.StateFolder} cannot be written: {problem.Message}",
                _workspace.StateFolder,
                "Free disk space there, then publish again: files that have arrived are not sent again.",
                problem));
        }
    }

    private void FinishJournal(PublishLocation place, Journal journal, string staging, bool mayWrite, CancellationToken stop)
    {
        // If the target cannot be read, the journal is the only record of what was sent.
        if (!place.Target.Facts.Can(TargetCapabilities.Read)) return;
        bool isComplete = mayWrite || _plan.Summary().Keys.All(action => action == PublishAction.Unchanged);
        // Left by an attempt that only lacked the cleanup, or whose files are no longer wanted.
        if (isComplete && !mayWrite && journal.IsResumed) place.Target.Delete(staging, isFolder: true, stop);
        if (isComplete || !journal.IsResumed) journal.Finish();
    }

    private void ReadReceipts(PublishLocation place, PublicationSource source)
    {
        foreach (PublishReceipt receipt in PublishReceipts.Read(_workspace.StateFolder, source, place.DisplayName))
            _plan.AddReceipt(receipt.Path, receipt.Sha256);
    }

    private IEnumerable<PlannedFile> Reported() =>
        _plan.Files().Where(file => file.IsAccepted || file.Action is PublishAction.Unchanged or PublishAction.Refused);

    // After an interruption, what is found unchanged may have become visible without a receipt.
    private void WriteReceipts(PublishLocation place, bool isAtomic, bool isResumed, IOutputPort output)
    {
        using var receipts = new PublishReceipts(_workspace.StateFolder, output);
        foreach (PlannedFile file in Reported())
        {
            PublishReceipt receipt = Receipt(place, file, isAtomic);
            bool isNew = file.IsAccepted || file.Action == PublishAction.Refused
                || (isResumed && receipt.At is not null && !_plan.HasReceipt(file.Path, receipt.Sha256));
            if (isNew) receipts.Add(_sources.Values.First(source => source.Id == file.SourceId), receipt);
        }
        receipts.Flush();
    }

    private PublishReceipt Receipt(PublishLocation place, PlannedFile file, bool isAtomic)
    {
        ManifestFile? listed = file.Action == PublishAction.Refused ? null : _plan.FindPublished(file.Path);
        return new PublishReceipt(
            file.Source,
            place.DisplayName,
            file.Path,
            file.Size,
            file.Sha256 ?? "",
            file.Action,
            listed?.Proof ?? file.Proof,
            listed?.PublishedAt)
        {
            IsAtomic = isAtomic && file.IsAccepted,
            MayBeDuplicated = file.MayBeDuplicated,
            Error = _plan.Refused.GetValueOrDefault(file.Path)?.Error,
        };
    }

    private PublishSummary Summarise(PublishLocation place, int refused, bool isAtomic, TimeSpan elapsed)
    {
        int sent = 0, moved = 0, unchanged = 0;
        long bytes = 0;
        Verification? weakest = null;
        foreach (PlannedFile file in _plan.Files())
        {
            if (file.Action == PublishAction.Unchanged) unchanged++;
            else if (file.IsAccepted && file.Action == PublishAction.Moved) moved++;
            else if (file.IsAccepted)
            {
                sent++;
                bytes += file.Size;
                if (weakest is null || file.Proof < weakest) weakest = file.Proof;
            }
        }
        return new PublishSummary
        {
            Destination = place.DisplayName,
            Sent = sent,
            Moved = moved,
            Unchanged = unchanged,
            Refused = refused + Unreadable,
            Bytes = bytes,
            Elapsed = elapsed,
            Proof = weakest,
            LeftOut = LeftOut,
            IsAtomic = isAtomic,
        };
    }

    private PublicationStatus Failed(PublicationStatus status, LensError error) => status with
    {
        LastRun = _workspace.UtcNow,
        Error = new StatusProblem(_workspace.UtcNow, error.Id, error.Message, null),
        OutageSince = error.Kind.Retry == RetryAdvice.Later ? status.OutageSince ?? _workspace.UtcNow : null,
    };

    private PublicationStatus Succeeded(PublicationStatus status, PublishSummary summary, IReadOnlyList<LensError> refused) => status with
    {
        LastRun = _workspace.UtcNow,
        LastSuccess = _workspace.UtcNow,
        Error = null,
        OutageSince = null,
        Published = summary.Sent + summary.Moved + summary.Unchanged,
        RefusedCount = summary.Refused,
        Refused = [.. refused.Take(StatusStore.MostRefused).Select(
            error => new StatusProblem(_workspace.UtcNow, error.Id, error.Message, error.Target))],
    };

    private static string Describe(PlannedFile file, TargetFacts facts) => file.Action switch
    {
        PublishAction.New => string.Create(CultureInfo.InvariantCulture, $"publish {file.Size} bytes, proof: {facts.Proof.ToText()}"),
        PublishAction.Changed => string.Create(
            CultureInfo.InvariantCulture,
            $"replace with {file.Size} bytes, because it has changed since it was published, proof: {facts.Proof.ToText()}"),
        PublishAction.Moved => $"rename from {file.MovedFrom}, under which it was published",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"replace the existing file, which LensTools did not publish, with {file.Size} bytes, proof: {facts.Proof.ToText()}"),
    };
}
