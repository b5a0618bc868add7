using System.Net;
using System.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// Keeps other publishers out of a folder: a file that only one can give its name. WebDAV's own locks are optional,
/// and some servers that offer them do not honour them (RFC 4918, 6); a MOVE that must not overwrite, all do.
/// </summary>
internal sealed class WebDavLock : IDisposable
{
    private const string Name = ".lens-lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90), Pause = TimeSpan.FromMilliseconds(250);

    // Renewed several times before others take it for one that its holder left behind when it died.
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(2), Abandoned = TimeSpan.FromMinutes(10);

    private readonly WebDavClient _client;
    private readonly string _path;
    private readonly Timer _renewal;

    private WebDavLock(WebDavClient client, string path)
    {
        (_client, _path) = (client, path);
        _renewal = new Timer(_ => Renew(), null, Renewal, Renewal);
    }

    public static WebDavLock Acquire(WebDavClient client, string folder, CancellationToken stop)
    {
        string path = folder.Length == 0 ? Name : $"{folder}/{Name}", mine = $"{path}-{Guid.NewGuid():N}";
        Write(client, mine, stop);
        DateTime deadline = DateTime.UtcNow + Patience;
        try
        {
            while (!client.Retry(_ => client.MoveOnce(client.Url(mine), client.Url(path), path, replace: false, 0, stop) != false, stop))
            {
                if (IsAbandoned(client, path, stop)) Delete(client, path, stop);
                else if (DateTime.UtcNow > deadline)
                {
                    throw new LensException(new LensError(
                        "LensLocked", LensErrorCategory.Busy, $"Another publisher has held {client.Root.Host} {path} for {Patience.TotalSeconds:0} s.", path, "Wait until the other publication has ended, then publish again: what has arrived is not sent twice."));
                }
                else if (stop.WaitHandle.WaitOne(Pause)) stop.ThrowIfCancellationRequested();
            }
        }
        catch
        {
            // What matters is on its way; a file of a few bytes may stay if the server cannot even delete it.
            if (!stop.IsCancellationRequested) TryDelete(client, mine);
            throw;
        }
        return new WebDavLock(client, path);
    }

    public void Dispose()
    {
        _renewal.Dispose();
        TryDelete(_client, _path);
    }

    private static bool IsAbandoned(WebDavClient client, string path, CancellationToken stop)
    {
        using HttpResponseMessage there = client.Send(HttpMethod.Head, client.Url(path), path, stop, null, HttpStatusCode.NotFound);
        // Both times are the server's, so that no clock but one counts.
        return there.Headers.Date is { } now && there.Content.Headers.LastModified is { } written && now - written > Abandoned;
    }

    private static void Write(WebDavClient client, string path, CancellationToken stop)
    {
        string text = $"Held by LensTools on {Environment.MachineName} since {DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}; it may be deleted when it is older than {Abandoned.TotalMinutes:0} minutes.\n";
        client.Send(HttpMethod.Put, client.Url(path), path, stop, request => request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text))).Dispose();
    }

    private static void Delete(WebDavClient client, string path, CancellationToken stop) =>
        client.Send(HttpMethod.Delete, client.Url(path), path, stop, null, HttpStatusCode.NotFound).Dispose();

    private static void TryDelete(WebDavClient client, string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            Delete(client, path, limit.Token);
        }
        catch (Exception problem) when (problem is LensException or OperationCanceledException)
        {
            // It is taken for abandoned in ten minutes.
        }
    }

    private void Renew()
    {
        try
        {
            using var limit = new CancellationTokenSource(Renewal);
            Write(_client, _path, limit.Token);
        }
        catch (Exception problem) when (problem is LensException or OperationCanceledException)
        {
            // The next renewal is in time too.
        }
    }
}
