using System.Diagnostics;
using System.Text;
using LensTools.Engine.Hosting;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace LensTools.Engine.Sharing.Sftp;

/// <summary>
/// Keeps other publishers out of a folder on an SFTP server by a file that only one can create. It is renewed while it is held;
/// one that was not renewed for two minutes, by the server's clock, counts as abandoned.
/// </summary>
internal sealed class SftpLock : RenewedLock
{
    /// <summary>The name of the file.</summary>
    public const string Name = ".lens-lock";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(10);

    private const int Attempts = 3;

    private readonly SftpConnection _connection;
    private readonly string _path, _text;

    private SftpLock(SftpConnection connection, string path, string text)
        : base(LastMoments)
    {
        (_connection, _path, _text) = (connection, path, text);
    }

    /// <summary>Waits until the lock is free.</summary>
    /// <exception cref="LensException">It was not free in time.</exception>
    public static SftpLock Acquire(SftpConnection connection, string path, string owner, TimeProvider time, CancellationToken stop)
    {
        string id = Guid.NewGuid().ToString("N");
        string text = $"Held by LensTools on {Environment.MachineName} ({owner}, {id}) since {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}.\n";
        long start = Stopwatch.GetTimestamp();
        while (!connection.Do(Name, (client, _) => TryCreate(client, path, text, id, owner), stop))
            Wait(start, Patience, Pause, path, stop);
        return new SftpLock(connection, path, text);
    }

    protected override void Renew(CancellationToken stop) => _connection.Do(
        Name,
        (client, _) =>
        {
            if (client.Exists(_path) && client.ReadAllText(_path) == _text) client.WriteAllText(_path, _text);
            return true;
        },
        stop);

    protected override void Release(CancellationToken stop) => _connection.Do(
        Name,
        (client, _) =>
        {
            if (client.Exists(_path) && client.ReadAllText(_path) == _text) client.DeleteFile(_path);
            return true;
        },
        stop);

    private static bool TryCreate(SftpClient client, string path, string text, string id, string owner)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using var file = client.Open(path, FileMode.CreateNew, FileAccess.Write);
                file.Write(Encoding.UTF8.GetBytes(text));
                return true;
            }
            catch (SftpException) when (client.Exists(path))
            {
                return TryExamine(client, path, id, owner);
            }
            catch (SftpException) when (attempt < Attempts)
            {
                // The protocol does not say why it fails: the lock may just have been given back.
            }
        }
    }

    private static bool TryExamine(SftpClient client, string path, string id, string owner)
    {
        try
        {
            return Examine(client, path, id, owner);
        }
        catch (SftpPathNotFoundException)
        {
            // Given back while it was examined.
            return false;
        }
    }

    // Whether it is this one's.
    private static bool Examine(SftpClient client, string path, string id, string owner)
    {
        string there = client.ReadAllText(path);
        // Its creation succeeded, and the reply was lost.
        if (there.Contains(id, StringComparison.Ordinal)) return true;
        // Of this user and host: one who died, as the living hold a lock here too.
        if (there.Contains(owner, StringComparison.Ordinal) || ServerNow(client, path) - client.GetLastWriteTimeUtc(path) > Abandoned)
            TakeAway(client, path, there);
        return false;
    }

    // Only the lock that was examined: someone else may have taken it over in the meantime.
    private static void TakeAway(SftpClient client, string path, string examined)
    {
        string aside = $"{path}-{Guid.NewGuid():N}";
        client.RenameFile(path, aside);
        if (client.ReadAllText(aside) == examined) client.DeleteFile(aside);
        else client.RenameFile(aside, path);
    }

    private static DateTime ServerNow(SftpClient client, string path)
    {
        string probe = $"{path}-{Guid.NewGuid():N}";
        client.WriteAllText(probe, "");
        DateTime now = client.GetLastWriteTimeUtc(probe);
        client.DeleteFile(probe);
        return now;
    }
}
