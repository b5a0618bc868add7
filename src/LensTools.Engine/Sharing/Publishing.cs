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
        List<PlannedFile> plan = [.. Plan(target, published, output, stop)];

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

    private IEnumerable<PlannedFile> Plan(IShareTarget target, Dictionary<string, ManifestFile> published, IOutputPort output, CancellationToken stop)
    {
        string root = FindRoot();
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        int count = 0;
        foreach ((PlannedFile? file, LensError? error) in OrderedParallel.Select(_files, ThrottleLimit, entry => PlanOne(target, root, entry.Key, entry.Value, published, stop), stop))
        {
            output.Progress(new LensProgress("Comparing with the destination", file?.Path ?? "", ++count, _files.Count));
            LensError? problem = error ?? (file is null ? null : NameProblem(file, names));
            if (problem is not null) output.Error(problem);
            else if (file is not null) yield return file;
        }
    }

    private (PlannedFile? File, LensError? Error) PlanOne(
        IShareTarget target, string root, string source, List<Dataset> datasets, Dictionary<string, ManifestFile> published, CancellationToken stop)
    {
        try
        {
            string path = PortablePath.Relative(locator.Find(source)?.Root ?? root, source);
            string sha256 = identities.Sha256(source, stop);
            var file = new PlannedFile(source, path, new FileInfo(source).Length, sha256, CollectLabels(datasets, stop), PublishAction.New) { Collection = NameOfCollection(source) };
            long? there = target.Size(path, stop);
            if (there is null) return (file, null);
            // The manifest was written when the file had been proven; a size that still fits is enough to skip it.
            ManifestFile? known = published.GetValueOrDefault(path);
            if (known is not null && known.Sha256 == sha256 && there == file.Size) return (file with { Action = PublishAction.Unchanged }, null);
            string arrived = target.Sha256(path, stop);
            if (arrived == sha256) return (file with { Action = PublishAction.Unchanged, IsUnlisted = true }, null);
            // Ours to replace only if it is what this collection published: not another's file, nor one that was edited there.
            if (known is not null && known.Sha256 == arrived && known.Collection == NameOfCollection(source)) return (file with { Action = PublishAction.Changed }, null);
            if (Force) return (file with { Action = PublishAction.Conflict }, null);
            return (null, new LensError(
                "LensTargetConflict", LensErrorCategory.Conflict, $"{target.Location} has another file {path}, which was not published from here.", source, "Move one of the two away, or replace it with -Force."));
        }
        catch (LensException problem)
        {
            return (null, problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, LensError.FromSystem(problem, source));
        }
    }

    private static LensError? NameProblem(PlannedFile file, Dictionary<string, string> names)
    {
        if (PortablePath.Problem(file.Path) is { } problem)
            return new LensError("LensNameNotPortable", LensErrorCategory.InvalidArgument, $"{file.Source} cannot be published: {problem}.", file.Source, "Rename the file.");
        if (names.TryAdd(file.Path, file.Source)) return null;
        return new LensError(
            "LensNameCollision", LensErrorCategory.Conflict, $"{file.Source} and {names[file.Path]} would both be {file.Path} at the destination.", file.Source, "Publish them as parts of one collection, or rename one.");
    }

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

    private string? NameOfCollection(string path) => locator.Find(path)?.Name;

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

    private SortedDictionary<string, string> CollectLabels(List<Dataset> datasets, CancellationToken stop)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Dataset dataset in datasets)
        {
            string prefix = dataset.IsOnlyEntry ? "" : dataset.Entry + "/";
            foreach ((string name, LabelRecord label) in labels.Of(dataset, stop)) all[prefix + name] = label.Value!;
        }
        return all;
    }

    // Never the current folder: the same files would land elsewhere when the command is run from another place.
    private string FindRoot()
    {
        if (BaseFolder is not null && _files.Keys.All(path => IsBelow(path, BaseFolder))) return BaseFolder;
        string root = Path.GetDirectoryName(_files.Keys.First())!;
        foreach (string path in _files.Keys)
        {
            while (root.Length > 0 && !IsBelow(path, root)) root = Path.GetDirectoryName(root) ?? "";
        }
        return root;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Describe(PlannedFile file) => file.Action switch
    {
        PublishAction.New => $"publish {file.Size} bytes",
        PublishAction.Changed => $"replace by {file.Size} bytes, as it has changed since it was published",
        _ => $"replace the file there, which LensTools did not publish, by {file.Size} bytes",
    };

    private sealed record PlannedFile(string Source, string Path, long Size, string Sha256, SortedDictionary<string, string> Labels, PublishAction Action)
    {
        // It is there with the same content, but the manifest does not list it.
        public bool IsUnlisted { get; init; }

        public Publication Receipt(IShareTarget target) => new(Source, target.Location, Path, Size, Sha256, Action, "", null);

        public string? Collection { get; init; }

        public ManifestFile Entry(Publication receipt, ManifestFile? before) => new()
        {
            Path = Path,
            Size = Size,
            Sha256 = Sha256,
            PublishedAt = receipt.At ?? before?.PublishedAt ?? DateTime.UtcNow,
            Proof = receipt.Proof.Length > 0 ? receipt.Proof : before?.Proof ?? "read-back",
            Collection = Collection,
            Labels = Labels,
        };
    }
}

/// <summary>The receipts' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Publication))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
