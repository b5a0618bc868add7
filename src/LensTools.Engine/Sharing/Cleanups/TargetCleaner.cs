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
        string staging = Journal.StagingPrefix + source.ShortId;
        string[] folders = place.AlreadyExists && place.Folder.Length > 0 ? ["", place.Folder] : [place.Folder];
        foreach (string folder in folders)
        {
            foreach (TargetEntry entry in place.Target.List(folder, stop).ToList())
            {
                bool isOurs = entry.IsFolder
                    ? entry.Name.StartsWith(staging, StringComparison.Ordinal)
                    : folder == place.Folder && entry.Name.StartsWith(LockPrefix + "-", StringComparison.Ordinal);
                if (!isOurs || !output.ShouldProcess($"{place.Target.Facts.Location} {entry.Path}", "delete")) continue;
                place.Target.Delete(entry.Path, entry.IsFolder, stop);
                done(entry.Path);
            }
        }
        journal.Finish();
    }
}
