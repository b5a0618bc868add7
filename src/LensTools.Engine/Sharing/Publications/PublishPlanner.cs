using System.Text;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Sharing.Withdrawals;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>Compares files with what is at a destination, and plans what to do with each.</summary>
internal sealed class PublishPlanner(
    Workspace workspace,
    PublishLocation place,
    PublishPlan plan,
    IReadOnlyDictionary<string, PublicationSource> sources)
{
    private readonly HashSet<string> _listed = [];
    private readonly List<string> _migrated = [];

    /// <summary>What was sent before; null if nothing will be sent.</summary>
    public Journal? Journal { get; init; }

    public bool Force { get; init; }

    /// <summary>Whether what was published before is read back too.</summary>
    public bool ReadsBack { get; init; }

    public int ThrottleLimit { get; init; }

    /// <summary>
    /// Whether the SHA-256 of a file may be computed while it is sent. If the destination is empty, it is not needed
    /// earlier, so a large file is read only once.
    /// </summary>
    public bool HashesWhileSending { get; init; }

    private IShareTarget Target => place.Target;

    /// <summary>Plans each file; files that cannot be published go to the port. Returns their number.</summary>
    public int Plan(IOutputPort output, CancellationToken stop)
    {
        long count = 0, total = plan.SourceCount;
        int refused = 0;
        foreach ((PlannedFile? file, LensError? error) in OrderedParallel.Select(
            Candidates(stop), ThrottleLimit, candidate => PlanOne(candidate, stop), stop))
        {
            output.Progress(new LensProgress("Comparing with the destination", file?.Path ?? "", ++count, total));
            LensError? problem = error ?? NameProblem(file!) ?? AddToPlan(file!, output, stop);
            if (problem is null) continue;
            refused++;
            output.Error(problem);
        }
        if (_migrated.Count > 0)
            output.Warning(
                $"{_migrated.Count} files were published under other paths by an earlier version and are renamed once, "
                    + $"the first from {_migrated[0]}: paths now begin at the folder of the source.");
        return refused;
    }

    private IEnumerable<Candidate> Candidates(CancellationToken stop)
    {
        foreach (PlannedSource source in plan.Sources())
        {
            string path = PortablePath.Relative(source.Root, source.Path);
            if (place.AlreadyExists) ListFolderOf(path, stop);
            string? beside = source.IsCompanion && plan.DatasetBeside(source.Path) is { } dataset
                ? PortablePath.Relative(source.Root, dataset)
                : null;
            yield return new Candidate(source, path, SizeThere(path, stop), plan.FindPublished(path), beside);
        }
    }

    // nginx omits names that begin with a dot from its listings.
    private long? SizeThere(string path, CancellationToken stop)
    {
        bool isHidden = path[(path.LastIndexOf('/') + 1)..].StartsWith('.');
        return plan.SizeThere(path)
            ?? (isHidden && place.AlreadyExists && Target.Facts.Can(TargetCapabilities.MayHideDotFiles)
                ? Target.Find(place.PathOf(path), stop)?.Size
                : null);
    }

    // One folder at a time, and only folders that receive files.
    private void ListFolderOf(string path, CancellationToken stop)
    {
        string folder = path.LastIndexOf('/') is > 0 and int slash ? path[..slash] : "";
        if (!_listed.Add(folder)) return;
        int prefix = place.Folder.Length == 0 ? 0 : place.Folder.Length + 1;
        foreach (TargetEntry entry in Target.List(place.PathOf(folder).TrimEnd('/'), stop))
        {
            if (!entry.IsFolder) plan.AddThere(entry.Path[prefix..], entry.Size);
        }
    }

    private (PlannedFile? File, LensError? Error) PlanOne(Candidate candidate, CancellationToken stop)
    {
        try
        {
            (PlannedSource planned, string path, long? there, ManifestFile? known, string? beside) = candidate;
            string source = planned.Path;
            FileInfo info = SymbolicLinks.Follow(source);
            string? sha256 = HashOf(planned, info, needed: !HashesWhileSending || there is not null, stop);
            // Publish only what was checked and labelled.
            if (IsChanged(planned, info, sha256)) return (null, Upload.Changed(source));
            string labels = planned.IsCompanion ? "{}" : CollectLabels(source, planned.Entries, stop);
            PublicationSource from = sources[planned.Root];
            var file = new PlannedFile(source, path, info.Length, info.LastWriteTimeUtc, sha256, PublishAction.New)
            {
                SourceId = from.Id,
                Labels = labels,
                CompanionOf = beside
            };
            if (there is null) return (file, null);
            // The manifest lists only verified files, so a matching size is enough to skip it.
            if (known is not null && known.Sha256 == sha256 && there == file.Size)
            {
                var listed = new Upload(place.PathOf(path), source, file.Size, sha256);
                Verification? proof = ReadsBack ? Target.Verify(listed, VerificationLevel.ReadBack, stop) : known.Proof;
                if (proof is null) return (null, Damaged(file));
                bool isAdopted = known.Source is null && IsOwn(known, from);
                return (
                    file with { Action = PublishAction.Unchanged, Proof = proof, IsUnlisted = isAdopted || proof != known.Proof }, null);
            }
            var asPlanned = new Upload(place.PathOf(path), source, file.Size, sha256);
            if (there is -1 || there == file.Size)
            {
                if (Target.Verify(asPlanned, VerificationLevel.Content, stop) is { } proof)
                    return (file with { Action = PublishAction.Unchanged, IsUnlisted = true, Proof = proof }, null);
            }
            // Replace only what this collection published: not someone else's file, nor one that was edited at the target.
            bool isOurs = known is not null
                && IsOwn(known, from)
                && (there is -1 || there == known.Size)
                && Target.Verify(asPlanned with { Size = known.Size, Sha256 = known.Sha256 }, VerificationLevel.Content, stop) is not null;
            if (isOurs) return (file with { Action = PublishAction.Changed }, null);
            if (Force) return (file with { Action = PublishAction.Conflict }, null);
            return (null, Conflict(file, known, from));
        }
        catch (LensException problem)
        {
            return (null, problem.Error with { Target = candidate.Source.Path });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, LensError.FromReadFailure(problem, candidate.Source.Path));
        }
    }

    private string? HashOf(PlannedSource planned, FileInfo info, bool needed, CancellationToken stop)
    {
        bool isSame = info.Length == planned.Size && info.LastWriteTimeUtc == planned.Modified;
        if (isSame && planned.Sha256 is { } known) return known;
        return needed ? workspace.Identities.Sha256(planned.Path, stop) : workspace.Identities.TryGet(planned.Path);
    }

    // By content if it was read, otherwise by size and time: a file that was only touched is unchanged.
    private static bool IsChanged(PlannedSource planned, FileInfo info, string? sha256)
    {
        if (planned.Sha256 is { } judged && sha256 is not null) return judged != sha256;
        return info.Length != planned.Size || info.LastWriteTimeUtc != planned.Modified;
    }

    private LensError Withdrawn(string source, WithdrawnFile file) => new(
        ErrorKind.Withdrawn,
        $"{source} was withdrawn from {place.DisplayName} on {file.WithdrawnAt:yyyy-MM-dd}: {file.Reason.TrimEnd('.')}.",
        source,
        "Leave it out, or publish it again with Publish-LensDataset -Force.");

    // What an earlier version published has no source; it is ours if it is of our collection.
    private static bool IsOwn(ManifestFile known, PublicationSource source) =>
        known.Source is { } id ? id == source.Id : known.Collection is { } name && name == source.Collection?.Name;

    private LensError Damaged(PlannedFile file) => new(
        ErrorKind.PublicationDamaged,
        $"{file.Path} at {place.DisplayName} is not what was published: it was read back with another SHA-256.",
        file.Source,
        "Test-LensPublication -Repair sends it again.");

    private LensError Conflict(PlannedFile file, ManifestFile? known, PublicationSource source)
    {
        string whose = known is null
            ? "which LensTools did not publish"
            : known.Source == source.Id
                ? "which was changed there after it was published"
                : $"published from {plan.PublishedSources.GetValueOrDefault(known.Source ?? "") ?? new ManifestSource { Id = "" }}";
        return new LensError(
            ErrorKind.TargetConflict,
            $"{place.DisplayName} has another file {file.Path}, {whose}; this one is of {source.ToManifest()}.",
            file.Source,
            "Rename or move one of them, publish to another folder with -Name, or replace it with Publish-LensDataset -Force.");
    }

    private LensError? NameProblem(PlannedFile file)
    {
        string? problem = PortablePath.Problem(file.Path) ?? ReservedProblem(file.Path);
        foreach (string name in file.Path.Split('/'))
        {
            if (problem is null && Encoding.UTF8.GetByteCount(name) > Target.Facts.LongestName)
                problem = $"\"{name}\" is longer than the {Target.Facts.LongestName} bytes that the server accepts";
            string? forbidden = Target.Facts.ForbiddenNames.FirstOrDefault(
                f => name.Equals(f, StringComparison.OrdinalIgnoreCase)
                    || (f.StartsWith('.') && name.EndsWith(f, StringComparison.OrdinalIgnoreCase)));
            if (problem is null && forbidden is not null) problem = $"the server does not accept names like \"{forbidden}\"";
        }
        return problem is null
            ? null
            : new LensError(ErrorKind.NameNotPortable, $"{file.Source} cannot be published: {problem}.", file.Source, "Rename the file.");
    }

    // Lists of the publication, and what LensTools hides there.
    private static string? ReservedProblem(string path)
    {
        bool isReserved = path.StartsWith(".lens-", StringComparison.OrdinalIgnoreCase)
            || PublishedDocuments.Names.Append(WithdrawnFiles.FileName).Contains(path, StringComparer.OrdinalIgnoreCase);
        return isReserved ? $"a publication has its own {path}" : null;
    }

    private LensError? AddToPlan(PlannedFile file, IOutputPort output, CancellationToken stop)
    {
        // A file that a steward has withdrawn must not come back with the next nightly run.
        if ((file.Action == PublishAction.New || file is { Action: PublishAction.Unchanged, IsUnlisted: true })
            && !Force
            && file.Sha256 is { } content
            && plan.FindWithdrawn(content) is { } withdrawn
            && !plan.IsPublished(file.Path))
            return Withdrawn(file.Source, withdrawn);
        if (place.AlreadyExists && (file.Action == PublishAction.New || file is { Action: PublishAction.Unchanged, IsUnlisted: true }))
            file = AsMovedFile(file, stop);
        if (!Target.Facts.Can(TargetCapabilities.Read)) file = AsDroppedFile(file, output);
        if (plan.Add(file)) return null;
        PlannedFile other = plan.FindFolded(file.Path)!;
        return new LensError(
            ErrorKind.NameCollision,
            other.Path == file.Path
                ? $"{file.Source} and {other.Source} would both be {file.Path} at the destination."
                : $"{file.Source} and {other.Source} would be the same file on hosts that ignore case or the form of accents in names.",
            file.Source,
            "Rename one, or make the folder above both a collection with New-LensCollection; then paths keep their folders.");
    }

    // Published before from this source, under a path that no longer exists locally.
    private PlannedFile AsMovedFile(PlannedFile file, CancellationToken stop)
    {
        PublicationSource source = sources.Values.First(source => source.Id == file.SourceId);
        ManifestFile? before = plan.FindPublishedBySha256(file.Sha256!).FirstOrDefault(known =>
            (IsOwn(known, source) || IsOwnBeforeSources(known, file.Path))
                && known.Size == file.Size
                && known.Path != file.Path
                && !File.Exists(PortablePath.ToHostPath(source.Root, known.Path))
                && !plan.IsMoved(known.Path));
        if (before is null) return file;
        TargetEntry? there = Target.Find(place.PathOf(before.Path), stop);
        // Renamed by a run that was interrupted before the lists were written.
        if (file.Action == PublishAction.Unchanged) return there is null ? file with { MovedFrom = before.Path } : file;
        if (there?.Size != file.Size) return file;
        if (before.Source is null) _migrated.Add($"{before.Path} to {file.Path}");
        return file with { Action = PublishAction.Moved, MovedFrom = before.Path, Proof = before.Proof };
    }

    // Paths of loose files used to begin at the deepest folder that held the files of a run.
    private static bool IsOwnBeforeSources(ManifestFile known, string path) =>
        known is { Source: null, Collection: null }
            && (known.Path.EndsWith("/" + path, StringComparison.Ordinal) || path.EndsWith("/" + known.Path, StringComparison.Ordinal));

    // A file drop shows nothing and gives a name that is taken another one, untold: what may be taken is not used again.
    private PlannedFile AsDroppedFile(PlannedFile file, IOutputPort output)
    {
        string path = file.Path;
        bool mayBeThere = false;
        for (int number = 1; ; number++)
        {
            if (plan.Proven(path, file.Sha256!) is { } proof)
                return file with { Path = path, Action = PublishAction.Unchanged, IsUnlisted = true, Proof = proof };
            if (Journal is null || !Journal.WasUsed(path)) break;
            mayBeThere |= !plan.IsProven(path);
            int dot = file.Path.LastIndexOf('.') is var at && at > file.Path.LastIndexOf('/') + 1 ? at : file.Path.Length;
            path = $"{file.Path[..dot]}-{file.Sha256![..8]}{(number > 1 ? $"-{number}" : "")}{file.Path[dot..]}";
        }
        if (path != file.Path)
            output.Warning(
                $"{file.Path} was dropped before {(mayBeThere ? "and may have arrived in part" : "with other content")}; "
                    + $"now it is sent as {path}.");
        return file with { Path = path, MayBeDuplicated = mayBeThere };
    }

    private string CollectLabels(string source, IReadOnlyList<string> entries, CancellationToken stop)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string entry in entries)
        {
            string prefix = entry.Length == 0 ? "" : entry + "/";
            foreach ((string name, LedgerEntry label) in workspace.Labels.Of(source, entry.Length == 0 ? null : entry, stop))
                all[prefix + name] = label.Value!;
        }
        return PublishedLabels.ToText(all);
    }

    private sealed record Candidate(PlannedSource Source, string Path, long? There, ManifestFile? Known, string? Beside);
}
