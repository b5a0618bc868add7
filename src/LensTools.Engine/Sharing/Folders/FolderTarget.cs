using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Folders;

/// <summary>A folder on this host or on a mounted share.</summary>
internal sealed class FolderTarget : IShareTarget
{
    private const string StagingPrefix = ".lens-staging-";
    private const string LockName = ".lens-lock";
    private const int BufferSize = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _staging;

    public FolderTarget(string root)
    {
        Location = root;
        _staging = Path.Combine(root, $"{StagingPrefix}{Guid.NewGuid():N}");
    }

    public string Location { get; }

    public string Proof => "read-back";

    public byte[]? Read(string path, CancellationToken stop) => Guard(path, file => File.Exists(file) ? File.ReadAllBytes(file) : null);

    public long? Size(string path, CancellationToken stop) => Guard(path, file => new FileInfo(file) is { Exists: true } info ? info.Length : (long?)null);

    public string Sha256(string path, CancellationToken stop) => Guard(path, file => Identities.Compute(file, stop));

    public void Send(string source, string path, string sha256, bool replace, CancellationToken stop) => Guard(path, file =>
    {
        Directory.CreateDirectory(_staging);
        string staged = Path.Combine(_staging, Guid.NewGuid().ToString("N"));
        try
        {
            Copy(source, staged, stop);
        }
        catch (FileNotFoundException problem)
        {
            throw new LensException(LensError.FromSystem(problem, source));
        }
        if (Identities.Compute(staged, stop) != sha256)
        {
            File.Delete(staged);
            throw new LensException(new LensError(
                "LensTransferCorrupt", LensErrorCategory.WriteError, $"{path} arrived at {Location} with another SHA-256 than {sha256}; it was not published.", path, "Check the disk or network share, and that nothing writes to the file, then publish again."));
        }
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Move(staged, file, replace);
        return true;
    });

    public void Write(string path, byte[] content, CancellationToken stop) => Guard(path, file =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, stream => stream.Write(content));
        return true;
    });

    public IDisposable? Lock(CancellationToken stop) => Guard(LockName, file =>
    {
        Directory.CreateDirectory(Location);
        return FileLock.Acquire(file, Patience, stop);
    });

    public void Finish(CancellationToken stop) => Guard("", _ =>
    {
        if (Directory.Exists(_staging)) Directory.Delete(_staging, recursive: true);
        return true;
    });

    public void Dispose()
    {
    }

    private static void Copy(string source, string target, CancellationToken stop)
    {
        using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int got;
            while ((got = from.Read(buffer)) > 0)
            {
                stop.ThrowIfCancellationRequested();
                to.Write(buffer, 0, got);
            }
            to.Flush(flushToDisk: true);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private T Guard<T>(string path, Func<string, T> act)
    {
        string file = PortablePath.OnHost(Location, path);
        try
        {
            return act(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(
                "LensTargetFailed", LensErrorCategory.WriteError, $"{file}: {problem.Message}", file, "Check that the destination has room and may be written to, then publish again: what has arrived is not sent twice.", problem));
        }
    }
}
