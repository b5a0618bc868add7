using System.Collections.Concurrent;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>Sends new and changed files to a hidden folder at the target, and verifies them there.</summary>
internal sealed class Staging(PublishLocation place, PublishPlan plan, Journal journal, Workspace workspace, string folder)
{
    private readonly Dictionary<string, long> _resumeOffsets = [];
    private readonly ConcurrentDictionary<string, string> _sourceIds = [];
    private readonly List<(string Path, LensError Error)> _refused = [];

    public int ThrottleLimit { get; init; }

    /// <summary>Whether files that the target does not take hold back only themselves.</summary>
    public bool Partial { get; init; }

    /// <summary>The files that the target did not take.</summary>
    public IReadOnlyList<(string Path, LensError Error)> Refused => _refused;

    /// <summary>Whether every file is read back, whatever the server reports.</summary>
    public bool ReadsBack { get; init; }

    private IShareTarget Target => place.Target;

    /// <summary>Sends all accepted files; failures go to the port. Returns their number.</summary>
    /// <exception cref="LensException">The target can no longer be reached, or accepts no more files.</exception>
    public void Send(IOutputPort output, CancellationToken stop)
    {
        bool isReadable = Target.Facts.Can(TargetCapabilities.Read);
        if (journal.IsResumed && isReadable) Resume(stop);
        _ = plan.CountAccepted(out long total);
        long done = 0, before = Target.BytesSent;
        string latest = "";
        void Tell() =>
            output.Progress(new LensProgress(
                "Publishing", latest, Math.Max(done, Math.Min(total, Target.BytesSent - before)), total, IsBytes: true));
        foreach (IReadOnlyList<UploadResult> arrivals in OrderedParallel.Select(
            Batches(stop), ThrottleLimit, batch => Put(batch, stop), stop, Tell))
        {
            foreach (UploadResult arrival in arrivals)
            {
                string path = arrival.Upload.Path[(folder.Length + 1)..];
                if ((arrival.Error ?? RecordHash(path, arrival.Upload, stop)) is { } error)
                {
                    LensError known = error with { Target = arrival.Upload.Source };
                    if (error.Kind.Scope == ErrorScope.Run) throw new LensException(known);
                    output.Error(known);
                    _refused.Add((path, error));
                    continue;
                }
                plan.SetProof(path, arrival.Proof, arrival.MayBeDuplicated);
                if (isReadable) journal.Add(path, arrival.Upload.Sha256!, arrival.Proof, arrival.Upload.Size, null);
                done += arrival.Upload.Size;
                latest = path;
                Tell();
            }
        }
        journal.Flush();
        if (!isReadable || (_refused.Count > 0 && !Partial)) return;
        if (ReadsBack) ReadBack(output, stop);
        else CompareSizes(output, stop);
    }

    // Noted by the thread that sends: files arrive in another order than the plan's.
    private IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> batch, CancellationToken stop)
    {
        if (Target.Facts.Can(TargetCapabilities.Read)) return Target.Put(batch, stop);
        foreach (Upload upload in batch) journal.AddStarted(upload.Path[(folder.Length + 1)..], upload.Size, null);
        IReadOnlyList<UploadResult> arrivals = Target.Put(batch, stop);
        foreach (UploadResult arrival in arrivals)
        {
            string path = arrival.Upload.Path[(folder.Length + 1)..];
            // A server that refuses a file has not kept it; after other failures it may have.
            if (arrival.Error?.Answer is { Status: >= 300 and < 500 }) journal.AddRefused(path);
            if (arrival.Error is null) journal.Add(path, arrival.Upload.Sha256!, arrival.Proof, arrival.Upload.Size, _sourceIds[path]);
        }
        return arrivals;
    }

    // The SHA-256 of what was sent is that of the file, unless the file was modified in the meantime.
    private LensError? RecordHash(string path, Upload upload, CancellationToken stop)
    {
        PlannedFile file = plan.Find(path)!;
        if (file.Sha256 is not null) return null;
        FileInfo info = SymbolicLinks.Follow(file.Source);
        if (!info.Exists || info.Length != file.Size || info.LastWriteTimeUtc != file.Modified)
        {
            Target.Delete(upload.Path, isFolder: false, stop);
            return Upload.Changed(file.Source);
        }
        plan.SetSha256(path, upload.Sha256!);
        workspace.Identities.Add(file.Source, file.Size, file.Modified, upload.Sha256!);
        return null;
    }

    // Keeps what an earlier attempt left if it matches the plan; deletes it otherwise.
    private void Resume(CancellationToken stop)
    {
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out string? current))
        {
            foreach (TargetEntry entry in Target.List(current, stop).ToList())
            {
                if (entry.IsFolder)
                {
                    folders.Push(entry.Path);
                    continue;
                }
                string path = entry.Path[(folder.Length + 1)..];
                PlannedFile? file = plan.Find(path) is { IsToBeSent: true } planned ? planned : null;
                if (file is not null && (entry.Size == file.Size || entry.Size < 0) && VerifyStaged(file, stop) is { } proof)
                    plan.SetProof(path, proof, mayBeDuplicated: false);
                else if (file is not null && entry.Size > 0 && entry.Size < file.Size && journal.WasStarted(file))
                    _resumeOffsets[path] = entry.Size;
                else Target.Delete(entry.Path, isFolder: false, stop);
            }
        }
    }

    private Verification? VerifyStaged(PlannedFile file, CancellationToken stop)
    {
        Upload upload = ToUpload(file);
        bool isKnown = plan.Proven(file.Path, file.Sha256!) is not null;
        // Ask the server if it can compute the hash; otherwise trust the journal if the size matches.
        bool asks = Target.Facts.Proof != Verification.Size || !isKnown;
        return Target.Verify(upload, asks ? VerificationLevel.Content : VerificationLevel.Size, stop);
    }

    private IEnumerable<IReadOnlyList<Upload>> Batches(CancellationToken stop)
    {
        var batch = new List<Upload>();
        string? made = null;
        foreach (PlannedFile file in plan.Accepted().Where(file => file.IsToBeSent && file.Proof is null))
        {
            Upload upload = ToUpload(file);
            string parent = upload.Path[..upload.Path.LastIndexOf('/')];
            // On a single thread, parents first.
            if (parent != made) Target.MakeFolder(parent, stop);
            made = parent;
            int most = Target.FilesAtOnce(upload.Size);
            if (batch.Count >= Math.Min(most, Target.FilesAtOnce(batch.Count > 0 ? batch.Max(b => b.Size) : 0)) && batch.Count > 0)
            {
                yield return batch;
                batch = [];
            }
            if (Target.SupportsResume(file.Size) && !journal.WasStarted(file)) journal.AddStarted(file.Path, file.Size, file.Modified);
            if (!Target.Facts.Can(TargetCapabilities.Read)) _sourceIds[file.Path] = file.SourceId;
            batch.Add(upload);
            if (most == 1)
            {
                yield return batch;
                batch = [];
            }
        }
        if (batch.Count > 0) yield return batch;
    }

    // If the server cannot verify content, at least the sizes must match. One request per folder.
    private void CompareSizes(IOutputPort output, CancellationToken stop)
    {
        List<(PlannedFile File, string Found)> none = [];
        string? listed = null;
        var sizes = new Dictionary<string, long>();
        foreach (PlannedFile file in plan.Accepted().Where(file => file is { IsToBeSent: true, Proof: Verification.Size }))
        {
            Upload upload = ToUpload(file);
            string parent = upload.Path[..upload.Path.LastIndexOf('/')];
            if (parent != listed)
                sizes = Target.List(parent, stop).Where(entry => !entry.IsFolder).ToDictionary(entry => entry.Path, entry => entry.Size);
            listed = parent;
            if ((sizes.TryGetValue(upload.Path, out long found) ? found : Target.Find(upload.Path, stop)?.Size ?? -2) is var size
                && (size == file.Size || size == -1))
                continue;
            none.Add((file, size < 0 ? "is missing" : $"has {size} bytes instead of {file.Size}"));
        }
        foreach ((PlannedFile file, string found) in none) Refuse(file, found, output, stop);
    }

    private void ReadBack(IOutputPort output, CancellationToken stop)
    {
        long count = 0, total = plan.CountAccepted(out _);
        List<PlannedFile> none = [];
        foreach ((PlannedFile file, Verification? proof) in OrderedParallel.Select(
            plan.Accepted().Where(file => file is { IsToBeSent: true, Proof: not null }),
            ThrottleLimit,
            file => (file, Target.Verify(ToUpload(file), VerificationLevel.ReadBack, stop)),
            stop))
        {
            output.Progress(new LensProgress("Reading back", file.Path, ++count, total));
            if (proof is { } found) plan.SetProof(file.Path, found, mayBeDuplicated: false);
            else none.Add(file);
        }
        foreach (PlannedFile file in none) Refuse(file, "was read back with different content", output, stop);
    }

    private void Refuse(PlannedFile file, string found, IOutputPort output, CancellationToken stop)
    {
        var error = new LensError(
            ErrorKind.TransferCorrupt,
            $"{file.Path} {found} at {place.DisplayName}; it was not published.",
            file.Source,
            "Publish again; if this persists, the network or the server's disk is corrupting data.");
        output.Error(error);
        _refused.Add((file.Path, error));
        Target.Delete(ToUpload(file).Path, isFolder: false, stop);
    }

    private Upload ToUpload(PlannedFile file) =>
        new($"{folder}/{file.Path}", file.Source, file.Size, file.Sha256) { ResumeOffset = _resumeOffsets.GetValueOrDefault(file.Path) };
}
