using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Sharing.Comparisons;

/// <summary>
/// Compares the datasets of a folder with what is published. Nothing is written: this is the plan of a publication,
/// seen from both sides.
/// </summary>
public sealed class CollectionComparer(Workspace workspace)
{
    /// <summary>The absolute path of the local folder.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute path of a folder, or a URL.</summary>
    public required string Destination { get; init; }

    /// <summary>The publication's folder below the destination. If null, the collection's name is used below a share link.</summary>
    public string? Name { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Reports each difference as it is found, in path order; files that cannot be compared are reported to the port.</summary>
    /// <exception cref="LensException">The publication cannot be reached, or its manifest is missing or damaged.</exception>
    public void Run(IOutputPort output, Action<Difference> each, CancellationToken stop)
    {
        var locator = new SourceLocator(workspace.Collections, workspace.StateFolder);
        PublicationSource own = locator.OfFolder(Folder);
        var sources = new Dictionary<string, PublicationSource>(PortablePath.Comparer) { [own.Root] = own };
        using PublishLocation place = PublishLocation.Open(
            Destination,
            Name,
            PortablePath.SafeName(own.Name),
            Options with { Time = workspace.Time },
            stop);
        using var plan = new PublishPlan();
        PublishedDocuments.ReadExisting(place, plan, stop);
        foreach (Dataset dataset in new DatasetListing(workspace) { Recurse = true }.Datasets([Folder], output, stop))
        {
            PublicationSource source = locator.Of(dataset.Path, dataset.SearchFolder);
            sources.TryAdd(source.Root, source);
            plan.AddSource(dataset, source);
        }
        string below = own.Root == Folder ? "" : PortablePath.Relative(own.Root, Folder) + "/";
        // What accompanies datasets, is a dataset no more or cannot be read is compared by its content.
        var others = new HashSet<string>(PortablePath.Comparer);
        foreach (string path in PublishedHere(plan, own, below).Select(file => PortablePath.ToHostPath(own.Root, file.Path)).ToList())
        {
            if (plan.HasSource(path) || SymbolicLinks.Follow(path) is not { Exists: true } info) continue;
            plan.AddCompanion(path, info, own);
            others.Add(path);
        }
        // Force: a file that only -Force would replace is a difference like any other.
        var planner = new PublishPlanner(workspace, place, plan, sources) { Force = true, ThrottleLimit = Options.ThrottleLimit };
        planner.Plan(output, stop);
        foreach (PlannedFile file in plan.Files())
        {
            if (Compare(plan, file) is not { } difference) continue;
            // Labels are of datasets.
            if (difference.Kind != DifferenceKind.Labels || !others.Contains(file.Source)) each(difference);
        }
        foreach (ManifestFile file in PublishedHere(plan, own, below).Where(
            file => plan.Find(file.Path) is null && !plan.IsMoved(file.Path)))
        {
            stop.ThrowIfCancellationRequested();
            // It could not be compared; that has been reported.
            if (File.Exists(PortablePath.ToHostPath(own.Root, file.Path))) continue;
            long? there = place.Target.Find(place.PathOf(file.Path), stop)?.Size;
            each(new Difference(file.Path, there is null ? DifferenceKind.Lost : DifferenceKind.NotHere, null, null, there));
        }
    }

    // What other sources published there is no difference. A manifest is written by others: a path in it must not lead elsewhere.
    private static IEnumerable<ManifestFile> PublishedHere(PublishPlan plan, PublicationSource own, string below) =>
        plan.Published().Where(file =>
            (file.Source is null || file.Source == own.Id)
                && file.Path.StartsWith(below, StringComparison.Ordinal)
                && PortablePath.Problem(file.Path) is null);

    private static Difference? Compare(PublishPlan plan, PlannedFile file)
    {
        ManifestFile? published = plan.FindPublished(file.Path);
        Difference Is(DifferenceKind kind) => new(file.Path, kind, file.Source, file.Size, plan.SizeThere(file.Path), file.MovedFrom);
        return file.Action switch
        {
            PublishAction.New => Is(published is null ? DifferenceKind.NotPublished : DifferenceKind.Lost),
            PublishAction.Moved => Is(DifferenceKind.Renamed) with { SizeThere = file.Size },
            PublishAction.Changed or PublishAction.Conflict => Is(DifferenceKind.Content),
            _ when published?.Sha256 != file.Sha256 => Is(DifferenceKind.Unlisted),
            _ => plan.Labels(file.Path) == file.Labels ? null : Is(DifferenceKind.Labels),
        };
    }
}
