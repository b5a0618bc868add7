using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Sharing.Audits;

/// <summary>
/// Verifies that what was published is still there as its manifest describes it: the server is asked for the hash of what it
/// stores, or the file is read back. The proof is recorded in the manifest and in the receipts of the source.
/// </summary>
public sealed class PublicationVerifier(Workspace workspace)
{
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(10);

    /// <summary>An absolute path of a folder, or a URL.</summary>
    public required string Destination { get; init; }

    /// <summary>The publication's folder below the destination.</summary>
    public string? Name { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>The share of the files to verify, in percent; those first whose proof is the oldest or weakest.</summary>
    public double Percent { get; init; } = 100;

    /// <summary>Selects files by path; all if null.</summary>
    public Func<string, bool>? IsWanted { get; init; }

    /// <summary>Whether every file is read back, even if the server can compute hashes.</summary>
    public bool ReadsBack { get; init; }

    /// <summary>Whether damaged files are sent again from their source.</summary>
    public bool Repair { get; init; }

    /// <summary>Folders of the sources that are here: their receipts get the proof, and files are repaired from them.</summary>
    public IReadOnlyCollection<string> SourceFolders { get; init; } = [];

    /// <summary>Verifies the publication. Each file goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The publication cannot be reached, or its manifest is missing or damaged.</exception>
    public VerificationSummary Run(IOutputPort output, Action<VerifiedFile> done, CancellationToken stop)
    {
        using PublishLocation place = PublishLocation.Open(Destination, Name, "", Options with { Time = workspace.Time }, stop);
        using var plan = new PublishPlan();
        PublishedDocuments.ReadExisting(place, plan, stop);
        List<ManifestFile> all = [.. plan.Published()];
        List<ManifestFile> wanted = [.. all.Where(file => IsWanted is null || IsWanted(file.Path))];
        // Damaged files keep their old proof: if they counted, they would be chosen again every day, and others never.
        int share = (int)Math.Ceiling(wanted.Count * Math.Min(Percent, 100) / 100), intact = 0, unverified = 0;
        Dictionary<string, PublicationSource> sources = FindSources();
        var verified = new Dictionary<string, VerifiedFile>();
        try
        {
            foreach ((ManifestFile file, VerifiedFile found, LensError? error) in OrderedParallel.Select(
                InOrder(wanted), Options.ThrottleLimit, file => VerifyOne(place, file, stop), stop))
            {
                if (intact == share) break;
                output.Progress(new LensProgress("Verifying", file.Path, intact, share));
                if (error is not null)
                {
                    unverified++;
                    output.Error(error);
                    continue;
                }
                VerifiedFile result = !found.IsIntact && Repair ? TryRepair(place, file, found, sources, output, stop) : found;
                verified[file.Path] = result;
                if (result.IsIntact) intact++;
                else output.Error(Damage(place, file, result));
                done(result);
            }
        }
        catch (Exception problem) when (verified.Count > 0 && problem is LensException or OperationCanceledException)
        {
            RecordWhatIsKnown(place, plan, verified, sources, output);
            throw;
        }
        Record(place, plan, verified, sources, output, stop);
        VerificationSummary summary = Summarise(place, all, verified) with { Unverified = unverified };
        foreach (PublicationSource source in sources.Values)
            workspace.Status.Update(place.DisplayName, source, status => Verified(status, summary), output);
        return summary;
    }

    // What a publication found damaged may have been repaired. Only a verification of everything can know that nothing is damaged.
    private PublicationStatus Verified(PublicationStatus status, VerificationSummary summary)
    {
        bool isWhole = summary.Verified == summary.Listed;
        StatusProblem[] refused = [.. status.Refused.Where(problem => !isWhole || problem.Id != ErrorKind.PublicationDamaged.Id)];
        return status with
        {
            LastVerified = summary.Verified > 0 ? workspace.UtcNow : status.LastVerified,
            Damaged = isWhole ? summary.Damaged : Math.Max(status.Damaged - summary.Repaired, summary.Damaged),
            Refused = refused,
            RefusedCount = status.RefusedCount - (status.Refused.Count - refused.Length),
        };
    }

    // The weakest proof first, then the oldest; if all are to be verified, as they are listed.
    private IEnumerable<ManifestFile> InOrder(List<ManifestFile> wanted) =>
        Percent >= 100 ? wanted : wanted.OrderBy(file => file.Proof.ProvesContent()).ThenBy(LastVerified);

    private Dictionary<string, PublicationSource> FindSources()
    {
        var locator = new SourceLocator(workspace.Collections, workspace.StateFolder);
        var sources = new Dictionary<string, PublicationSource>();
        foreach (PublicationSource source in SourceFolders.Select(locator.Find).OfType<PublicationSource>()) sources[source.Id] = source;
        return sources;
    }

    private (ManifestFile File, VerifiedFile Found, LensError? Error) VerifyOne(
        PublishLocation place,
        ManifestFile file,
        CancellationToken stop)
    {
        var found = new VerifiedFile(
            file.Path, VerifiedState.Different, file.Size, file.Sha256, Verification.None, file.Proof, workspace.UtcNow)
        {
            Destination = place.DisplayName
        };
        // A manifest is written by others: a path in it must not lead elsewhere.
        if (PortablePath.Problem(file.Path) is not null) return (file, found, null);
        try
        {
            var listed = new Upload(place.PathOf(file.Path), file.Path, file.Size, file.Sha256);
            TargetEntry? there = place.Target.Find(listed.Path, stop);
            if (there is null or { IsFolder: true }) return (file, found with { State = VerifiedState.Missing }, null);
            if (there.Size >= 0 && there.Size != file.Size) return (file, found, null);
            VerificationLevel level = ReadsBack ? VerificationLevel.ReadBack : VerificationLevel.Content;
            return place.Target.Verify(listed, level, stop) is { } proof
                ? (file, found with { State = VerifiedState.Intact, Proof = proof }, null)
                : (file, found, null);
        }
        catch (LensException problem) when (problem.Error.Kind.Scope == ErrorScope.Item)
        {
            return (file, found, problem.Error with { Target = file.Path });
        }
    }

    private static LensError Damage(PublishLocation place, ManifestFile file, VerifiedFile found) => new(
        ErrorKind.PublicationDamaged,
        found.State == VerifiedState.Missing
            ? $"{file.Path} is listed at {place.DisplayName}, and is not there."
            : $"{file.Path} at {place.DisplayName} is not what its manifest describes: another length or SHA-256 than {file.Sha256}.",
        file.Path,
        "Verify with Test-LensPublication -Repair in the folder of its source, or publish the source again with "
            + "Publish-LensDataset -Force.");

    private VerifiedFile TryRepair(
        PublishLocation place,
        ManifestFile file,
        VerifiedFile found,
        Dictionary<string, PublicationSource> sources,
        IOutputPort output,
        CancellationToken stop)
    {
        try
        {
            if (file.Source is null || !sources.TryGetValue(file.Source, out PublicationSource? source)) return found;
            string path = PortablePath.ToHostPath(source.Root, file.Path);
            if (!File.Exists(path) || Identities.Compute(path, stop) != file.Sha256) return found;
            if (!output.ShouldProcess($"{place.DisplayName} {file.Path}", $"send again {file.Size} bytes from {path}")) return found;
            using PublisherLock held = PublisherLock.Acquire(place, workspace.StateFolder, stop);
            if (!IsStillDamaged(place, file, stop)) return found;
            string folder = place.PathOf(Journal.NewStaging(file.Source));
            place.Target.MakeFolder(folder, stop);
            var upload = new Upload($"{folder}/{Guid.NewGuid():N}", path, file.Size, file.Sha256);
            UploadResult arrival = place.Target.Put([upload], stop)[0];
            Verification? proof = arrival.Error is null ? place.Target.Verify(upload, VerificationLevel.Content, stop) : null;
            if (proof is not null)
            {
                if (file.Path.LastIndexOf('/') is > 0 and int slash) place.Target.MakeFolder(place.PathOf(file.Path[..slash]), stop);
                if (!place.Target.Move(upload.Path, place.PathOf(file.Path), isFolder: false, Replacement.Superseded, stop)) proof = null;
            }
            place.Target.Delete(folder, isFolder: true, stop);
            if (arrival.Error is { } error) output.Error(error);
            return proof is { } given ? found with { State = VerifiedState.Repaired, Proof = given } : found;
        }
        catch (LensException problem) when (problem.Error.Kind.Scope == ErrorScope.Item)
        {
            output.Error(problem.Error);
            return found;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            output.Error(LensError.FromReadFailure(problem, file.Path));
            return found;
        }
    }

    // Someone may have published another version since the manifest was read.
    private bool IsStillDamaged(PublishLocation place, ManifestFile file, CancellationToken stop)
    {
        using var plan = new PublishPlan();
        PublishedDocuments.ReadExisting(place, plan, stop);
        return plan.FindPublished(file.Path) is { } now
            && now.Sha256 == file.Sha256
            && now.Source == file.Source
            && VerifyOne(place, file, stop) is { Error: null, Found.IsIntact: false };
    }

    // What was verified before an interruption need not be verified again.
    private void RecordWhatIsKnown(
        PublishLocation place,
        PublishPlan plan,
        Dictionary<string, VerifiedFile> verified,
        Dictionary<string, PublicationSource> sources,
        IOutputPort output)
    {
        try
        {
            using var patience = new CancellationTokenSource(LastPatience);
            Record(place, plan, verified, sources, output, patience.Token);
        }
        catch (Exception problem) when (problem is LensException or OperationCanceledException)
        {
            output.Warning($"The proof of {verified.Count} files cannot be recorded at {place.DisplayName}; they will be verified again.");
        }
    }

    // Into the manifest as it is now that no one else can change it, and into the receipts of the sources that are here.
    private void Record(
        PublishLocation place,
        PublishPlan plan,
        Dictionary<string, VerifiedFile> verified,
        Dictionary<string, PublicationSource> sources,
        IOutputPort output,
        CancellationToken stop)
    {
        VerifiedFile[] intact = [.. verified.Values.Where(file => file.IsIntact)];
        string what = $"record the proof of {intact.Length} files";
        if (intact.Length == 0 || !output.ShouldProcess($"{place.DisplayName} {Manifest.FileName}", what)) return;
        try
        {
            using PublisherLock held = PublisherLock.Acquire(place, workspace.StateFolder, stop);
            PublishedDocuments.ReadExisting(place, plan, stop);
            foreach (VerifiedFile file in intact)
            {
                if (plan.FindPublished(file.Path) is { } listed && listed.Sha256 == file.Sha256)
                    plan.AddPublished(listed with { Proof = file.Proof, VerifiedAt = file.LastVerified });
            }
            string folder = place.PathOf(Journal.NewStaging(sources.Keys.FirstOrDefault() ?? plan.FindPublished(intact[0].Path)?.Source));
            PublishedDocuments.WriteLists(plan, (name, write) => PublishedDocuments.Replace(place, name, folder, write, stop));
            place.Target.Delete(folder, isFolder: true, stop);
        }
        catch (LensException problem) when (problem.Error.Kind.Category is ErrorCategory.PermissionDenied or ErrorCategory.WriteError)
        {
            output.Warning($"The proof cannot be recorded at {place.DisplayName}: {problem.Error.Message}");
        }
        using var receipts = new PublishReceipts(workspace.StateFolder, output);
        foreach (VerifiedFile file in intact)
        {
            if (plan.FindPublished(file.Path) is not { Source: { } id } listed) continue;
            if (!sources.TryGetValue(id, out PublicationSource? source)) continue;
            receipts.Add(source, new PublishReceipt(
                PortablePath.ToHostPath(source.Root, file.Path),
                place.DisplayName,
                file.Path,
                file.Size,
                file.Sha256,
                PublishAction.Unchanged,
                file.Proof,
                listed.PublishedAt)
            {
                VerifiedAt = file.LastVerified
            });
        }
        receipts.Flush();
    }

    private static VerificationSummary Summarise(PublishLocation place, List<ManifestFile> all, Dictionary<string, VerifiedFile> verified)
    {
        IEnumerable<(Verification Proof, DateTime At)> now = all.Select(file =>
            verified.TryGetValue(file.Path, out VerifiedFile? found) && found.IsIntact
                ? (found.Proof, found.LastVerified)
                : (file.Proof, LastVerified(file)));
        return new VerificationSummary
        {
            Destination = place.DisplayName,
            Listed = all.Count,
            Verified = verified.Count,
            Damaged = verified.Values.Count(file => !file.IsIntact),
            Repaired = verified.Values.Count(file => file.State == VerifiedState.Repaired),
            OnlyBySize = now.Count(file => !file.Proof.ProvesContent()),
            Oldest = all.Count == 0 ? null : now.Min(file => file.At),
        };
    }

    private static DateTime LastVerified(ManifestFile file) => file.VerifiedAt ?? file.PublishedAt;
}
