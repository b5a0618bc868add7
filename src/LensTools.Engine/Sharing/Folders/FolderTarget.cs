using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Folders;

/// <summary>A folder on this host or on a mounted share.</summary>
internal sealed class FolderTarget : IShareTarget
{
    private const string LockName = ".lens-lock";
    private const int BufferSize = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromSeconds(5);

    private readonly string _root;
    private readonly ShareOptions _options;
    private readonly RateLimit? _rate;
    private long _sent;

    public FolderTarget(string root, ShareOptions options)
    {
        (_root, _options) = (root, options);
        _rate = options.MaxRate is { } rate ? new RateLimit(rate) : null;
        Facts = new TargetFacts
        {
            Location = root,
            Kind = TargetKind.Folder,
            Capabilities = TargetCapabilities.Full | TargetCapabilities.DeleteForGood,
            Proof = Verification.ReadBack,
            FreeBytes = AvailableSpace(root)
        };
    }

    public TargetFacts Facts { get; }

    public long BytesSent => Interlocked.Read(ref _sent);

    public TargetEntry? Find(string path, CancellationToken stop) => Guard(path, file =>
    {
        if (SymbolicLinks.Follow(file) is { Exists: true } info) return new TargetEntry(path, IsFolder: false, info.Length);
        return Directory.Exists(file) ? new TargetEntry(path, IsFolder: true, 0) : null;
    }, stop);

    public IEnumerable<TargetEntry> List(string folder, CancellationToken stop) =>
        Guard(folder, path => !Directory.Exists(path) ? [] : new DirectoryInfo(path).EnumerateFileSystemInfos()
            .Select(item => new TargetEntry(PortablePath.Relative(_root, item.FullName), item is DirectoryInfo, LengthOf(item)))
            .ToList(), stop);

    public Stream? Open(string path, long from, CancellationToken stop) => Guard(path, file =>
    {
        if (!File.Exists(file)) return null;
        FileStream stream = InUse.OpenRead(file);
        stream.Position = from;
        return stream;
    }, stop);

    public void MakeFolder(string path, CancellationToken stop) => Guard(path, Directory.CreateDirectory, stop);

    public int FilesAtOnce(long size) => 1;

    public bool SupportsResume(long size) => false;

    public IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> uploads, CancellationToken stop) =>
        [.. uploads.Select(upload => PutOne(upload, stop))];

    public Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop) => Guard<Verification?>(upload.Path, file =>
    {
        if (SymbolicLinks.Follow(file) is not { Exists: true } info || info.Length != upload.Size) return null;
        if (how == VerificationLevel.Size) return Verification.Size;
        return Identities.Compute(file, stop) == upload.Sha256 ? Verification.ReadBack : null;
    }, stop);

    public bool Move(string from, string to, bool isFolder, Replacement replacement, CancellationToken stop) => Guard(to, destination =>
    {
        string source = PortablePath.ToHostPath(_root, from);
        if (replacement == Replacement.None && Path.Exists(destination)) return false;
        try
        {
            if (isFolder) InUse.MoveFolder(source, destination);
            else InUse.Move(source, destination, overwrite: replacement != Replacement.None);
        }
        catch (IOException) when (replacement == Replacement.None && Path.Exists(destination) && Path.Exists(source))
        {
            // Someone else has made it since it was looked for.
            return false;
        }
        return true;
    }, stop);

    public void Delete(string path, bool isFolder, CancellationToken stop) => Guard(path, file => InUse.Wait(() =>
    {
        if (isFolder && Directory.Exists(file)) Directory.Delete(file, recursive: true);
        if (!isFolder) File.Delete(file);
        return true;
    }), stop);

    // The operating system releases the lock when its process dies.
    public IDisposable Lock(string folder, string owner, CancellationToken stop) =>
        Guard(folder.Length == 0 ? LockName : $"{folder}/{LockName}", file => FileLock.Acquire(file, Patience, stop), stop);

    public void Dispose()
    {
    }

    private UploadResult PutOne(Upload upload, CancellationToken stop)
    {
        try
        {
            return Guard(upload.Path, file =>
            {
                Copy(upload.Source, file, stop);
                if (Identities.Compute(file, stop) == upload.Sha256) return new UploadResult(upload, Verification.ReadBack);
                File.Delete(file);
                return new UploadResult(upload, Verification.None, new LensError(
                    ErrorKind.TransferCorrupt,
                    $"{upload.Source} arrived at {Facts.Location} with a SHA-256 other than {upload.Sha256}; it was not published.",
                    upload.Source,
                    "Check the disk or network share, make sure that nothing is writing to the file, then publish again."));
            }, stop);
        }
        catch (LensException problem)
        {
            return new UploadResult(upload, Verification.None, problem.Error);
        }
    }

    private static long LengthOf(FileSystemInfo item) =>
        item is FileInfo file && SymbolicLinks.Follow(file) is { Exists: true } found ? found.Length : 0;

    private static long? AvailableSpace(string root)
    {
        string? there = root;
        while (there is not null && !Directory.Exists(there)) there = Path.GetDirectoryName(there);
        try
        {
            return there is null ? null : new DriveInfo(there).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A network path without a drive does not report its free space.
            return null;
        }
    }

    private void Copy(string source, string target, CancellationToken stop)
    {
        using FileStream from = OpenSource(source);
        using var to = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int got;
            while ((got = from.Read(buffer, 0, _rate?.Piece(BufferSize) ?? BufferSize)) > 0)
            {
                stop.ThrowIfCancellationRequested();
                _rate?.Wait(got, stop);
                to.Write(buffer, 0, got);
                Interlocked.Add(ref _sent, got);
            }
            to.Flush(flushToDisk: true);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A problem with the source is not a failure of the target.
    private static FileStream OpenSource(string source)
    {
        try
        {
            return new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, source));
        }
    }

    private T Guard<T>(string path, Func<string, T> act, CancellationToken stop)
    {
        string file = path.Length == 0 ? _root : PortablePath.ToHostPath(_root, path);
        for (long start = _options.Time.GetTimestamp(); ;)
        {
            try
            {
                return act(file);
            }
            catch (IOException problem) when (MayPass(problem) && _options.Time.GetElapsedTime(start) < _options.RetryFor)
            {
                stop.WaitHandle.WaitOne(Pause);
                stop.ThrowIfCancellationRequested();
            }
            catch (Exception problem) when (InUse.MayBe(problem) && File.Exists(file))
            {
                throw new LensException(new LensError(
                    ErrorKind.TargetLocked,
                    $"{file} is open in another program, or read-only: {problem.Message}",
                    file,
                    "Close it there, or allow it to be written, then publish again; what has arrived is not sent again.",
                    problem));
            }
            catch (UnauthorizedAccessException problem)
            {
                throw new LensException(new LensError(
                    ErrorKind.AccessDenied,
                    $"{file}: {problem.Message}",
                    file,
                    "Ask the owner of the destination for write access, then publish again; what has arrived is not sent again.",
                    problem));
            }
            catch (IOException problem)
            {
                throw new LensException(new LensError(
                    ErrorKind.TargetFailed,
                    $"{file}: {problem.Message}",
                    file,
                    "Check that the destination is mounted and has room, then publish again; what has arrived is not sent again.",
                    problem));
            }
        }
    }

    // A network share that is gone for a while; not a path that is wrong.
    private static bool MayPass(IOException problem) =>
        problem is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException);
}
