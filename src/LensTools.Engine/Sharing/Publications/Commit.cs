using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Makes what was staged visible: by one MOVE where the publication's folder is not there yet; else file by file and
/// new folder by new folder, the manifest last, while other publishers are kept out.
/// </summary>
internal sealed class Commit(Workspace workspace, PublishLocation place, PublishPlan plan, string folder)
{
    private readonly Dictionary<string, bool> _isThere = [];
    private bool _hasNewLabels;

    /// <summary>The collection's name and licence for the manifest; those that it has where they are null.</summary>
    public string? Name { get; init; }

    /// <inheritdoc cref="Name"/>
    public string? Licence { get; init; }

    private IShareTarget Target => place.Target;

    /// <summary>Publishes what is accepted and has its proof; files that someone else has put there meanwhile go to the port.</summary>
    /// <returns>Whether all appeared at once.</returns>
    public bool Run(IOutputPort output, CancellationToken stop)
    {
        bool mayRename = Target.Facts.Can(TargetCapabilities.Rename);
        if (!mayRename || !place.AlreadyExists)
        {
            Target.MakeFolder(folder, stop);
            UpdateManifest();
            WriteDocuments((name, write) => PublishedDocuments.Send(place, $"{folder}/{name}", write, stop));
            if (!mayRename) return false;
            if (Target.Move(folder, place.Folder, isFolder: true, replace: false, stop)) return true;
            // Someone has made it meanwhile.
            place.AlreadyExists = true;
            foreach (string document in PublishedDocuments.Names) Target.Delete($"{folder}/{document}", isFolder: false, stop);
        }
        using var held = PublisherLock.Acquire(place, workspace.StateFolder, stop);
        PublishedDocuments.Read(place, plan, stop);
        MoveFiles(output, stop);
        UpdateManifest();
        WriteDocuments((name, write) => PublishedDocuments.Replace(place, name, folder, write, stop));
        Target.Delete(folder, isFolder: true, stop);
        return false;
    }

    // What is to be in the manifest: what was accepted, and what was there already but not listed so.
    private void UpdateManifest()
    {
        DateTime now = workspace.UtcNow;
        foreach (PlannedFile file in plan.Files().Where(file => file.IsAccepted || file.Action == PublishAction.Unchanged))
        {
            _hasNewLabels |= plan.Labels(file.Path) != file.Labels;
            plan.SetLabels(file.Path, file.Labels);
            if (!file.IsAccepted && !file.IsUnlisted) continue;
            if (file.MovedFrom is not null)
            {
                _hasNewLabels |= plan.Labels(file.MovedFrom) != "{}";
                plan.RemovePublished(file.MovedFrom);
                plan.SetLabels(file.MovedFrom, "{}");
            }
            plan.AddPublished(
                new ManifestFile
                {
                    Path = file.Path,
                    Size = file.Size,
                    Sha256 = file.Sha256!,
                    Modified = file.Modified,
                    PublishedAt = now,
                    Proof = file.Proof ?? Verification.None,
                    Collection = file.Collection
                });
        }
    }

    // The manifest last: until it is there, what is there is not published.
    private void WriteDocuments(Action<string, Action<Stream>> write)
    {
        if (_hasNewLabels) write(PublishedLabels.FileName, stream => PublishedLabels.Write(stream, plan.AllLabels()));
        // Where only labels have changed, a few kilobytes go.
        if (!plan.Files().Any(file => file.IsAccepted || file.IsUnlisted)) return;
        PublishedDocuments.WriteLists(plan, Name, Licence, write);
    }

    private void MoveFiles(IOutputPort output, CancellationToken stop)
    {
        string? moved = null;
        long count = 0, total = plan.CountAccepted(out _);
        // Withdrawn after the loop: a plan is not changed while it is gone through.
        List<PlannedFile> refused = [];
        foreach (PlannedFile file in plan.Accepted())
        {
            output.Progress(new LensProgress("Making visible", file.Path, ++count, total));
            if (moved is not null && file.Path.StartsWith(moved, StringComparison.Ordinal) && file.MovedFrom is null) continue;
            if (file.Action == PublishAction.New
                && NewFolderOf(file.Path, stop) is { } newFolder
                && Target.Move($"{folder}/{newFolder}", place.PathOf(newFolder), isFolder: true, replace: false, stop))
            {
                moved = newFolder + "/";
                continue;
            }
            if (!MoveFile(file, stop)) refused.Add(file);
        }
        foreach (PlannedFile file in refused)
        {
            plan.Withdraw(file.Path);
            output.Error(new LensError(
                ErrorKind.TargetConflict,
                $"Someone else has put another {file.Path} at {place.DisplayName} meanwhile.",
                file.Source,
                "Move one of the two away, or replace it with -Force."));
        }
    }

    private bool MoveFile(PlannedFile file, CancellationToken stop)
    {
        if (file.Path.LastIndexOf('/') is > 0 and int slash) Target.MakeFolder(place.PathOf(file.Path[..slash]), stop);
        string from = file.MovedFrom is null ? $"{folder}/{file.Path}" : place.PathOf(file.MovedFrom);
        return Target.Move(
            from, place.PathOf(file.Path), isFolder: false, replace: file.Action is PublishAction.Changed or PublishAction.Conflict, stop);
    }

    // The highest folder above a path that is not there yet; it can be moved with all it holds.
    private string? NewFolderOf(string path, CancellationToken stop)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            string above = path[..slash];
            if (!_isThere.TryGetValue(above, out bool isThere))
                _isThere[above] = isThere = Target.Find(place.PathOf(above), stop) is not null;
            if (isThere) continue;
            _isThere[above] = true;
            return above;
        }
        return null;
    }
}
