using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using Microsoft.Win32.SafeHandles;

namespace LensTools.Engine.Collections;

/// <summary>
/// The identities of datasets, independent of their names: the SHA-256 of the file, and the entry if it has several.
/// Kept in the collection's cache by path, size and modification time.
/// </summary>
public sealed class Identities
{
    private const string Prefix = "sha256:";

    private readonly CollectionLocator _locator;

    private const int BufferSize = 1 << 20;

    private readonly ConcurrentDictionary<string, IdentityCache?> _caches = new(PortablePath.Comparer);

    internal Identities(CollectionLocator locator) => _locator = locator;

    /// <summary>Whether a text is a SHA-256 in the form used here: 64 lower-case hexadecimal digits.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Why a cache could not be used, or null.</summary>
    public string? CacheProblem { get; private set; }

    /// <summary>The identity of a dataset, such as <c>sha256:9f86…#entry2</c>.</summary>
    /// <exception cref="LensException">Its file cannot be read.</exception>
    public string Of(Dataset dataset, CancellationToken stop) =>
        Identity(Sha256(dataset, stop), dataset.IsOnlyEntry ? null : dataset.Entry);

    /// <summary>The identity of an entry of a file, or of its only one.</summary>
    /// <exception cref="LensException">The file cannot be read.</exception>
    public string Of(string path, string? entry, CancellationToken stop) => Identity(Sha256(path, stop), entry);

    /// <summary>
    /// The SHA-256 of a dataset's file in lower-case hexadecimal; not computed again while the file is unchanged.
    /// </summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public string Sha256(Dataset dataset, CancellationToken stop)
    {
        FileVersion version = dataset.Version;
        try
        {
            if (!version.IsCurrent()) return Sha256(dataset.Path, stop);
            if (version.Sha256 is { } known)
            {
                Add(version.Path, version.Length, version.LastWriteTimeUtc, known);
                return known;
            }
            return version.Sha256 = Sha256(version.Path, version.Length, version.LastWriteTimeUtc, stop);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, dataset.Path));
        }
    }

    /// <summary>The SHA-256 of a file in lower-case hexadecimal.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    public string Sha256(string path, CancellationToken stop)
    {
        try
        {
            FileInfo info = SymbolicLinks.Follow(path);
            return Sha256(path, info.Length, info.LastWriteTimeUtc, stop);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }

    private string Sha256(string path, long size, DateTime modified, CancellationToken stop)
    {
        if (CacheOf(path, out string relative)?.Find(relative, size, modified.Ticks) is { } known) return known;
        string hash = Compute(path, stop);
        Add(path, size, modified, hash);
        return hash;
    }

    /// <summary>The SHA-256 of a file if it is cached; null if the file would have to be read.</summary>
    public string? TryGet(string path)
    {
        FileInfo info = SymbolicLinks.Follow(path);
        return CacheOf(path, out string relative)?.Find(relative, info.Length, info.LastWriteTimeUtc.Ticks);
    }

    /// <summary>Caches the SHA-256 of a file that was read elsewhere, with its state at that time.</summary>
    public void Add(string path, long size, DateTime modified, string sha256) =>
        CacheOf(path, out string relative)?.Add(relative, size, modified.Ticks, sha256);

    /// <summary>Reads a file and returns its SHA-256 without caching it.</summary>
    public static string Compute(string path, CancellationToken stop)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Compute(handle, stop);
    }

    /// <summary>The SHA-256 of a file that is open.</summary>
    internal static string Compute(SafeFileHandle handle, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int size = (int)Math.Clamp(RandomAccess.GetLength(handle), 4096, BufferSize);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            long position = 0;
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                int got = RandomAccess.Read(handle, buffer.AsSpan(0, size), position);
                if (got == 0) break;
                hash.AppendData(buffer, 0, got);
                position += got;
            }
            return ToText(hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A computed SHA-256 as text.</summary>
    internal static string ToText(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <summary>Writes new values to the caches. Without this, the files are merely read again next time.</summary>
    public void Flush()
    {
        foreach ((string root, IdentityCache? cache) in _caches)
        {
            try
            {
                cache?.Flush();
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
            {
                CacheProblem = $"{root}: identities cannot be cached: {problem.Message}";
            }
        }
    }

    /// <summary>Whether a text is an identity of a dataset, as labels have it.</summary>
    public static bool IsIdentity(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && IsSha256(text[Prefix.Length..].Split('#')[0]);

    /// <summary>The entry of an identity; null for the only one of its file.</summary>
    public static string? EntryOf(string id) => id.IndexOf('#') is >= 0 and int hash ? id[(hash + 1)..] : null;

    /// <summary>The identity of the file that an entry is in.</summary>
    internal static string WithoutEntry(string id) => id.Split('#')[0];

    private static string Identity(string sha256, string? entry) => entry is null ? Prefix + sha256 : $"{Prefix}{sha256}#{entry}";

    private IdentityCache? CacheOf(string path, out string relative)
    {
        Collection? collection = _locator.Find(path);
        relative = collection is null ? "" : PortablePath.Relative(collection.Root, path);
        return collection is null ? null : _caches.GetOrAdd(collection.Root, _ => OpenCache(collection));
    }

    // Read-only media and network shares without locks work without a cache; the result is the same.
    private IdentityCache? OpenCache(Collection collection)
    {
        try
        {
            return new IdentityCache(collection.CachePath("identities.db"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            CacheProblem = $"{collection.Root}: identities cannot be cached: {problem.Message}";
            return null;
        }
    }
}
