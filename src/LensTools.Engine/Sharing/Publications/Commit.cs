using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Makes staged files visible: by one MOVE if the publication's folder does not exist yet; otherwise file by file and
/// new folder by new folder, the manifest last, with other publishers locked out.
/// </summary>
internal sealed class Commit(Workspace workspace, PublishLocation place, PublishPlan plan, string folder)
{
    private readonly Dictionary<string, bool> _isThere = [];
    private bool _hasNewLabels;

    /// <summary>The collection's name and licence for the manifest; if null, those in the manifest are kept.</summary>
    public string? Name { get; init; }

    /// <inheritdoc cref="Name"/>
    public string? Licence { get; init; }

    private IShareTarget Target => place.Target;

    /// <summary>Publishes accepted, verified files; conflicts with files added by others in the meantime go to the port.</summary>
    /// <returns>Whether all files became visible at once.</returns>
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
            // Someone else has created it in the meantime.
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

    // Adds to the manifest what was accepted, and what was already at the target but not listed.
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

    // The manifest last: nothing counts as published until it exists.
    private void WriteDocuments(Action<string, Action<Stream>> write)
    {
        if (_hasNewLabels) write(PublishedLabels.FileName, stream => PublishedLabels.Write(stream, plan.AllLabels()));
        // If only labels have changed, the other documents need not be sent.
        if (!plan.Files().Any(file => file.IsAccepted || file.IsUnlisted)) return;
        PublishedDocuments.WriteLists(plan, Name, Licence, write);
    }

    private void MoveFiles(IOutputPort output, CancellationToken stop)
    {
        string? moved = null;
        long count = 0, total = plan.CountAccepted(out _);
        // Withdrawn after the loop: the plan must not change while it is enumerated.
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
                $"Someone else has added a different {file.Path} to {place.DisplayName} in the meantime.",
                file.Source,
                "Move one of the two files away, or replace it with -Force."));
        }
    }

    private bool MoveFile(PlannedFile file, CancellationToken stop)
    {
        if (file.Path.LastIndexOf('/') is > 0 and int slash) Target.MakeFolder(place.PathOf(file.Path[..slash]), stop);
        string from = file.MovedFrom is null ? $"{folder}/{file.Path}" : place.PathOf(file.MovedFrom);
        return Target.Move(
            from, place.PathOf(file.Path), isFolder: false, replace: file.Action is PublishAction.Changed or PublishAction.Conflict, stop);
    }

    // The topmost parent folder that does not exist yet; it can be moved with all its contents.
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
