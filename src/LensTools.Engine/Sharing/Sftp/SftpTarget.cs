using System.Security.Cryptography;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

namespace LensTools.Engine.Sharing.Sftp;

/// <summary>A folder on an SFTP server (SSH File Transfer Protocol, version 3, with OpenSSH's posix-rename).</summary>
internal sealed class SftpTarget : IShareTarget
{
    private const int BufferSize = 1 << 18;

    private readonly SftpConnection _connection;
    private readonly ShareOptions _options;
    private readonly RateLimit? _rate;
    private readonly string _root;
    private readonly HashSet<string> _folders = [""];
    private long _sent;

    private SftpTarget(SftpConnection connection, SftpAddress address, ShareOptions options, long? free)
    {
        (_connection, _options, _root) = (connection, options, address.Path);
        _rate = options.MaxRate is { } rate ? new RateLimit(rate) : null;
        Facts = new TargetFacts
        {
            Location = address.Shown,
            Kind = TargetKind.Sftp,
            Server = connection.Server,
            Capabilities = TargetCapabilities.Full | TargetCapabilities.DeleteForGood,
            Proof = Verification.Size,
            FreeBytes = free,
        };
    }

    public TargetFacts Facts { get; }

    public long BytesSent => Interlocked.Read(ref _sent);

    /// <summary>Connects to a server; nothing is written.</summary>
    /// <exception cref="LensException">It cannot be reached, is not trusted or does not let the user in.</exception>
    public static SftpTarget Open(SftpAddress address, ShareOptions options, CancellationToken stop)
    {
        var connection = new SftpConnection(address, options);
        try
        {
            long? free = connection.Do<long?>("", (client, _) => FreeBytes(client, address.Path), stop);
            return new SftpTarget(connection, address, options, free);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public TargetEntry? Find(string path, CancellationToken stop) => Do<TargetEntry?>(path, (client, _) =>
    {
        try
        {
            SftpFileAttributes there = client.GetAttributes(At(path));
            return new TargetEntry(path, there.IsDirectory, there.IsDirectory ? 0 : there.Size);
        }
        catch (SftpPathNotFoundException)
        {
            return null;
        }
    }, stop);

    public IEnumerable<TargetEntry> List(string folder, CancellationToken stop) => Do<List<TargetEntry>>(folder, (client, _) =>
    {
        try
        {
            return [.. client.ListDirectory(At(folder)).Where(item => item.Name is not ("." or "..")).Select(item => new TargetEntry(
                folder.Length == 0 ? item.Name : $"{folder}/{item.Name}", item.IsDirectory, item.IsDirectory ? 0 : item.Length))];
        }
        catch (SftpPathNotFoundException)
        {
            return [];
        }
    }, stop);

    public Stream? Open(string path, long from, CancellationToken stop) => Do<Stream?>(path, (client, _) =>
    {
        try
        {
            SftpFileStream stream = client.OpenRead(At(path));
            stream.Position = from;
            return stream;
        }
        catch (SftpPathNotFoundException)
        {
            return null;
        }
    }, stop);

    public void MakeFolder(string path, CancellationToken stop)
    {
        lock (_folders)
        {
            string current = "";
            foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                current = current.Length == 0 ? part : $"{current}/{part}";
                if (_folders.Contains(current)) continue;
                string folder = current;
                Do(folder, (client, _) =>
                {
                    if (!client.Exists(At(folder))) client.CreateDirectory(At(folder));
                    return true;
                }, stop);
                _folders.Add(current);
            }
        }
    }

    public int FilesAtOnce(long size) => 1;

    public bool SupportsResume(long size) => size >= _options.LargeFile;

    public IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> uploads, CancellationToken stop) =>
        [.. uploads.Select(upload => PutOne(upload, stop))];

    public Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop)
    {
        if (how == VerificationLevel.Size)
            return Find(upload.Path, stop) is { IsFolder: false } there && there.Size == upload.Size ? Verification.Size : null;
        string? sha256 = Do<string?>(upload.Path, (client, _) => Sha256(client, At(upload.Path), stop), stop);
        return sha256 is not null && sha256 == upload.Sha256 ? Verification.ReadBack : null;
    }

    public bool Move(string from, string to, bool isFolder, Replacement replacement, CancellationToken stop) => Do(to, (client, attempt) =>
    {
        // After a lost reply, there may be nothing left to move.
        if (attempt > 0 && !client.Exists(At(from)) && client.Exists(At(to))) return true;
        // The protocol's own rename replaces nothing; what it fails for is not said.
        if (replacement == Replacement.None)
        {
            if (client.Exists(At(to))) return false;
            try
            {
                client.RenameFile(At(from), At(to));
            }
            catch (SftpException) when (client.Exists(At(to)))
            {
                return !client.Exists(At(from));
            }
        }
        else client.RenameFile(At(from), At(to), isPosix: true);
        return true;
    }, stop);

    public void Delete(string path, bool isFolder, CancellationToken stop)
    {
        Do(path, (client, _) =>
        {
            if (isFolder) DeleteFolder(client, At(path), stop);
            else if (client.Exists(At(path))) client.DeleteFile(At(path));
            return true;
        }, stop);
        lock (_folders) _folders.RemoveWhere(folder => folder == path || folder.StartsWith(path + "/", StringComparison.Ordinal));
    }

    public IDisposable Lock(string folder, string owner, CancellationToken stop) =>
        SftpLock.Acquire(_connection, folder.Length == 0 ? At(SftpLock.Name) : At($"{folder}/{SftpLock.Name}"), owner, _options.Time, stop);

    public void Dispose() => _connection.Dispose();

    private UploadResult PutOne(Upload upload, CancellationToken stop)
    {
        try
        {
            return _connection.Do(upload.Path, (client, attempt) =>
            {
                string sent = Send(client, upload, attempt, stop);
                if (sent == upload.Sha256 && client.GetAttributes(At(upload.Path)).Size == upload.Size)
                    return new UploadResult(upload, Verification.Size);
                client.DeleteFile(At(upload.Path));
                return new UploadResult(upload, Verification.None, Upload.Changed(upload.Source));
            }, stop);
        }
        catch (LensException problem)
        {
            return new UploadResult(upload, Verification.None, problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new UploadResult(upload, Verification.None, LensError.FromReadFailure(problem, upload.Source));
        }
    }

    // The SHA-256 of the file as it was read. Writes go in order, so what came of an interrupted file is its beginning.
    private string Send(SftpClient client, Upload upload, int attempt, CancellationToken stop)
    {
        string path = At(upload.Path);
        long from = upload.ResumeOffset;
        if (attempt > 0 && SupportsResume(upload.Size))
            from = client.Exists(path) ? Math.Min(client.GetAttributes(path).Size, upload.Size) : 0;
        using FileStream file = InUse.OpenRead(upload.Source);
        using var sha256 = SHA256.Create();
        using var hashed = new CryptoStream(file, sha256, CryptoStreamMode.Read);
        byte[] buffer = new byte[BufferSize];
        int got = 1;
        for (long left = from; left > 0 && got > 0; left -= got) got = hashed.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
        if (from > 0)
        {
            using SftpFileStream there = client.Open(path, FileMode.Append, FileAccess.Write);
            while ((got = hashed.Read(buffer, 0, _rate?.Piece(BufferSize) ?? BufferSize)) > 0)
            {
                Count(got, stop);
                there.Write(buffer, 0, got);
            }
        }
        else
        {
            using var counted = new CountedStream(hashed, read => Count(read, stop), _rate?.Piece(BufferSize) ?? BufferSize);
            client.UploadFile(counted, path, canOverride: true);
        }
        return Convert.ToHexStringLower(sha256.Hash!);
    }

    private void Count(int bytes, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        _rate?.Wait(bytes, stop);
        Interlocked.Add(ref _sent, bytes);
    }

    private static void DeleteFolder(SftpClient client, string path, CancellationToken stop)
    {
        if (!client.Exists(path)) return;
        foreach (ISftpFile item in client.ListDirectory(path).Where(item => item.Name is not ("." or "..")).ToList())
        {
            stop.ThrowIfCancellationRequested();
            if (item.IsDirectory) DeleteFolder(client, item.FullName, stop);
            else client.DeleteFile(item.FullName);
        }
        client.DeleteDirectory(path);
    }

    private static string? Sha256(SftpClient client, string path, CancellationToken stop)
    {
        if (!client.Exists(path)) return null;
        using SftpFileStream stream = client.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        int got;
        while ((got = stream.Read(buffer)) > 0)
        {
            stop.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, got);
        }
        return Identities.ToText(hash);
    }

    // OpenSSH tells the free space; others may not know the question.
    private static long? FreeBytes(SftpClient client, string path)
    {
        try
        {
            SftpFileSystemInformation there = client.GetStatus(path.Length == 0 ? "." : path);
            return (long)Math.Min(there.AvailableBlocks * there.BlockSize, long.MaxValue);
        }
        catch (Exception problem) when (problem is SftpException or NotSupportedException)
        {
            return null;
        }
    }

    private T Do<T>(string path, Func<SftpClient, int, T> act, CancellationToken stop) => _connection.Do(path, act, stop);

    private string At(string path) =>
        path.Length == 0 ? (_root.Length == 0 ? "." : _root) : _root.Length == 0 ? path : $"{_root.TrimEnd('/')}/{path}";
}
