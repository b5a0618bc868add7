using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Sharing;

/// <summary>Publishes the files of datasets: plans, sends, proves, and writes manifest and receipts.</summary>
public sealed class Publishing(CollectionLocator locator, Identities identities, DatasetLabels labels)
{
    /// <summary>The receipts' name in the collection.</summary>
    public const string ReceiptsName = "lens-receipts.jsonl";

    private static readonly TimeSpan LastMoments = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, List<Dataset>> _files = new(PortablePath.Comparer);

    /// <summary>A folder's path, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>What a relative path in <see cref="Destination"/> is relative to.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>
    /// What the paths at the destination are relative to, for files that lie in no collection; the deepest folder that
    /// holds them all where it is null.
    /// </summary>
    public string? BaseFolder { get; init; }

    /// <summary>For a server that asks who is there.</summary>
    public ShareCredential? Credential { get; init; }

    /// <summary>Whether files may be replaced that LensTools did not put there.</summary>
    public bool Force { get; init; }

    /// <summary>How many files are sent at once.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>Takes a dataset's file into the plan; a file of several datasets is sent once.</summary>
    public void Add(Dataset dataset)
    {
        if (!_files.TryGetValue(dataset.Path, out List<Dataset>? datasets)) _files[dataset.Path] = datasets = [];
        datasets.Add(dataset);
    }

    /// <summary>Publishes what was added. Each receipt goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The destination cannot be reached or is refused; nothing more is tried.</exception>
    public void Run(IOutputPort output, Action<Publication> done, CancellationToken stop)
    {
        // Opened even when nothing is to be sent: a destination that makes no sense is said to make none.
        using IShareTarget target = ShareTarget.Open(ResolveTarget(), Credential);
        if (_files.Count == 0) return;
        Dictionary<string, ManifestFile> published = ByPath(Manifest.Read(target, stop));
        var planner = new PublishPlanner(locator, identities, labels, target, published) { Force = Force, ThrottleLimit = ThrottleLimit, BaseFolder = BaseFolder };
        List<PlannedFile> plan = [.. planner.Plan(_files, output, stop)];

        var accepted = new List<PlannedFile>();
        foreach (PlannedFile file in plan)
        {
            if (file.Action == PublishAction.Unchanged) done(file.Receipt(target));
            else if (output.ShouldProcess($"{target.Location} {file.Path}", Describe(file))) accepted.Add(file);
        }
        var entries = plan.Where(file => IsToBeListed(file, published)).ToDictionary(file => file.Path, file => file.Entry(file.Receipt(target), published.GetValueOrDefault(file.Path)));
        // Where only labels have changed, the manifest is all that changes.
        bool mayWrite = accepted.Count > 0 || (entries.Count > 0 && output.ShouldProcess($"{target.Location} {Manifest.FileName}", "write the labels"));
        try
        {
            Send(target, accepted, entries, output, done, stop);
        }
        finally
        {
            // What has arrived is listed even if the rest could not be sent, or the next run would take it for somebody else's.
            if (mayWrite && entries.Count > 0) WriteManifest(target, entries, stop.IsCancellationRequested);
        }
    }

    // A name under "targets" in lens.yaml stands for a destination; a folder there is relative to the collection.
    private string ResolveTarget()
    {
        Collection? collection = _files.Count == 0 ? null : locator.Find(_files.Keys.First());
        if (collection is null || !collection.Targets.TryGetValue(Destination, out string? named)) return FolderOrUrl(Destination, CurrentFolder);
        return FolderOrUrl(named, collection.Root);
    }

    private static string FolderOrUrl(string destination, string basis) =>
        destination.Contains("://", StringComparison.Ordinal) ? destination : Path.GetFullPath(destination, basis);

    private void Send(IShareTarget target, List<PlannedFile> files, Dictionary<string, ManifestFile> entries, IOutputPort output, Action<Publication> done, CancellationToken stop)
    {
        if (files.Count == 0) return;
        int count = 0;
        try
        {
            foreach ((PlannedFile file, LensError? error) in OrderedParallel.Select(files, ThrottleLimit, file => (file, SendOne(target, file, stop)), stop))
            {
                output.Progress(new LensProgress("Publishing", file.Path, ++count, files.Count));
                if (error is not null)
                {
                    output.Error(error);
                    if (error.Id is "LensAuthenticationFailed" or "LensQuotaExceeded") throw new LensException(error);
                    continue;
                }
                Publication receipt = file.Receipt(target) with { At = DateTime.UtcNow, Proof = target.Proof };
                entries[file.Path] = file.Entry(receipt, null);
                WriteReceipt(receipt, output);
                done(receipt);
            }
        }
        finally
        {
            CleanUp(target, stop.IsCancellationRequested);
        }
    }

    // After Ctrl+C there is no time to wait for a server that does not answer.
    private static void CleanUp(IShareTarget target, bool isStopped)
    {
        using var limit = new CancellationTokenSource();
        if (isStopped) limit.CancelAfter(LastMoments);
        try
        {
            target.Finish(limit.Token);
        }
        catch (OperationCanceledException) when (isStopped)
        {
            // What is left lies in a hidden folder of its own and is in nobody's way.
        }
    }

    private static LensError? SendOne(IShareTarget target, PlannedFile file, CancellationToken stop)
    {
        try
        {
            target.Send(file.Source, file.Path, file.Sha256, replace: file.Action is PublishAction.Changed or PublishAction.Conflict, stop);
            return null;
        }
        catch (LensException problem)
        {
            return problem.Error;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return LensError.FromSystem(problem, file.Source);
        }
    }

    // Read again and merged under the target's lock: another publisher may have added to it meanwhile.
    private void WriteManifest(IShareTarget target, Dictionary<string, ManifestFile> entries, bool isStopped)
    {
        using var limit = new CancellationTokenSource();
        if (isStopped) limit.CancelAfter(LastMoments);
        try
        {
            using IDisposable? held = target.Lock(limit.Token);
            Manifest before = Manifest.Read(target, limit.Token);
            Dictionary<string, ManifestFile> files = ByPath(before);
            foreach ((string path, ManifestFile entry) in entries) files[path] = entry;
            Collection? collection = locator.Find(_files.Keys.First());
            Manifest manifest = before with { Name = collection?.Name ?? before.Name, Licence = collection?.Licence ?? before.Licence, Files = [.. files.Values] };
            target.Write(Manifest.SumsName, manifest.ToSums(), limit.Token);
            target.Write(Manifest.FileName, manifest.ToJson(), limit.Token);
        }
        catch (OperationCanceledException) when (isStopped)
        {
            // Too slow; the next run compares the files themselves and lists them then.
        }
        CleanUp(target, isStopped);
    }

    private static Dictionary<string, ManifestFile> ByPath(Manifest manifest) => manifest.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);

    // Sent files are listed when they have arrived; these are there, but the manifest does not say so, or not with these labels.
    private static bool IsToBeListed(PlannedFile file, Dictionary<string, ManifestFile> published) =>
        file.Action == PublishAction.Unchanged && (file.IsUnlisted || !published[file.Path].Labels.SequenceEqual(file.Labels));

    private void WriteReceipt(Publication receipt, IOutputPort output)
    {
        if (locator.Find(receipt.Source) is not { } collection) return;
        string path = Path.Combine(collection.Root, ReceiptsName);
        try
        {
            File.AppendAllText(path, JsonSerializer.Serialize(receipt, ReceiptJson.Default.Publication) + "\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            output.Warning($"{path} cannot be written ({problem.Message}); the manifest at the destination is the only receipt.");
        }
    }

    private static string Describe(PlannedFile file) => file.Action switch
    {
        PublishAction.New => $"publish {file.Size} bytes",
        PublishAction.Changed => $"replace by {file.Size} bytes, as it has changed since it was published",
        _ => $"replace the file there, which LensTools did not publish, by {file.Size} bytes",
    };
}

/// <summary>The receipts' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Publication))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
