using System.Globalization;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Makes staged files visible: by one MOVE if the publication's folder does not exist yet; otherwise file by file and
/// new folder by new folder, the manifest last, with other publishers locked out.
/// </summary>
internal sealed class Commit(Workspace workspace, PublishLocation place, PublishPlan plan, Journal journal, string folder)
{
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, bool> _isThere = [];
    private bool _hasNewLabels;

    /// <summary>The sources, for the manifest.</summary>
    public required IReadOnlyList<PublicationSource> Sources { get; init; }

    /// <summary>The files that the target did not take, for the manifest.</summary>
    public required IReadOnlyList<(string Path, LensError Error)> NotSent { get; init; }

    /// <summary>How many files others have added a different version of in the meantime.</summary>
    public int Refused { get; private set; }

    /// <summary>Whether any file has become visible.</summary>
    public bool HasPublished { get; private set; }

    private IShareTarget Target => place.Target;

    /// <summary>Publishes accepted, verified files; conflicts with files added by others in the meantime go to the port.</summary>
    /// <returns>Whether all files became visible at once.</returns>
    /// <exception cref="LensException">The target failed. The files that are visible are listed, if it takes the lists.</exception>
    public bool Run(IOutputPort output, CancellationToken stop)
    {
        foreach ((string path, _) in NotSent) plan.Refuse(path);
        if (!Target.Facts.Can(TargetCapabilities.Rename))
        {
            Drop(stop);
            return false;
        }
        // A staged folder is moved whole: what is left of a file that was not accepted must not become visible with it.
        foreach ((string path, _) in NotSent) Target.Delete($"{folder}/{path}", isFolder: false, stop);
        if (place.AppearsAtOnce)
        {
            Target.MakeFolder(folder, stop);
            UpdateManifest();
            WriteDocuments((name, write) => PublishedDocuments.Send(place, $"{folder}/{name}", write, stop), stop);
            if (Target.Move(folder, place.Folder, isFolder: true, Replacement.None, stop)) return HasPublished = true;
            // Someone else has created it in the meantime.
            place.AlreadyExists = true;
            foreach (string document in PublishedDocuments.Names) Target.Delete($"{folder}/{document}", isFolder: false, stop);
        }
        Dictionary<string, ManifestFile?> planned =
            plan.Accepted().Select(Replaced).OfType<string>().ToDictionary(path => path, plan.FindPublished);
        using var held = PublisherLock.Acquire(place, workspace.StateFolder, stop);
        PublishedDocuments.Read(place, plan, stop);
        MoveFiles(planned, output, stop);
        UpdateManifest();
        try
        {
            WriteDocuments((name, write) => PublishedDocuments.Replace(place, name, folder, write, stop), stop);
        }
        catch (Exception problem) when (problem is LensException or OperationCanceledException)
        {
            long total = plan.CountAccepted(out _);
            throw Listed(problem, total, total);
        }
        Target.Delete(folder, isFolder: true, stop);
        return false;
    }

    // Where a name that is taken becomes another one, later lists have names of their own, and hold what was sent before too.
    private void Drop(CancellationToken stop)
    {
        Target.MakeFolder(folder, stop);
        UpdateManifest();
        plan.AddProvenToPublished();
        bool isFirst = !PublishedDocuments.Names.Any(journal.WasUsed);
        string suffix = isFirst ? "" : "-" + workspace.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        WriteDocuments((name, write) =>
        {
            journal.AddStarted(name, 0, null);
            string path = Path.GetFileNameWithoutExtension(name) + suffix + Path.GetExtension(name);
            try
            {
                PublishedDocuments.Send(place, $"{folder}/{path}", write, stop);
            }
            catch (LensException problem) when (problem.Error.Answer is { Status: >= 300 and < 500 })
            {
                journal.AddRefused(name);
                throw;
            }
        }, stop);
        journal.Add(Manifest.FileName, "", Verification.ServerHash, 0, null);
    }

    // Adds to the manifest what was accepted, and what was already at the target but not listed.
    private void UpdateManifest()
    {
        DateTime now = workspace.UtcNow;
        foreach ((string path, LensError error) in NotSent)
            plan.Refused[path] = new ManifestRefusal { Path = path, Source = plan.Find(path)!.SourceId, Error = error.Id, At = now };
        foreach (PublicationSource source in Sources) plan.PublishedSources[source.Id] = source.ToManifest();
        foreach (PlannedFile file in plan.Files().Where(file => file.IsAccepted || file.Action == PublishAction.Unchanged))
        {
            plan.Refused.Remove(file.Path);
            _hasNewLabels |= plan.Labels(file.Path) != file.Labels;
            plan.SetLabels(file.Path, file.Labels);
            if (!file.IsAccepted && !file.IsUnlisted) continue;
            ManifestFile? before = plan.FindPublished(file.MovedFrom ?? file.Path);
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
                    PublishedAt = file.IsAccepted ? now : before?.PublishedAt ?? now,
                    Proof = file.Proof ?? Verification.None,
                    Source = file.SourceId,
                    CompanionOf = file.CompanionOf,
                    // A file that was only renamed was not verified again.
                    VerifiedAt = file.MovedFrom is null ? null : before?.VerifiedAt ?? before?.PublishedAt
                });
        }
    }

    // The manifest last: nothing counts as published until it exists.
    private void WriteDocuments(Action<string, Action<Stream>> write, CancellationToken stop)
    {
        if (_hasNewLabels) PublishedDocuments.WriteLabels(place, plan, write, stop);
        // If only labels have changed, sends only a few kilobytes.
        if (!plan.Files().Any(file => file.IsAccepted || file.IsUnlisted || file.Action == PublishAction.Refused)) return;
        PublishedDocuments.WriteLists(plan, write);
    }

    // The path of the published file that a file takes the place of.
    private static string? Replaced(PlannedFile file) => file.Action switch
    {
        PublishAction.Changed => file.Path,
        PublishAction.Moved => file.MovedFrom,
        _ => null,
    };

    // Hours may have passed since the plan was made, and others publish too.
    private bool IsStillAsPlanned(PlannedFile file, Dictionary<string, ManifestFile?> planned, CancellationToken stop)
    {
        if (Replaced(file) is not { } path || planned.GetValueOrDefault(path) is not { } known) return true;
        if (plan.FindPublished(path) is not { } now || now.Sha256 != known.Sha256 || now.Source != known.Source) return false;
        VerificationLevel level = Target.Facts.Proof == Verification.Size ? VerificationLevel.Size : VerificationLevel.Content;
        return Target.Verify(new Upload(place.PathOf(path), file.Source, known.Size, known.Sha256), level, stop) is not null;
    }

    private void MoveFiles(Dictionary<string, ManifestFile?> planned, IOutputPort output, CancellationToken stop)
    {
        string? moved = null;
        long count = 0, total = plan.CountAccepted(out _);
        // Settled after the loop: a plan is not changed while it is enumerated.
        List<PlannedFile> refused = [];
        List<(PlannedFile File, Verification Proof)> same = [];
        string current = "";
        try
        {
            foreach (PlannedFile file in plan.Accepted())
            {
                current = file.Path;
                output.Progress(new LensProgress("Making visible", file.Path, ++count, total));
                if (moved is not null && file.Path.StartsWith(moved, StringComparison.Ordinal) && file.MovedFrom is null) continue;
                if (file.Action == PublishAction.New
                    && NewFolderOf(file.Path, stop) is { } newFolder
                    && Target.Move($"{folder}/{newFolder}", place.PathOf(newFolder), isFolder: true, Replacement.None, stop))
                {
                    moved = newFolder + "/";
                    continue;
                }
                if (IsStillAsPlanned(file, planned, stop) && MoveFile(file, stop)) continue;
                // The same job may have run on another host.
                var upload = new Upload(place.PathOf(file.Path), file.Source, file.Size, file.Sha256);
                if (Target.Verify(upload, VerificationLevel.Content, stop) is { } proof) same.Add((file, proof));
                else refused.Add(file);
            }
        }
        catch (Exception problem) when (count > 1 && problem is LensException or OperationCanceledException)
        {
            HasPublished = true;
            plan.WithdrawFrom(current);
            Settle(refused, same, output);
            throw Listed(problem, count - 1, total);
        }
        HasPublished = true;
        Settle(refused, same, output);
    }

    private void Settle(List<PlannedFile> refused, List<(PlannedFile File, Verification Proof)> same, IOutputPort output)
    {
        foreach ((PlannedFile file, Verification proof) in same) plan.SetUnchanged(file.Path, proof);
        foreach (PlannedFile file in refused)
        {
            Refused++;
            plan.Withdraw(file.Path);
            ManifestSource? other = plan.PublishedSources.GetValueOrDefault(plan.FindPublished(file.Path)?.Source ?? "");
            string whose = other is null ? "someone else has" : $"{other} has";
            output.Error(new LensError(
                ErrorKind.TargetConflict,
                $"In the meantime, {whose} put another {file.Path} at {place.DisplayName}.",
                file.Source,
                "Rename or move one of them, publish to another folder with -Name, or replace it with Publish-LensDataset -Force."));
        }
    }

    // Readers must not find lists of what is no longer there: what was made visible is listed before the failure is reported.
    private Exception Listed(Exception problem, long visible, long total)
    {
        string lists;
        try
        {
            using var patience = new CancellationTokenSource(LastPatience);
            UpdateManifest();
            WriteDocuments((name, write) => PublishedDocuments.Replace(place, name, folder, write, patience.Token), patience.Token);
            lists = "The lists there agree with that.";
        }
        catch (Exception again) when (again is LensException or OperationCanceledException)
        {
            lists = "The lists there could not be updated, so SHA256SUMS may not match until it is published again.";
        }
        return problem is LensException { Error: { } error }
            ? new LensException(error with { Message = $"{error.Message} Before that, {visible} of {total} files became visible. {lists}" })
            : problem;
    }

    private bool MoveFile(PlannedFile file, CancellationToken stop)
    {
        if (file.Path.LastIndexOf('/') is > 0 and int slash) Target.MakeFolder(place.PathOf(file.Path[..slash]), stop);
        string from = file.MovedFrom is null ? $"{folder}/{file.Path}" : place.PathOf(file.MovedFrom);
        Replacement replacement = file.Action switch
        {
            PublishAction.Changed => Replacement.Superseded,
            PublishAction.Conflict => Replacement.Foreign,
            _ => Replacement.None,
        };
        return Target.Move(from, place.PathOf(file.Path), isFolder: false, replacement, stop);
    }

    // The topmost parent folder that does not exist yet; it can be moved with all its contents.
    private string? NewFolderOf(string path, CancellationToken stop)
    {
        if (!Target.Facts.IsAtomic) return null;
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
