using System.Text.Encodings.Web;
using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>
/// The labels of a collection: an append-only text, <c>lens-labels.jsonl</c>, whose fold gives the current ones.
/// One command is one transaction: the file is written anew beside the old one and renamed, so that all of it is
/// there or none, whatever fails.
/// </summary>
public sealed class Ledger
{
    /// <summary>The ledger's name in its collection.</summary>
    public const string FileName = "lens-labels.jsonl";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Names of samples and people stay readable in the text.
    private static readonly LedgerJson Json = new(new JsonSerializerOptions(LedgerJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly Collection _collection;
    private readonly object _lock = new();
    private LedgerState? _state;

    internal Ledger(Collection collection) => _collection = collection;

    /// <summary>Where the ledger lies.</summary>
    public string Path => System.IO.Path.Combine(_collection.Root, FileName);

    /// <summary>The labels as they stand in the file now; read again only when it has changed.</summary>
    /// <exception cref="LensException">The file cannot be read.</exception>
    public LedgerState Read()
    {
        lock (_lock)
        {
            try
            {
                var info = new FileInfo(Path);
                (long, DateTime) version = info.Exists ? (info.Length, info.LastWriteTimeUtc) : (-1, default);
                if (_state is { } state && state.Version == version) return state;
                return _state = info.Exists ? Parse(ReadBytes(), version) : new LedgerState(version, [], []);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new LensException(LensError.FromReadFailure(problem, Path));
            }
        }
    }

    /// <summary>
    /// Adds records as one transaction. Those that would change nothing are left out; <paramref name="make"/> gets the
    /// current labels, read under the lock.
    /// </summary>
    /// <returns>The records that were written.</returns>
    /// <exception cref="LensException">A line of the ledger is damaged, another process holds it, or it cannot be written.</exception>
    public IReadOnlyList<LabelRecord> Append(Func<LedgerState, IEnumerable<LabelRecord>> make, CancellationToken stop)
    {
        try
        {
            using FileLock held = FileLock.Acquire(_collection.CachePath("labels.lock"), Patience, stop);
            LedgerState before = Read();
            if (before.Damage.Count > 0) throw new LensException(before.Damage[0]);
            List<LabelRecord> records = [.. make(before)];
            stop.ThrowIfCancellationRequested();
            if (records.Count == 0) return records;
            AtomicFile.Write(Path, stream =>
            {
                CopyOld(stream);
                using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Json.Options.Encoder, SkipValidation = true });
                foreach (LabelRecord record in records)
                {
                    JsonSerializer.Serialize(json, record, Json.LabelRecord);
                    json.Flush();
                    json.Reset();
                    stream.WriteByte((byte)'\n');
                }
            });
            return records;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(new LensError(
                ErrorKind.LedgerWriteFailed, $"{Path} cannot be written: {problem.Message} No label was changed.", Path, "Make room on the disk or get write access to the collection, then run the command again.", problem));
        }
    }

    // Shared for deletion too, or on Windows a reader would keep the writer from replacing the file.
    private byte[] ReadBytes()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private void CopyOld(Stream stream)
    {
        if (!File.Exists(Path)) return;
        using var old = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (old.Length == 0) return;
        old.CopyTo(stream);
        old.Position = old.Length - 1;
        // A line that was added by hand may lack its end.
        if (old.ReadByte() != '\n') stream.WriteByte((byte)'\n');
    }

    private LedgerState Parse(byte[] bytes, (long, DateTime) version)
    {
        var records = new List<LabelRecord>();
        var damage = new List<LensError>();
        // Editors on Windows put a byte order mark in front.
        var lines = new Formats.Text.TextLines(Formats.Text.TextLines.Normalise(bytes).Span);
        while (lines.MoveNext())
        {
            if (lines.Current.Trim(" \t"u8).IsEmpty) continue;
            try
            {
                LabelRecord? record = JsonSerializer.Deserialize(lines.Current, Json.LabelRecord);
                if (record is not { Id.Length: > 0, Path: not null, Name.Length: > 0, By: not null, Transaction: not null }) throw new JsonException("it lacks an id, path, name, by or transaction.");
                records.Add(record);
            }
            catch (JsonException problem)
            {
                damage.Add(new LensError(
                    ErrorKind.LedgerDamaged, $"{Path}, line {lines.Number}, is no record of a label: {problem.Message}", Path, $"Mend line {lines.Number} or take it out; nothing is written while it is there.", problem));
            }
        }
        return new LedgerState(version, records, damage);
    }
}
