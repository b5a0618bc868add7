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

    private readonly Dictionary<string, List<Dataset>> _files = new(PortablePath.Comparer);

    /// <summary>A folder's path, a URL, or the name of one of the collection's targets.</summary>
    public required string Destination { get; init; }

    /// <summary>What a relative path in <see cref="Destination"/> is relative to.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>What the paths at the destination are relative to, for files that lie in no collection.</summary>
    public required string BaseFolder { get; init; }

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
        if (_files.Count == 0) return;
        using IShareTarget target = ShareTarget.Open(ResolveTarget(), Credential);
        Manifest before = Manifest.Read(target, stop);
        var files = before.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        List<PlannedFile> plan = [.. Plan(target, files, output, stop)];

        var accepted = new List<PlannedFile>();
        foreach (PlannedFile file in plan)
        {
            if (file.Action == PublishAction.Unchanged) done(file.Receipt(target));
            else if (output.ShouldProcess($"{target.Location} {file.Path}", Describe(file))) accepted.Add(file);
        }
        Send(target, accepted, files, output, done, stop);
        if (accepted.Count > 0 || HaveLabelsChanged(plan, files)) WriteManifest(target, plan, files, before, output, stop);
    }

    // A name under "targets" in lens.yaml stands for a destination; a folder there is relative to the collection.
    private string ResolveTarget()
    {
        Collection? collection = locator.Find(_files.Keys.First());
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
            var file = new PlannedFile(source, path, new FileInfo(source).Length, sha256, CollectLabels(datasets, stop), PublishAction.New);
            long? there = target.Size(path, stop);
            if (there is null) return (file, null);
            // The manifest was written when the file had been proven; a size that still fits is enough to skip it.
            if (published.TryGetValue(path, out ManifestFile? known))
                return (file with { Action = known.Sha256 == sha256 && there == file.Size ? PublishAction.Unchanged : PublishAction.Changed }, null);
            bool isSame = there == file.Size && target.Sha256(path, stop) == sha256;
            if (isSame) return (file with { Action = PublishAction.Unchanged, IsUnlisted = true }, null);
            if (Force) return (file with { Action = PublishAction.Conflict }, null);
            return (null, new LensError(
                "LensTargetConflict", LensErrorCategory.Conflict, $"{target.Location} has another file {path}, which LensTools did not publish.", source, "Move one of the two away, or replace it with -Force."));
        }
        catch (LensException problem)
        {
            return (null, problem.Error);
        }
        catch (IOException problem)
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

    private void Send(IShareTarget target, List<PlannedFile> files, Dictionary<string, ManifestFile> published, IOutputPort output, Action<Publication> done, CancellationToken stop)
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
                published[file.Path] = file.Entry(receipt);
                WriteReceipt(receipt, output);
                done(receipt);
            }
        }
        finally
        {
            target.Finish(CancellationToken.None);
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
        catch (IOException problem)
        {
            return LensError.FromSystem(problem, file.Source);
        }
    }

    private void WriteManifest(IShareTarget target, List<PlannedFile> plan, Dictionary<string, ManifestFile> files, Manifest before, IOutputPort output, CancellationToken stop)
    {
        if (!output.ShouldProcess($"{target.Location} {Manifest.FileName}", "write the manifest")) return;
        foreach (PlannedFile file in plan)
        {
            if (files.TryGetValue(file.Path, out ManifestFile? known)) files[file.Path] = known with { Labels = file.Labels };
            else if (file.IsUnlisted) files[file.Path] = file.Entry(file.Receipt(target) with { At = DateTime.UtcNow, Proof = target.Proof });
        }
        Collection? collection = locator.Find(_files.Keys.First());
        Manifest manifest = before with { Name = collection?.Name ?? before.Name, Licence = collection?.Licence ?? before.Licence, Files = [.. files.Values] };
        target.Write(Manifest.SumsName, manifest.ToSums(), stop);
        target.Write(Manifest.FileName, manifest.ToJson(), stop);
        target.Finish(stop);
    }

    private static bool HaveLabelsChanged(List<PlannedFile> plan, Dictionary<string, ManifestFile> files) =>
        plan.Any(file => file.IsUnlisted || (files.TryGetValue(file.Path, out ManifestFile? known) && !known.Labels.SequenceEqual(file.Labels)));

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

    // Files outside a collection keep their paths below the base folder, or else below the deepest folder that holds all.
    private string FindRoot()
    {
        string root = BaseFolder;
        if (_files.Keys.All(path => IsBelow(path, root))) return root;
        root = Path.GetDirectoryName(_files.Keys.First())!;
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

        public ManifestFile Entry(Publication receipt) => new() { Path = Path, Size = Size, Sha256 = Sha256, PublishedAt = receipt.At!.Value, Proof = receipt.Proof, Labels = Labels };
    }
}

/// <summary>The receipts' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Publication))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
