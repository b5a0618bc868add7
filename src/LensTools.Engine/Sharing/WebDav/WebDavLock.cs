using System.Diagnostics;
using System.Net;
using System.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// Locks a folder against other publishers with a file that only one of them can rename into place. WebDAV's own locks
/// are optional, and some servers that offer them do not honour them (RFC 4918, 6); all honour a MOVE without overwrite.
/// </summary>
internal sealed class WebDavLock : RenewedLock
{
    private const string Name = ".lens-lock";
    private const int LongestText = 1 << 12;
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150), Pause = TimeSpan.FromMilliseconds(250);

    private readonly WebDavClient _client;
    private readonly string _path, _owner, _id;

    private WebDavLock(WebDavClient client, string path, string owner, string id)
        : base(LastMoments)
    {
        (_client, _path, _owner, _id) = (client, path, owner, id);
    }

    public static WebDavLock Acquire(WebDavClient client, string folder, string owner, CancellationToken stop)
    {
        string path = folder.Length == 0 ? Name : $"{folder}/{Name}", id = Guid.NewGuid().ToString("N"), mine = $"{path}-{id}";
        Write(client, mine, owner, id, stop);
        long start = Stopwatch.GetTimestamp();
        try
        {
            while (!client.Retry(_ => TryTake(client, mine, path, owner, id, stop), stop))
            {
                if (TakesOver(client, path, owner, stop)) continue;
                Wait(start, Patience, Pause, $"{client.Root.Host} {path}", stop);
            }
        }
        catch
        {
            // Do not hide the original exception; the small file may stay if the server cannot delete it.
            if (!stop.IsCancellationRequested) TryDelete(client, mine);
            throw;
        }
        return new WebDavLock(client, path, owner, id);
    }

    private static bool TryTake(WebDavClient client, string mine, string path, string owner, string id, CancellationToken stop)
    {
        if (client.MoveOnce(client.Url(mine), client.Url(path), path, Replacement.None, 0, stop) is { } isTaken) return isTaken;
        // The file is gone: after a lost reply it has become the lock; otherwise someone has deleted it.
        if (Text(client, path, stop).Contains(id, StringComparison.Ordinal)) return true;
        Write(client, mine, owner, id, stop);
        return false;
    }

    protected override void Renew(CancellationToken stop)
    {
        if (IsMine(stop)) Write(_client, _path, _owner, _id, stop);
    }

    protected override void Release(CancellationToken stop)
    {
        if (IsMine(stop)) Delete(_client, _path, stop);
    }

    private bool IsMine(CancellationToken stop) => Text(_client, _path, stop).Contains(_id, StringComparison.Ordinal);

    private static string Text(WebDavClient client, string path, CancellationToken stop) =>
        Encoding.UTF8.GetString(client.Read(client.Url(path), path, LongestText, stop, null, HttpStatusCode.NotFound).Content);

    // Deletes a stale lock: only the one that was examined, not a newer one.
    private static bool TakesOver(WebDavClient client, string path, string owner, CancellationToken stop)
    {
        using HttpResponseMessage there = client.Send(HttpMethod.Head, client.Url(path), path, stop, null, HttpStatusCode.NotFound);
        if (there.StatusCode == HttpStatusCode.NotFound) return true;
        // Both times are the server's, so clock differences do not matter.
        bool isAbandoned = there.Headers.Date is { } now && there.Content.Headers.LastModified is { } written && now - written > Abandoned;
        if (!isAbandoned && !Text(client, path, stop).Contains(owner, StringComparison.Ordinal)) return false;
        client.Send(
            HttpMethod.Delete,
            client.Url(path),
            path,
            stop,
            request =>
            {
                if (there.Headers.ETag is { IsWeak: false } tag) request.Headers.IfMatch.Add(tag);
            },
            HttpStatusCode.NotFound,
            HttpStatusCode.PreconditionFailed).Dispose();
        return true;
    }

    private static void Write(WebDavClient client, string path, string owner, string id, CancellationToken stop)
    {
        string text =
            $"Held by LensTools on {Environment.MachineName} ({owner}, {id}) since {client.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}; it may "
                + $"be deleted when it is older than {Abandoned.TotalMinutes:0} minutes.\n";
        client.Send(
            HttpMethod.Put, client.Url(path), path, stop, request => request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)))
            .Dispose();
    }

    private static void Delete(WebDavClient client, string path, CancellationToken stop) =>
        client.Send(HttpMethod.Delete, client.Url(path), path, stop, null, HttpStatusCode.NotFound).Dispose();

    private static void TryDelete(WebDavClient client, string path)
    {
        using var limit = new CancellationTokenSource(LastMoments);
        try
        {
            Delete(client, path, limit.Token);
        }
        catch (Exception problem) when (problem is LensException or OperationCanceledException)
        {
            // The leftover file is small and blocks no one.
        }
    }
}
