using System.Diagnostics;
using System.Text;
using Amazon.S3.Model;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.S3;

/// <summary>
/// Keeps other publishers out of a folder in a bucket. Each writes an object of its own and lists those of all: who sees only its own
/// holds the lock, the others take theirs back and try again. This needs nothing but listings that show what was written, which S3 and
/// most servers promise; conditional writes are not offered by all. The object is rewritten while the lock is held; one that has not
/// changed for two minutes of watching counts as abandoned.
/// </summary>
internal sealed class S3Lock : RenewedLock
{
    private const string Prefix = ".lens-lock.";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(10);

    private readonly S3Connection _connection;
    private readonly string _folder, _id, _owner;

    private S3Lock(S3Connection connection, string folder, string id, string owner)
        : base(LastMoments)
    {
        (_connection, _folder, _id, _owner) = (connection, folder, id, owner);
    }

    private string Key => _folder + Prefix + _id;

    /// <summary>Waits until the lock is free.</summary>
    /// <param name="connection">The bucket.</param>
    /// <param name="folder">The key of the folder, with a slash at its end.</param>
    /// <param name="owner">Who wants it; a lock of the same owner is stale.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="LensException">It was not free in time.</exception>
    public static S3Lock Acquire(S3Connection connection, string folder, string owner, CancellationToken stop)
    {
        string id = Guid.NewGuid().ToString("N"), mine = folder + Prefix + id;
        var seen = new Dictionary<string, (string Tag, long Since)>(StringComparer.Ordinal);
        for (long start = Stopwatch.GetTimestamp(); ;)
        {
            if (!Others(connection, folder, mine, stop).Any(other => IsHeld(connection, other, owner, seen, stop)))
            {
                Write(connection, mine, owner, id, stop);
                if (!Others(connection, folder, mine, stop).Any()) return new S3Lock(connection, folder, id, owner);
                Delete(connection, mine, stop);
            }
            // At random, so that two do not meet again and again.
            Wait(start, Patience, Pause * (0.5 + Random.Shared.NextDouble()), folder, stop);
        }
    }

    protected override void Renew(CancellationToken stop)
    {
        if (Text(_connection, Key, stop).Length > 0) Write(_connection, Key, _owner, _id, stop);
    }

    protected override void Release(CancellationToken stop) => Delete(_connection, Key, stop);

    private static IEnumerable<S3Object> Others(S3Connection connection, string folder, string mine, CancellationToken stop) =>
        (connection.Do(
            folder,
            (client, _) => client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = connection.Bucket, Prefix = folder + Prefix }, stop),
            stop).S3Objects ?? []).Where(token => token.Key != mine);

    private static bool IsHeld(
        S3Connection connection,
        S3Object token,
        string owner,
        Dictionary<string, (string Tag, long Since)> seen,
        CancellationToken stop)
    {
        string tag = $"{token.ETag} {token.LastModified:O}";
        if (!seen.TryGetValue(token.Key, out var before) || before.Tag != tag)
        {
            seen[token.Key] = (tag, Stopwatch.GetTimestamp());
            // Of this user and host: one who died, as the living hold a lock here too.
            if (!Text(connection, token.Key, stop).Contains(owner, StringComparison.Ordinal)) return true;
        }
        else if (Stopwatch.GetElapsedTime(before.Since) < Abandoned) return true;
        Delete(connection, token.Key, stop);
        return false;
    }

    private static string Text(S3Connection connection, string key, CancellationToken stop) => connection.DoIfThere(
        key,
        async (client, _) =>
        {
            using GetObjectResponse response = await client.GetObjectAsync(connection.Bucket, key, stop).ConfigureAwait(false);
            using var reader = new StreamReader(response.ResponseStream);
            return await reader.ReadToEndAsync(stop).ConfigureAwait(false);
        },
        stop) ?? "";

    private static void Write(S3Connection connection, string key, string owner, string id, CancellationToken stop)
    {
        DateTimeOffset now = connection.Options.Time.GetUtcNow();
        string text = $"Held by LensTools on {Environment.MachineName} ({owner}, {id}); renewed {now:yyyy-MM-ddTHH:mm:ss.fffZ}.\n";
        connection.Do(
            key,
            (client, _) => client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = connection.Bucket,
                    Key = key,
                    InputStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                    ContentType = "text/plain",
                    UseChunkEncoding = false,
                },
                stop),
            stop);
    }

    private static void Delete(S3Connection connection, string key, CancellationToken stop) =>
        connection.Do(key, (client, _) => client.DeleteObjectAsync(connection.Bucket, key, stop), stop);
}
