using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Sharing.Cleanups;

/// <summary>
/// Deletes what publications of a source that were given up have left at a target: their staging folders, which carry the id of the
/// source, and locks that no one holds.
/// </summary>
public sealed class TargetCleaner(Workspace workspace)
{
    private const string LockPrefix = ".lens-lock";

    /// <summary>An absolute path of a folder, or a URL.</summary>
    public required string Destination { get; init; }

    /// <summary>The publication's folder below the destination.</summary>
    public string? Name { get; init; }

    /// <summary>The folder of the source.</summary>
    public required string SourceFolder { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Deletes what is left. Each path that was deleted goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The target cannot be reached or shows nothing, or the source publishes there now.</exception>
    public void Run(IOutputPort output, Action<string> done, CancellationToken stop)
    {
        PublicationSource source = new SourceLocator(workspace.Collections, workspace.StateFolder).OfFolder(SourceFolder);
        using PublishLocation place = PublishLocation.Open(
            Destination, Name, Files.PortablePath.SafeName(source.Name), Options with { Time = workspace.Time }, stop);
        if (!place.Target.Facts.Can(TargetCapabilities.Read)) throw PublishedDocuments.ShowsNothing(place);
        using var plan = new PublishPlan();
        // A publication that was interrupted and is not given up is under way as long as its journal is held.
        using var journal = Journal.Open(workspace, place.DisplayName, [source], plan, output, stop);
        // Held meanwhile, so that what looks like a lock's remains is not one being taken.
        using PublisherLock? held = place.AlreadyExists ? PublisherLock.Acquire(place, workspace.StateFolder, stop) : null;
        bool hasDeleted = false;
        foreach ((IShareTarget target, string folder) in Places(place))
        {
            foreach (TargetEntry entry in target.List(folder, stop).Where(entry => IsLeft(entry, folder, place, source)).ToList())
            {
                if (!output.ShouldProcess($"{target.Facts.Location} {entry.Path}", "delete")) continue;
                target.Delete(entry.Path, entry.IsFolder, stop);
                hasDeleted = true;
                done(entry.Path);
            }
        }
        // What it knew has arrived is there no more.
        if (hasDeleted) journal.Finish();

        // A publication that did not exist yet was staged beside the place where it was to appear.
        IEnumerable<(IShareTarget Target, string Folder)> Places(PublishLocation place)
        {
            yield return (place.Target, "");
            if (place.Folder.Length > 0)
            {
                if (place.AlreadyExists) yield return (place.Target, place.Folder);
                yield break;
            }
            ITargetAddress address = ShareTarget.Parse(Destination);
            (string above, _) = address.Parent();
            if (above.Length == 0 || above == Destination || address.IsShareRoot) yield break;
            using IShareTarget? beside = OpenAbove(above, stop);
            if (beside is not null) yield return (beside, "");
        }
    }

    private IShareTarget? OpenAbove(string above, CancellationToken stop)
    {
        try
        {
            IShareTarget target = ShareTarget.Open(above, Options with { Time = workspace.Time }, stop);
            if (target.Facts.Can(TargetCapabilities.Read)) return target;
            target.Dispose();
            return null;
        }
        catch (LensException problem) when (problem.Error.Kind.Category is ErrorCategory.PermissionDenied or ErrorCategory.NotFound)
        {
            // The user may see nothing of it; then nothing was staged there either.
            return null;
        }
    }

    private static bool IsLeft(TargetEntry entry, string folder, PublishLocation place, PublicationSource source) => entry.IsFolder
        ? entry.Name.StartsWith(Journal.StagingPrefix + source.ShortId, StringComparison.Ordinal)
        : place.AlreadyExists && folder == place.Folder && entry.Name.StartsWith(LockPrefix + "-", StringComparison.Ordinal);
}
