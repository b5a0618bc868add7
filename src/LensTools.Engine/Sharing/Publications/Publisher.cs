using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
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
    private PublishReport? _report;
    private bool _isAtomic;
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
        if (Selection.IsEverything) return true;
        if (Selection.Has(PortablePath.Relative(source.Root, path), size, modified, _workspace.UtcNow)) return true;
        LeftOut++;
        return false;
    }

    /// <summary>The receipts of a run: of all files that the destination has or did not take. They have been kept before.</summary>
    public IEnumerable<PublishReceipt> Receipts => _report?.Receipts(_isAtomic) ?? [];

    /// <summary>Publishes what was added.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="LensException">The destination cannot be reached or is refused, or some files could not be sent; then no file
    /// becomes visible, unless <see cref="TargetSettings.Partial"/> is set.</exception>
    public PublishSummary Run(IOutputPort output, CancellationToken stop)
    {
        IOutputPort port = _refusals = new RefusalPort(output);
        try
        {
            return RunPlan(port, stop);
        }
        catch (LensException problem)
        {
            // A destination that makes no sense has no state to keep.
            if (_location is { } location && _mayWrite != false)
            {
                foreach (PublicationSource source in _sources.Values)
                    _workspace.Status.Update(
                        location, source, status => status.Failed(problem.Error, _refusals, _workspace.UtcNow), output);
            }
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _plan.Dispose();

    private PublishSummary RunPlan(IOutputPort output, CancellationToken stop)
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
        var requirements = new PublishRequirements(_workspace, place, _plan, _sources.Values);
        if (place.Target.Facts.IsOpen && _settings.AllowPersonalData != true) requirements.RefusePersonalData(Options.ThrottleLimit, stop);
        using var journal = Journal.Open(_workspace, place.DisplayName, _sources.Values, _plan, output, stop);
        if (!place.Target.Facts.Can(TargetCapabilities.Read)) place.Folder = journal.FolderOfItsOwn(place.Folder);
        if (journal.HasWaited) place.Refresh(stop);
        if (place.AlreadyExists) PublishedDocuments.Read(place, _plan, stop);
        if (!Force) requirements.RequireEarlierPublication();
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
            : place.AppearsAtOnce ? journal.Staging : place.PathOf(journal.Staging);
        bool isAtomic = false;
        var report = new PublishReport(_workspace, place, _plan, _sources.Values);
        if (journal.IsResumed) report.ReadReceipts();
        if (mayWrite)
        {
            requirements.RequireSpace();
            foreach (PublicationSource source in _sources.Values) source.Save(_workspace.StateFolder, output);
            try
            {
                isAtomic = Publish(place, journal, staging, output, ref refused, stop);
            }
            catch when (_commit?.HasPublished == true)
            {
                // What is visible has a receipt, whatever happened to the rest.
                report.WriteReceipts(isAtomic, journal.IsResumed, output);
                throw;
            }
        }
        report.WriteReceipts(isAtomic, journal.IsResumed, output);
        bool isComplete = mayWrite || _plan.Totals().All(total => total.Action == PublishAction.Unchanged);
        FinishJournal(place, journal, staging, mayWrite, isComplete, stop);
        PublishSummary summary = report.Summarise(isAtomic) with
        {
            Refused = refused + Unreadable,
            LeftOut = LeftOut,
            Elapsed = _workspace.UtcNow - start
        };
        if (isComplete)
        {
            foreach (PublicationSource source in _sources.Values)
                _workspace.Status.Update(
                    _location, source, status => status.Succeeded(summary, _refusals!, _workspace.UtcNow), output);
        }
        (_report, _isAtomic) = (report, isAtomic);
        return summary;
    }

    // Below a share link, publications of several people are side by side.
    private string DefaultName(string destination)
    {
        string[] names = [.. _sources.Values.Select(source => source.Name).Distinct()];
        if (names.Length > 1 && _settings.Name is null && ShareTarget.Parse(destination).IsShareRoot)
            throw new LensException(new LensError(
                ErrorKind.PublicationNameMissing,
                $"The files are of {names.Length} sources ({string.Join(", ", names.Take(3))}{(names.Length > 3 ? " …" : "")}), "
                    + "and a publication below a share link needs one name.",
                names[0],
                "Give it with -Name, or publish each source separately."));
        return PortablePath.SafeName(names.FirstOrDefault() ?? Path.GetFileName(CurrentFolder));
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
            + $"{place.Target.Facts.Proof.ToText()}{(place.AppearsAtOnce ? ", all at once" : "")}.";
        output.Verbose(Summary);
        return any;
    }

    private string Count() =>
        string.Join(", ", _plan.Totals().GroupBy(total => total.Action).Select(
            part => string.Create(
                CultureInfo.InvariantCulture,
                $"{part.Sum(total => total.Files)} {part.Key.ToString().ToLowerInvariant()} ({part.Sum(total => total.Bytes)} bytes)")));

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
            place.Target.MakeFolder(place.AppearsAtOnce ? "" : place.Folder, stop);
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

    private static void FinishJournal(
        PublishLocation place,
        Journal journal,
        string staging,
        bool mayWrite,
        bool isComplete,
        CancellationToken stop)
    {
        // If the target cannot be read, the journal is the only record of what was sent.
        if (!place.Target.Facts.Can(TargetCapabilities.Read)) return;
        // Left by an attempt that only lacked the cleanup, or whose files are no longer wanted.
        if (isComplete && !mayWrite && journal.IsResumed) place.Target.Delete(staging, isFolder: true, stop);
        if (isComplete || !journal.IsResumed) journal.Finish();
    }

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
