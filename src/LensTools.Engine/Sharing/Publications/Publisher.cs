using System.Globalization;
using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Publishes the files of datasets: plans, sends them to a hidden folder, verifies them there, makes them visible with
/// manifest, sums and labels, and writes receipts. An interrupted publication resumes where it stopped.
/// </summary>
public sealed class Publisher(Workspace workspace) : IDisposable
{
    private readonly PublishPlan _plan = new();
    private string? _deepest;

    /// <summary>The path of a folder, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>The base folder for a relative path in <see cref="Destination"/>.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>
    /// The base folder of the paths at the destination, for files that are not in a collection; if null, the deepest folder
    /// that contains them all.
    /// </summary>
    public string? BaseFolder { get; init; }

    /// <summary>
    /// The folder for this publication below the destination. If null, the collection's name is used below a share link.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Whether files that LensTools did not publish may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether every file is read back, whatever the server reports.</summary>
    public bool ReadsBack { get; init; }

    /// <summary>Whether files that name people may be published where anyone can read them.</summary>
    public bool AllowPersonalData { get; init; }

    /// <summary>
    /// The plan in one sentence: the files and bytes that are new, unchanged, changed, moved or in conflict, and the expected proof.
    /// </summary>
    public string Summary { get; private set; } = "";

    /// <summary>Adds a dataset's file to the plan; a file with several datasets is sent once.</summary>
    public void Add(Dataset dataset)
    {
        _plan.AddSource(dataset);
        // Never the current folder: the paths would then depend on where the command is run.
        _deepest ??= Path.GetDirectoryName(dataset.Path)!;
        while (_deepest.Length > 0 && !IsBelow(dataset.Path, _deepest)) _deepest = Path.GetDirectoryName(_deepest) ?? "";
    }

    /// <summary>Publishes what was added. Each receipt goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The destination cannot be reached or is refused, or some files could not be sent; then no file
    /// becomes visible.</exception>
    public void Run(IOutputPort output, Action<PublishReceipt> done, CancellationToken stop)
    {
        string? first = _plan.FirstSource;
        Collection? collection = first is null ? null : workspace.Collections.Find(first);
        string root = BaseFolder is not null
            && _deepest is not null
            && (IsBelow(_deepest, BaseFolder) || PortablePath.Comparer.Equals(_deepest, BaseFolder))
            ? BaseFolder
            : _deepest ?? CurrentFolder;
        RequireCommonFolder(root);
        string destination = TargetName.Resolve(Destination, collection, CurrentFolder);
        if (PortablePath.Comparer.Equals(destination, collection?.Root ?? root) && Name is null)
            throw new LensException(new LensError(
                ErrorKind.DestinationIsSource,
                $"{destination} is the folder being published.",
                destination,
                "Give another folder, or a subfolder with -Name."));
        // Opened even if there is nothing to send, so that an invalid destination is reported.
        using PublishLocation place = PublishLocation.Open(
            destination,
            Name,
            PortablePath.SafeName(collection?.Name ?? Path.GetFileName(root)),
            Options with { Time = workspace.Time },
            stop);
        if (first is null) return;
        if (place.Target.Facts.IsOpen && !AllowPersonalData) RefusePersonalData(place, stop);
        foreach (LensError problem in place.Target.Facts.Problems)
        {
            if (problem.Kind.Category == ErrorCategory.PermissionDenied) throw new LensException(problem);
            output.Warning($"{problem.Message} {problem.Advice}");
        }
        (string? name, string? licence) = place.AlreadyExists ? PublishedDocuments.Read(place, _plan, stop) : (null, null);
        using var journal = Journal.Open(workspace.StateFolder, $"{place.DisplayName}\n{collection?.Root ?? root}", _plan, output);
        var planner = new PublishPlanner(workspace, place, _plan)
        {
            Root = root,
            Force = Force,
            ThrottleLimit = Options.ThrottleLimit,
            HashesWhileSending = place.Target.Facts.Can(TargetCapabilities.HashWhileSending) && !place.AlreadyExists && !journal.IsResumed
        };
        planner.Plan(output, stop);
        bool mayWrite = Ask(place, output);
        string staging = !place.Target.Facts.Can(TargetCapabilities.Rename)
            ? place.Folder
            : place.AlreadyExists ? place.PathOf(journal.Staging) : journal.Staging;
        bool isAtomic = mayWrite
            && Publish(place, journal, staging, collection?.Name ?? name, collection?.Licence ?? licence, output, stop);
        WriteReceipts(place, isAtomic, done, output);
        // If the target cannot be read, the journal is the only record of what was sent.
        if (!place.Target.Facts.Can(TargetCapabilities.Read)) return;
        bool isComplete = mayWrite || _plan.Summary().Keys.All(action => action == PublishAction.Unchanged);
        // Left by an attempt that only lacked the cleanup, or whose files are no longer wanted.
        if (isComplete && !mayWrite && journal.IsResumed) place.Target.Delete(staging, isFolder: true, stop);
        if (isComplete || !journal.IsResumed) journal.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _plan.Dispose();

    // On Windows, no folder contains several drives; a collection is the base folder of its own files.
    private void RequireCommonFolder(string root)
    {
        if (root.Length > 0 || _plan.Sources().FirstOrDefault(source => workspace.Collections.Find(source.Path) is null) is not { } loose)
            return;
        throw new LensException(new LensError(
            ErrorKind.NoCommonFolder,
            $"The files are on several drives, and {loose.Path} is not in a collection, so there is no common folder that paths "
                + "at the destination could be relative to.",
            loose.Path,
            "Publish each drive separately, or make the folders collections with New-LensCollection."));
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
        string? name,
        string? licence,
        IOutputPort output,
        CancellationToken stop)
    {
        try
        {
            place.Target.MakeFolder(place.AlreadyExists ? place.Folder : "", stop);
            int failed = new Staging(place, _plan, journal, workspace.Identities, staging)
            {
                ThrottleLimit = Options.ThrottleLimit,
                ReadsBack = ReadsBack
            }
                .Send(output, stop);
            if (failed > 0)
            {
                throw new LensException(new LensError(
                    ErrorKind.PublicationIncomplete,
                    $"{failed} of the files could not be sent to {place.DisplayName}, so nothing of this publication is visible there.",
                    place.DisplayName,
                    "Fix the errors or leave those files out, then publish again; what has arrived is not sent again."));
            }
            bool isAtomic = new Commit(workspace, place, _plan, staging) { Name = name, Licence = licence }.Run(output, stop);
            if (!place.Target.Facts.Can(TargetCapabilities.Read)) journal.Add(Manifest.FileName, "", Verification.ServerHash);
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
                $"The journal in {workspace.StateFolder} cannot be written: {problem.Message}",
                workspace.StateFolder,
                "Make room there, then publish again; what has arrived is not sent again.",
                problem));
        }
    }

    private void WriteReceipts(PublishLocation place, bool isAtomic, Action<PublishReceipt> done, IOutputPort output)
    {
        DateTime now = workspace.UtcNow;
        using var receipts = new PublishReceipts(output);
        foreach (PlannedFile file in _plan.Files().Where(file => file.IsAccepted || file.Action == PublishAction.Unchanged))
        {
            var receipt = new PublishReceipt(
                file.Source,
                place.DisplayName,
                file.Path,
                file.Size,
                file.Sha256!,
                file.Action,
                file.IsAccepted ? file.Proof : null,
                file.IsAccepted ? now : null)
            {
                IsAtomic = isAtomic,
                MayBeDuplicated = file.MayBeDuplicated,
            };
            if (file.IsAccepted && workspace.Collections.Find(file.Source) is { } collection) receipts.Add(collection, receipt);
            done(receipt);
        }
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

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, PortablePath.Comparison);
}
