using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Sharing;

/// <summary>A file and what is to be done with it.</summary>
internal sealed record PlannedFile(string Source, string Path, long Size, string Sha256, SortedDictionary<string, string> Labels, PublishAction Action)
{
    /// <summary>It is there with the same content, but the manifest does not list it so.</summary>
    public bool IsUnlisted { get; init; }

    /// <summary>The collection that it lies in, if it lies in one.</summary>
    public string? Collection { get; init; }

    /// <summary>The receipt of a file that was not sent.</summary>
    public Publication Receipt(IShareTarget target) => new(Source, target.Location, Path, Size, Sha256, Action, "", null);

    /// <summary>Its entry in the manifest; what was not sent now keeps the time and proof that it had.</summary>
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

/// <summary>Compares files with what lies at a destination.</summary>
internal sealed class PublishPlanner(CollectionLocator locator, Identities identities, DatasetLabels labels, IShareTarget target, IReadOnlyDictionary<string, ManifestFile> published)
{
    public bool Force { get; init; }

    public int ThrottleLimit { get; init; }

    public string? BaseFolder { get; init; }

    /// <summary>What is to be done with each file; those that cannot be published go to the port.</summary>
    public IEnumerable<PlannedFile> Plan(IReadOnlyDictionary<string, List<Dataset>> files, IOutputPort output, CancellationToken stop)
    {
        string root = FindRoot(files.Keys);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        int count = 0;
        foreach ((PlannedFile? file, LensError? error) in OrderedParallel.Select(files, ThrottleLimit, entry => PlanOne(root, entry.Key, entry.Value, stop), stop))
        {
            output.Progress(new LensProgress("Comparing with the destination", file?.Path ?? "", ++count, files.Count));
            LensError? problem = error ?? (file is null ? null : NameProblem(file, names));
            if (problem is not null) output.Error(problem);
            else if (file is not null) yield return file;
        }
    }

    private (PlannedFile? File, LensError? Error) PlanOne(string root, string source, List<Dataset> datasets, CancellationToken stop)
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

    private string? NameOfCollection(string path) => locator.Find(path)?.Name;

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
    private string FindRoot(IEnumerable<string> paths)
    {
        if (BaseFolder is not null && paths.All(path => IsBelow(path, BaseFolder))) return BaseFolder;
        string root = Path.GetDirectoryName(paths.First())!;
        foreach (string path in paths)
        {
            while (root.Length > 0 && !IsBelow(path, root)) root = Path.GetDirectoryName(root) ?? "";
        }
        return root;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
