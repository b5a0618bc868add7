using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Publishes the files of datasets: plans, sends into a hidden folder, proves them there, makes them visible with
/// manifest, sums and labels, and writes receipts. Interrupted, the same publication goes on where it was.
/// </summary>
public sealed class Publisher(CollectionLocator locator, Identities identities, DatasetLabels labels) : IDisposable
{
    /// <summary>The receipts' name in the collection.</summary>
    public const string ReceiptsName = "lens-receipts.jsonl";

    private static readonly TimeSpan LastMoments = TimeSpan.FromMilliseconds(300);

    private readonly PublishPlan _plan = new();
    private string? _deepest;

    /// <summary>A folder's path, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>What a relative path in <see cref="Destination"/> is relative to.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>
    /// What the paths at the destination are relative to, for files that lie in no collection; the deepest folder that
    /// holds them all where it is null.
    /// </summary>
    public string? BaseFolder { get; init; }

    /// <summary>The folder for this publication below the destination. Below a share link it is the collection's name where it is null.</summary>
    public string? Name { get; init; }

    /// <summary>How to speak to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Whether files may be replaced that LensTools did not put there.</summary>
    public bool Force { get; init; }

    /// <summary>Whether every file is read back, whatever the server says of it.</summary>
    public bool ReadsBack { get; init; }

    /// <summary>Whether what names people may be published where anyone can read it.</summary>
    public bool AllowPersonalData { get; init; }

    /// <summary>Where the journals of unfinished publications are kept.</summary>
    public string StateFolder { get; init; } = Files.StateFolder.Path;

    /// <summary>The plan in a sentence: how many files and bytes are new, unchanged, changed, moved or in conflict, and the proof to expect.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Takes a dataset's file into the plan; a file of several datasets is sent once.</summary>
    public void Add(Dataset dataset)
    {
        _plan.AddSource(dataset.Path, dataset.IsOnlyEntry ? "" : dataset.Entry, namesPeople: dataset.Users is { Length: > 0 });
        // Never the current folder: the same files would land elsewhere when the command is run from another place.
        _deepest ??= Path.GetDirectoryName(dataset.Path)!;
        while (_deepest.Length > 0 && !IsBelow(dataset.Path, _deepest)) _deepest = Path.GetDirectoryName(_deepest) ?? "";
    }

    /// <summary>Publishes what was added. Each receipt goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The destination cannot be reached or is refused, or not all could be sent; nothing of the rest is visible.</exception>
    public void Run(IOutputPort output, Action<PublishReceipt> done, CancellationToken stop)
    {
        string? first = _plan.FirstSource;
        Collection? collection = first is null ? null : locator.Find(first);
        string root = BaseFolder is not null && _deepest is not null && (IsBelow(_deepest, BaseFolder) || _deepest == BaseFolder) ? BaseFolder : _deepest ?? CurrentFolder;
        // Opened even when nothing is to be sent: a destination that makes no sense is said to make none.
        using PublishLocation place = PublishLocation.Open(TargetName.Resolve(Destination, collection, CurrentFolder), Name, PortablePath.SafeName(collection?.Name ?? Path.GetFileName(root)), Options, stop);
        if (first is null) return;
        if (place.Target.Facts.IsOpen && !AllowPersonalData) RefusePersonalData(place, stop);
        foreach (LensError problem in place.Target.Facts.Problems)
        {
            if (problem.Kind.Category == ErrorCategory.PermissionDenied) throw new LensException(problem);
            output.Warning($"{problem.Message} {problem.Advice}");
        }
        (string? name, string? licence) = place.AlreadyExists ? PublishedDocuments.Read(place, _plan, stop) : (null, null);
        using var journal = Journal.Open(StateFolder, $"{place.DisplayName}\n{collection?.Root ?? root}", _plan, output);
        var planner = new PublishPlanner(locator, identities, labels, place, _plan) { Root = root, Force = Force, ThrottleLimit = Options.ThrottleLimit, HashesWhileSending = place.Target.Facts.Kind == TargetKind.WebDav && !place.AlreadyExists && !journal.IsResumed };
        planner.Plan(output, stop);
        bool mayWrite = Ask(place, output);
        string staging = place.Target.Facts.Kind == TargetKind.NextcloudDrop ? place.Folder : place.AlreadyExists ? place.PathOf(journal.Staging) : journal.Staging;
        bool isAtomic = mayWrite && Publish(place, journal, staging, collection?.Name ?? name, collection?.Licence ?? licence, output, stop);
        WriteReceipts(place, isAtomic, done, output);
        // A drop tells nothing of what it has; its journal is all that does.
        if (place.Target.Facts.Kind == TargetKind.NextcloudDrop) return;
        bool isComplete = mayWrite || _plan.Summary().Keys.All(action => action == PublishAction.Unchanged);
        // Left by an attempt that had done all but clean up, or whose files are not wanted any more.
        if (isComplete && !mayWrite && journal.IsResumed) place.Target.Delete(staging, isFolder: true, stop);
        if (isComplete || !journal.IsResumed) journal.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _plan.Dispose();

    // Before a byte moves: what everybody could read names nobody, unless the steward says so.
    private void RefusePersonalData(PublishLocation place, CancellationToken stop)
    {
        List<string> found = [.. OrderedParallel.Select(_plan.Sources(), Options.ThrottleLimit, source => FirstPersonal(source, stop), stop).OfType<string>()];
        if (found.Count == 0) return;
        throw new LensException(new LensError(
            ErrorKind.PersonalData, $"{found.Count} of the files name people, the first at {found[0]}, and whoever has its address can read what is published at {place.DisplayName}.", place.DisplayName, "Publish to a place with a password, leave those files out, or give -AllowPersonalData if the people agree."));
    }

    private static string? FirstPersonal(PlannedSource source, CancellationToken stop)
    {
        try
        {
            if (!source.NamesPeople && !PersonalData.MayHold(source.Path)) return null;
            return FormatRegistry.Describe(source.Path, stop).Datasets.SelectMany(dataset => PersonalData.Find(dataset, stop)).Select(item => $"{item.Location} of {source.Path}").FirstOrDefault();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
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
        bool isListed = _plan.Files().All(file => file.Action != PublishAction.Unchanged || (!file.IsUnlisted && _plan.Labels(file.Path) == file.Labels));
        bool isDrop = place.Target.Facts.Kind == TargetKind.NextcloudDrop;
        // What was sent to a drop before, but not yet listed there.
        if (isDrop && !any && _plan.Files().Any() && !_plan.IsProven(Manifest.FileName)) any = output.ShouldProcess($"{place.DisplayName} {Manifest.FileName}", "write the list");
        if (!isDrop && !isListed && !any) any = output.ShouldProcess($"{place.DisplayName} {PublishedLabels.FileName}", "write the labels");
        Summary = $"{place.DisplayName}: {Count()}; proof: {place.Target.Facts.Proof}{(place.Target.Facts.IsAtomic && !place.AlreadyExists ? ", all at once" : "")}.";
        output.Verbose(Summary);
        return any;
    }

    private string Count() => string.Join(", ", _plan.Summary().OrderBy(part => part.Key).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Value.Files} {part.Key.ToString().ToLowerInvariant()} ({part.Value.Bytes} bytes)")));

    private bool Publish(PublishLocation place, Journal journal, string staging, string? name, string? licence, IOutputPort output, CancellationToken stop)
    {
        try
        {
            place.Target.MakeFolder(place.AlreadyExists ? place.Folder : "", stop);
            int failed = new Staging(place, _plan, journal, identities, staging) { ThrottleLimit = Options.ThrottleLimit, ReadsBack = ReadsBack }.Send(output, stop);
            if (failed > 0)
            {
                throw new LensException(new LensError(
                    ErrorKind.PublicationIncomplete, $"{failed} of the files could not be sent to {place.DisplayName}, so nothing of this publication is visible there.", place.DisplayName, "Mend what the errors name, or leave those files out, and publish again: what has arrived is not sent twice."));
            }
            bool isAtomic = new Commit(place, _plan, staging) { Name = name, Licence = licence, StateFolder = StateFolder }.Run(output, stop);
            if (place.Target.Facts.Kind == TargetKind.NextcloudDrop) journal.Add(Manifest.FileName, "", Proofs.ServerHash);
            return isAtomic;
        }
        catch (OperationCanceledException)
        {
            journal.Flush();
            throw;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(ErrorKind.WriteFailed, $"The journal in {StateFolder} cannot be written: {problem.Message}", StateFolder, "Make room there, then publish again: what has arrived is not sent twice.", problem));
        }
    }

    private void WriteReceipts(PublishLocation place, bool isAtomic, Action<PublishReceipt> done, IOutputPort output)
    {
        DateTime now = DateTime.UtcNow;
        StreamWriter? writer = null;
        string? failed = null;
        string? open = null;
        try
        {
            foreach (PlannedFile file in _plan.Files().Where(file => file.IsAccepted || file.Action == PublishAction.Unchanged))
            {
                var receipt = new PublishReceipt(file.Source, place.DisplayName, file.Path, file.Size, file.Sha256!, file.Action, file.IsAccepted ? file.Proof : "", file.IsAccepted ? now : null) { IsAtomic = isAtomic, MayBeDuplicated = file.MayBeDuplicated };
                if (file.IsAccepted && locator.Find(file.Source) is { } collection && collection.Root != failed)
                {
                    string path = Path.Combine(collection.Root, ReceiptsName);
                    try
                    {
                        if (open != path)
                        {
                            writer?.Dispose();
                            (writer, open) = (new StreamWriter(path, append: true), path);
                        }
                        writer!.Write(JsonSerializer.Serialize(receipt, ReceiptJson.Default.PublishReceipt) + "\n");
                        writer.Flush();
                    }
                    catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                    {
                        failed = collection.Root;
                        output.Warning($"{path} cannot be written ({problem.Message}); the manifest at the destination is the only receipt.");
                    }
                }
                done(receipt);
            }
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static string Describe(PlannedFile file, TargetFacts facts) => file.Action switch
    {
        PublishAction.New => string.Create(CultureInfo.InvariantCulture, $"publish {file.Size} bytes, proof: {facts.Proof}"),
        PublishAction.Changed => string.Create(CultureInfo.InvariantCulture, $"replace by {file.Size} bytes, as it has changed since it was published, proof: {facts.Proof}"),
        PublishAction.Moved => $"rename from {file.MovedFrom}, as which it was published",
        _ => string.Create(CultureInfo.InvariantCulture, $"replace the file there, which LensTools did not publish, by {file.Size} bytes, proof: {facts.Proof}"),
    };

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>The receipts' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PublishReceipt))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
