using System.Globalization;
using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Publishes the files of datasets: plans, sends into a hidden folder, proves them there, makes them visible with
/// manifest, sums and labels, and writes receipts. Interrupted, the same publication resumes where it was.
/// </summary>
public sealed class Publisher(Workspace workspace) : IDisposable
{
    private readonly PublishPlan _plan = new();
    private string? _deepest;

    /// <summary>A folder's path, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>What a relative path in <see cref="Destination"/> is relative to.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>
    /// What the paths at the destination are relative to, for files that are in no collection; the deepest folder that
    /// holds them all where it is null.
    /// </summary>
    public string? BaseFolder { get; init; }

    /// <summary>
    /// The folder for this publication below the destination. Below a share link it is the collection's name where it is null.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>How to speak to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Whether files may be replaced that LensTools did not put there.</summary>
    public bool Force { get; init; }

    /// <summary>Whether every file is read back, whatever the server says of it.</summary>
    public bool ReadsBack { get; init; }

    /// <summary>Whether what names people may be published where anyone can read it.</summary>
    public bool AllowPersonalData { get; init; }

    /// <summary>
    /// The plan in a sentence: how many files and bytes are new, unchanged, changed, moved or in conflict, and the proof to expect.
    /// </summary>
    public string Summary { get; private set; } = "";

    /// <summary>Takes a dataset's file into the plan; a file of several datasets is sent once.</summary>
    public void Add(Dataset dataset)
    {
        _plan.AddSource(dataset);
        // Never the current folder: the same files would land elsewhere when the command is run from another place.
        _deepest ??= Path.GetDirectoryName(dataset.Path)!;
        while (_deepest.Length > 0 && !IsBelow(dataset.Path, _deepest)) _deepest = Path.GetDirectoryName(_deepest) ?? "";
    }

    /// <summary>Publishes what was added. Each receipt goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The destination cannot be reached or is refused, or not all could be sent; nothing of the rest is
    /// visible.</exception>
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
                $"{destination} is the folder that is published.",
                destination,
                "Give another folder, or a name below it with -Name."));
        // Opened even when nothing is to be sent: a destination that makes no sense is said to make none.
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
        // Where nothing is shown, the journal is all that tells what was sent.
        if (!place.Target.Facts.Can(TargetCapabilities.Read)) return;
        bool isComplete = mayWrite || _plan.Summary().Keys.All(action => action == PublishAction.Unchanged);
        // Left by an attempt that had done all but clean up, or whose files are not wanted any more.
        if (isComplete && !mayWrite && journal.IsResumed) place.Target.Delete(staging, isFolder: true, stop);
        if (isComplete || !journal.IsResumed) journal.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _plan.Dispose();

    // On Windows no folder holds several drives; a collection is a folder for its own files.
    private void RequireCommonFolder(string root)
    {
        if (root.Length > 0 || _plan.Sources().FirstOrDefault(source => workspace.Collections.Find(source.Path) is null) is not { } loose)
            return;
        throw new LensException(new LensError(
            ErrorKind.NoCommonFolder,
            $"The files are on several drives, and {loose.Path} in no collection, so there is no folder that paths at the destination "
                + "could be relative to.",
            loose.Path,
            "Publish what is on each drive by itself, or make the folders collections with New-LensCollection."));
    }

    // Before a byte moves: what everybody could read names no one, unless the steward says so.
    private void RefusePersonalData(PublishLocation place, CancellationToken stop)
    {
        List<string> found = [.. OrderedParallel.Select(_plan.Sources(), Options.ThrottleLimit, source => FirstPersonal(source, stop), stop)
            .OfType<string>()];
        if (found.Count == 0) return;
        throw new LensException(new LensError(
            ErrorKind.PersonalData,
            $"{found.Count} of the files name people, the first at {found[0]}, and anyone who has its address can read what is published at "
                + $"{place.DisplayName}.",
            place.DisplayName,
            "Publish to a place with a password, leave those files out, or give -AllowPersonalData if the people agree."));
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
            // It cannot be published either; that is said when it is planned.
            return null;
        }
    }

    // Whether anything is to be done, and may be.
    private bool Ask(PublishLocation place, IOutputPort output)
    {
        bool any = false;
        foreach (PlannedFile file in _plan.Files().Where(file => file.Action != PublishAction.Unchanged))
        {
            if (!output.ShouldProcess($"{place.DisplayName} {file.Path}", Describe(file, place.Target.Facts))) continue;
            _plan.Accept(file.Path);
            any = true;
        }
        // Where only labels have changed, the documents are all that changes.
        bool isListed = _plan.Files().All(
            file => file.Action != PublishAction.Unchanged || (!file.IsUnlisted && _plan.Labels(file.Path) == file.Labels));
        bool isReadable = place.Target.Facts.Can(TargetCapabilities.Read);
        // What was sent before to where nothing is shown, but not yet listed there.
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
                    "Mend what the errors name, or leave those files out, and publish again: what has arrived is not sent twice."));
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
                "Make room there, then publish again: what has arrived is not sent twice.",
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
            $"replace by {file.Size} bytes, as it has changed since it was published, proof: {facts.Proof.ToText()}"),
        PublishAction.Moved => $"rename from {file.MovedFrom}, as which it was published",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"replace the file there, which LensTools did not publish, by {file.Size} bytes, proof: {facts.Proof.ToText()}"),
    };

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, PortablePath.Comparison);
}
