using System.Security.Cryptography;
using System.Text;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Receptions;

/// <summary>
/// Fetches a publication, or a part of it, and verifies each file against the SHA-256 in the manifest before giving it
/// its final name. Partial downloads are resumed.
/// </summary>
public sealed class Receiver(Workspace workspace)
{
    private const int BufferSize = 1 << 18;

    private RateLimit? _rate;

    /// <summary>An absolute path of a folder, or a URL.</summary>
    public required string Source { get; init; }

    /// <summary>The publication's folder below the source; the source itself if null.</summary>
    public string? Name { get; init; }

    /// <summary>The local folder.</summary>
    public required string Destination { get; init; }

    /// <summary>How to connect to a server.</summary>
    public ShareOptions Options { get; init; } = new();

    /// <summary>Selects files by path and labels; all files if null.</summary>
    public Func<string, IReadOnlyDictionary<string, string>, bool>? IsWanted { get; init; }

    /// <summary>Whether existing files that differ are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Fetches what is wanted. Each receipt goes to <paramref name="done"/> on the caller's thread.</summary>
    /// <exception cref="LensException">The publication cannot be reached, or its manifest is missing or damaged.</exception>
    public void Run(IOutputPort output, Action<ReceiveReceipt> done, CancellationToken stop)
    {
        using PublishLocation place = PublishLocation.Open(Source, Name, "", Options with { Time = workspace.Time }, stop);
        _rate = Options.MaxRate is { } rate ? new RateLimit(rate) : null;
        using var plan = new PublishPlan();
        PublishedDocuments.ReadExisting(place, plan, stop);
        long bytes = 0, total = 0, wanted = 0;
        foreach (ManifestFile file in plan.Published().Where(file => Wants(plan, file)))
        {
            wanted++;
            total += file.Size;
        }
        if (wanted == 0) output.Warning($"No file at {place.DisplayName} matches the request.");
        var received = new List<ManifestFile>();
        foreach ((ManifestFile file, ReceiveReceipt? receipt, LensError? error) in OrderedParallel.Select(
            Wanted(plan, output), Options.ThrottleLimit, file => ReceiveOne(place, file, stop), stop))
        {
            output.Progress(new LensProgress("Receiving", file.Path, bytes += file.Size, total, IsBytes: true));
            if (error is not null) output.Error(error);
            if (receipt is null) continue;
            received.Add(file);
            done(receipt);
        }
        WriteLists(plan, received, output, stop);
    }

    private IEnumerable<ManifestFile> Wanted(PublishPlan plan, IOutputPort output)
    {
        foreach (ManifestFile file in plan.Published())
        {
            if (!Wants(plan, file)) continue;
            // The manifest is untrusted: none of its paths may lead out of the folder.
            if (PortablePath.Problem(file.Path) is { } problem)
            {
                output.Error(new LensError(
                    ErrorKind.NameNotPortable, $"{file.Path} cannot be received: {problem}.", file.Path, "Tell the publisher."));
            }
            else if (output.ShouldProcess(PortablePath.ToHostPath(Destination, file.Path), $"receive {file.Size} bytes")) yield return file;
        }
    }

    private bool Wants(PublishPlan plan, ManifestFile file) =>
        IsWanted is null || IsWanted(file.Path, PublishedLabels.FromText(plan.Labels(file.Path)));

    private (ManifestFile File, ReceiveReceipt? Receipt, LensError? Error) ReceiveOne(
        PublishLocation place,
        ManifestFile file,
        CancellationToken stop)
    {
        string path = PortablePath.ToHostPath(Destination, file.Path);
        try
        {
            ReceiveReceipt Receipt(ReceiveAction action) => new(place.DisplayName, file.Path, path, file.Size, file.Sha256, action);
            if (File.Exists(path) && SymbolicLinks.Follow(path).Length == file.Size && ReceivedFile.IsHere(path, file.Sha256, stop))
                return (file, Receipt(ReceiveAction.Unchanged), null);
            if (File.Exists(path) && !Force) return (file, null, ReceivedFile.Exists(path, place.DisplayName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string part = PartOf(path, file);
            Fetch(place, file, part, stop);
            return (file, Receipt(ReceivedFile.Accept(part, path, Force, place.DisplayName, file.Modified)), null);
        }
        catch (LensException problem)
        {
            return (file, null, problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (file, null, ReceivedFile.WriteFailed(path, problem));
        }
    }

    // Named by content, so that another version is not resumed; short, because the file's own name may already be of maximum length.
    internal static string PartOf(string path, ManifestFile file)
    {
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)));
        return Path.Combine(Path.GetDirectoryName(path)!, $".lens-part-{file.Sha256[..16]}-{name[..8]}");
    }

    // Resumes an earlier attempt; if the result does not match the manifest, starts over once.
    private void Fetch(PublishLocation place, ManifestFile file, string part, CancellationToken stop)
    {
        for (int round = 0; ; round++)
        {
            bool isWhole = round > 0 || !File.Exists(part);
            if (round > 0) File.Delete(part);
            Download(place, file, part, stop);
            if (new FileInfo(part).Length == file.Size && Identities.Compute(part, stop) == file.Sha256) return;
            if (!isWhole) continue;
            File.Delete(part);
            throw new LensException(new LensError(
                ErrorKind.TransferCorrupt,
                $"{file.Path} at {place.DisplayName} does not match its manifest: its SHA-256 is not {file.Sha256}.",
                file.Path,
                "Receive it again; if this persists, ask the publisher to publish it again."));
        }
    }

    private void Download(PublishLocation place, ManifestFile file, string part, CancellationToken stop)
    {
        using var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1);
        if (target.Length > file.Size) target.SetLength(0);
        target.Position = target.Length;
        byte[] buffer = new byte[BufferSize];
        for (int attempt = 0; target.Position < file.Size; attempt++)
        {
            try
            {
                using Stream source = place.Target.Open(place.PathOf(file.Path), target.Position, stop)
                    ?? throw new LensException(new LensError(
                        ErrorKind.FileNotFound,
                        $"{file.Path} is in the manifest of {place.DisplayName}, but the file is missing.",
                        file.Path,
                        "Ask the publisher to publish it again."));
                int got;
                while ((got = source.Read(buffer, 0, _rate?.Piece(BufferSize) ?? BufferSize)) > 0)
                {
                    stop.ThrowIfCancellationRequested();
                    _rate?.Wait(got, stop);
                    target.Write(buffer, 0, got);
                }
                break;
            }
            catch (ServerFailure failure)
            {
                // The response was cut off: continue from where it ended.
                if (!failure.IsTransient || attempt >= Options.Retries) throw new LensException(failure.Error);
            }
        }
        target.Flush(flushToDisk: true);
    }

    // Written next to the data, for sha256sum and for republishing. Files listed by an earlier run stay listed.
    private void WriteLists(
        PublishPlan plan,
        List<ManifestFile> received,
        IOutputPort output,
        CancellationToken stop)
    {
        if (received.Count == 0) return;
        try
        {
            using PublishLocation here = PublishLocation.Open(Destination, null, "", new ShareOptions(), stop);
            using var lists = new PublishPlan();
            PublishedDocuments.Read(here, lists, stop);
            foreach ((string id, ManifestSource source) in plan.PublishedSources) lists.PublishedSources[id] = source;
            foreach (ManifestFile file in received)
            {
                lists.AddPublished(file);
                lists.SetLabels(file.Path, plan.Labels(file.Path));
            }
            void Write(string document, Action<Stream> write) => AtomicFile.Write(Path.Combine(Destination, document), write);
            if (lists.AllLabels().Any() || File.Exists(Path.Combine(Destination, PublishedLabels.FileName)))
                Write(PublishedLabels.FileName, stream => PublishedLabels.Write(stream, lists.AllLabels()));
            PublishedDocuments.WriteLists(lists, Write);
        }
        catch (LensException problem)
        {
            output.Error(problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            output.Error(ReceivedFile.WriteFailed(Path.Combine(Destination, Manifest.FileName), problem));
        }
    }
}
