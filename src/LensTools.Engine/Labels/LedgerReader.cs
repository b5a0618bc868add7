using System.Security.Cryptography;
using System.Text.Json;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>
/// Reads the lines of a ledger. Lines of version 1 count only if the closing line of their transaction confirms that all
/// are present; so a torn transaction is ignored, wherever git has put its lines.
/// </summary>
internal sealed class LedgerReader(string path)
{
    /// <summary>The newest supported version of the format.</summary>
    public const int Newest = 1;

    private static readonly Comparer<LedgerEntry> ByTime = Comparer<LedgerEntry>.Create((one, other) =>
    {
        int order = one.At.CompareTo(other.At);
        if (order == 0) order = string.CompareOrdinal(one.Transaction, other.Transaction);
        return order != 0 ? order : one.Sequence.CompareTo(other.Sequence);
    });

    private static readonly HashSet<string> Folded = [LedgerKinds.Label, LedgerKinds.Retract];
    private static readonly HashSet<string> Recorded = [LedgerKinds.Vocabulary, LedgerKinds.Split];

    private ReadOnlyMemory<byte> _text;
    private readonly List<LedgerEntry> _entries = [];
    private readonly List<LedgerRecord> _records = [];
    private readonly List<LensError> _damage = [];
    private readonly Dictionary<string, Pending> _transactions = [];
    private readonly SortedSet<string> _newer = new(StringComparer.Ordinal);

    /// <summary>Parses the text of a ledger.</summary>
    public LedgerState Read(byte[] bytes, (long, DateTime) version)
    {
        // Editors on Windows put a byte order mark in front.
        _text = TextLines.Normalise(bytes);
        ReadOnlySpan<byte> text = _text.Span;
        bool isTorn = text.Length > 0 && text[^1] != '\n';
        var lines = new TextLines(text);
        while (lines.MoveNext())
        {
            if (lines.Current.Trim(" \t"u8).IsEmpty) continue;
            try
            {
                Take(lines.Current, lines.Start, lines.Number);
            }
            catch (JsonException) when (isTorn && lines.Remaining == 0 && IsAppended(lines.Current))
            {
                // The last line was being written when its writer died, so its transaction is ignored.
            }
            catch (JsonException problem)
            {
                _damage.Add(new LensError(
                    ErrorKind.LedgerDamaged,
                    $"{path}, line {lines.Number}, is not a valid label record: {problem.Message}",
                    path,
                    $"Repair or remove line {lines.Number}; nothing is written until then.",
                    problem));
            }
        }
        int torn = 0;
        foreach ((string transaction, Pending pending) in _transactions) Close(transaction, pending, ref torn);
        // Ordered by time, not by line, so that the direction of a merge makes no difference.
        IReadOnlyList<LedgerEntry> history = IsOrdered(_entries) ? _entries : [.. _entries.Order(ByTime)];
        return new LedgerState(version, history, [.. _records.OrderBy(record => record.At)], _damage, [.. _newer], torn);
    }

    // Lines are appended only since version 1; before, the whole file was replaced, so a torn line has another cause.
    private static bool IsAppended(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> begin = "{\"v\":"u8;
        int length = Math.Min(line.Length, begin.Length);
        return line[..length].SequenceEqual(begin[..length]);
    }

    // Without a merge, the lines are already ordered.
    private static bool IsOrdered(List<LedgerEntry> entries)
    {
        for (int i = 1; i < entries.Count; i++)
        {
            if (ByTime.Compare(entries[i - 1], entries[i]) > 0) return false;
        }
        return true;
    }

    private void Take(ReadOnlySpan<byte> line, int start, int number)
    {
        // Nearly all lines begin like this and are parsed once; others may lack the properties of a label.
        LedgerEntry? label = line.StartsWith("{\"v\":1,\"kind\":\"label\","u8) ? Parse(line) : null;
        LedgerHead head = label is null
            ? JsonSerializer.Deserialize(line, Ledger.Json.LedgerHead)
            : new LedgerHead { Version = label.Version, Kind = label.Kind, Transaction = label.Transaction, Sequence = label.Sequence };
        if (head.Transaction is null) throw new JsonException("it lacks its transaction.");
        if (head.Version == 0)
        {
            _entries.Add(Parse(line) with { Kind = LedgerKinds.Label });
            return;
        }
        if (!_transactions.TryGetValue(head.Transaction, out Pending? pending))
            _transactions[head.Transaction] = pending = new Pending(number);
        if (head.Kind == LedgerKinds.Commit)
        {
            pending.Commit = JsonSerializer.Deserialize(line, Ledger.Json.LedgerCommit);
            return;
        }
        if (!pending.Lines.TryAdd(head.Sequence, _text.Slice(start, line.Length)))
        {
            // Git's union merge may duplicate a line that both sides have.
            if (!line.SequenceEqual(pending.Lines[head.Sequence].Span))
                throw new JsonException($"its transaction has another line {head.Sequence}.");
            return;
        }
        if (head.Version <= Newest && head.Kind is not null && Recorded.Contains(head.Kind))
        {
            pending.Records.Add(ParseRecord(line));
            return;
        }
        if (head.Version > Newest || head.Kind is null || !Folded.Contains(head.Kind))
        {
            _newer.Add($"{head.Kind ?? "nothing"} of version {head.Version}");
            return;
        }
        pending.Entries.Add(label ?? Parse(line));
    }

    private void Close(string transaction, Pending pending, ref int torn)
    {
        if (pending.Commit is not { } commit)
        {
            torn++;
            return;
        }
        if (commit.Count == pending.Lines.Count && commit.Sha256 == HashOf(pending.Lines.Values))
        {
            _entries.AddRange(pending.Entries);
            _records.AddRange(pending.Records);
            return;
        }
        _damage.Add(new LensError(
            ErrorKind.LedgerDamaged,
            $"{path}: the transaction {transaction}, which begins in line {pending.FirstLine}, was modified: its closing line "
                + $"states {commit.Count} lines and there are {pending.Lines.Count}, or a line was changed.",
            path,
            "Restore the file from a backup or from git, or remove all lines of this transaction; nothing is written until then."));
    }

    /// <summary>The hash that closes a transaction of these lines.</summary>
    private static string HashOf(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> line in lines)
        {
            hash.AppendData(line.Span);
            hash.AppendData("\n"u8);
        }
        return Collections.Identities.ToText(hash);
    }

    private static LedgerEntry Parse(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Ledger.Json.LedgerEntry)
            is { Id.Length: > 0, Path: not null, Name.Length: > 0, By: not null, Transaction: not null } entry
            ? entry
            : throw new JsonException("it lacks an id, path, name, by or transaction.");

    private static LedgerRecord ParseRecord(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Ledger.Json.LedgerRecord) is { Name.Length: > 0, By: not null, Transaction: not null } record
            ? record
            : throw new JsonException("it lacks a name, by or transaction.");

    /// <summary>The lines of a transaction by their sequence, until it is closed.</summary>
    private sealed class Pending(int firstLine)
    {
        public int FirstLine { get; } = firstLine;

        public SortedList<int, ReadOnlyMemory<byte>> Lines { get; } = [];

        public List<LedgerEntry> Entries { get; } = [];

        public List<LedgerRecord> Records { get; } = [];

        public LedgerCommit? Commit { get; set; }
    }
}
