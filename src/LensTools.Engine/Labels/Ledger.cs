using System.Text.Encodings.Web;
using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Vocabularies;
using Microsoft.Data.Sqlite;

namespace LensTools.Engine.Labels;

/// <summary>
/// The labels of a collection: an append-only text file, <c>lens-labels.jsonl</c>, whose entries in order yield the current
/// labels. One command is one transaction: its lines and a closing line with their count and hash are appended and flushed to
/// disk; without the closing line, the transaction is ignored.
/// </summary>
public sealed class Ledger
{
    /// <summary>The ledger's name in its collection.</summary>
    public const string FileName = "lens-labels.jsonl";

    /// <summary>Does not escape non-ASCII characters, so that names stay readable.</summary>
    internal static readonly LedgerJson Json = new(
        new JsonSerializerOptions(LedgerJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    // Below this, reading all of it takes no longer than opening a cache.
    private const long LargeLedger = 4 << 20;

    // Whoever asks for more datasets than this reads the ledger.
    private const int MostLookups = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Collection _collection;
    private readonly object _lock = new();
    private LedgerState? _state;
    private int _lookups;

    internal Ledger(Collection collection) => _collection = collection;

    /// <summary>The path of the ledger.</summary>
    public string Path => System.IO.Path.Combine(_collection.Root, FileName);

    /// <summary>Whether there are no labels, as far as can be told without reading them.</summary>
    internal bool IsEmpty => VersionNow().Length <= 0;

    /// <summary>The current labels of one dataset, by name. Of a large ledger, a cache has them.</summary>
    /// <exception cref="LensException">A line of the ledger is damaged, or it cannot be read.</exception>
    public IReadOnlyDictionary<string, LedgerEntry> Of(string id)
    {
        lock (_lock)
        {
            (long Length, DateTime Time) version = VersionNow();
            bool isRead = _state is { } state && state.Version == version;
            if (isRead || version.Length < LargeLedger || _lookups++ > MostLookups) return Read().Intact().Of(id);
            return FromCache(version, id) ?? Read().Intact().Of(id);
        }
    }

    /// <summary>Whether it was read, and not only its cache, which is only of a ledger without damaged, newer or torn lines.</summary>
    public bool IsRead => _state is not null;

    private IReadOnlyDictionary<string, LedgerEntry>? FromCache((long Length, DateTime Time) version, string id)
    {
        try
        {
            LabelCache cache = LabelCache.Of(_collection.Root, _collection.CachePath("labels.db"));
            if (cache.Find(version, id) is { } known) return known;
            if (Read().Intact() is { Newer.Count: 0, Torn: 0 } state) cache.Write(state);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or SqliteException)
        {
            // Read-only media work without a cache.
        }
        return null;
    }

    private (long Length, DateTime Time) VersionNow()
    {
        try
        {
            FileInfo info = SymbolicLinks.Follow(Path);
            return info.Exists ? (info.Length, info.LastWriteTimeUtc) : (-1, default);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, Path));
        }
    }

    /// <summary>Reads the current labels; the file is read again only if it has changed.</summary>
    /// <exception cref="LensException">The file cannot be read.</exception>
    public LedgerState Read()
    {
        lock (_lock)
        {
            try
            {
                (long Length, DateTime Time) version = VersionNow();
                if (_state is { } state && state.Version == version) return state;
                return _state = new LedgerReader(Path).Read(version.Length >= 0 ? ReadBytes() : [], version);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new LensException(LensError.FromReadFailure(problem, Path));
            }
        }
    }

    /// <summary>
    /// Writes one transaction; <paramref name="make"/> gets the current labels, read under the lock. The changes of the vocabulary that are
    /// in it are made in its file too.
    /// </summary>
    /// <returns>The labels that were written.</returns>
    /// <exception cref="LensException">A line of the ledger is damaged, another process holds it, it cannot be written, or the vocabulary
    /// is not as it was before its change.</exception>
    internal IReadOnlyList<LedgerEntry> Append(Func<LedgerState, LedgerDraft> make, CancellationToken stop)
    {
        try
        {
            string path = _collection.CachePath("labels.lock");
            using FileLock held = FileLock.Acquire(path, Patience, stop, $"{path}.holder");
            LedgerState before = Read().Intact();
            // Keep times increasing even if the clock was set back, because entries are applied in time order.
            DateTime earliest = before.Latest is { } latest ? latest.AddTicks(1) : DateTime.MinValue;
            LedgerDraft made = make(before);
            LedgerEntry[] entries = [.. made.Entries.Select((entry, sequence) => entry with
            {
                Version = LedgerReader.Newest,
                Kind = entry.Value is null ? LedgerKinds.Retract : LedgerKinds.Label,
                Sequence = sequence,
                Replaces = before.Replaced(entry.Id, entry.Name),
                At = entry.At > earliest ? entry.At : earliest,
            })];
            LedgerRecord[] records = [.. made.Records.Select((record, index) => record with
            {
                Version = LedgerReader.Newest,
                Sequence = entries.Length + index,
                At = record.At > earliest ? record.At : earliest,
            })];
            stop.ThrowIfCancellationRequested();
            var draft = new LedgerDraft(entries, records);
            if (!draft.IsEmpty) Extend(before, draft, WriteWithVocabulary(draft));
            return entries;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(
                ErrorKind.LedgerWriteFailed,
                $"{Path} cannot be written: {problem.Message} No label was changed.",
                Path,
                "Free some disk space or get write access to the collection, then run the command again.",
                problem));
        }
    }

    // What was written need not be read again, unless the file holds more than that.
    private void Extend(LedgerState before, LedgerDraft added, (long Start, long End) written)
    {
        lock (_lock)
        {
            FileInfo info = SymbolicLinks.Follow(Path);
            bool isAll = written.Start == Math.Max(0, before.Version.Length) && info.Exists && info.Length == written.End;
            _state = isAll ? before.With(added, (info.Length, info.LastWriteTimeUtc)) : null;
        }
    }

    // The vocabulary first: if its change is all that a crash leaves, the same command completes it.
    private (long Start, long End) WriteWithVocabulary(LedgerDraft draft)
    {
        VocabularyFile file = _collection.VocabularyFile;
        LedgerRecord[] changes = [.. draft.Records.Where(record => record.Kind == LedgerKinds.Vocabulary)];
        foreach (LedgerRecord change in changes)
        {
            // A checkout may have changed the ends of lines.
            if (file.Find(change.Name)?.ReplaceLineEndings() != change.Before?.ReplaceLineEndings())
                throw new LensException(new LensError(
                    ErrorKind.VocabularyChanged,
                    $"The definition of \"{change.Name}\" in {file.Path} has been changed meanwhile. Nothing was written.",
                    file.Path,
                    "Edit the file by hand, or give the command again."));
        }
        int made = 0;
        try
        {
            foreach (LedgerRecord change in changes)
            {
                file.Replace(change.Name, change.After);
                made++;
            }
            return LedgerWriter.Append(Path, draft);
        }
        catch
        {
            foreach (LedgerRecord change in changes.Take(made).Reverse()) file.Replace(change.Name, change.Before);
            throw;
        }
    }

    private byte[] ReadBytes()
    {
        using FileStream file = InUse.OpenRead(Path);
        if (file.Length > Array.MaxLength)
            throw new LensException(new LensError(
                ErrorKind.TextTooLarge,
                $"{Path} has {file.Length} bytes, and at most {Array.MaxLength} can be read.",
                Path,
                "Divide the collection into several."));
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
