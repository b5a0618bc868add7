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

    private const int PartSize = 1 << 22;

    private static readonly Comparer<LedgerEntry> ByTime = Comparer<LedgerEntry>.Create((one, other) =>
    {
        int order = one.At.CompareTo(other.At);
        if (order == 0) order = string.CompareOrdinal(one.Transaction, other.Transaction);
        return order != 0 ? order : one.Sequence.CompareTo(other.Sequence);
    });

    private static readonly HashSet<string> Folded = [LedgerKinds.Label, LedgerKinds.Retract];
    private static readonly HashSet<string> Recorded = [LedgerKinds.Vocabulary, LedgerKinds.Split, LedgerKinds.Suppress,
        LedgerKinds.Request];

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
        using IEnumerator<LedgerEntry?> labels = ParseLabels().GetEnumerator();
        var lines = new TextLines(text);
        while (lines.MoveNext())
        {
            LedgerEntry? label = labels.MoveNext() ? labels.Current : null;
            if (lines.Current.Trim(" \t"u8).IsEmpty) continue;
            try
            {
                Take(lines.Current, lines.Start, lines.Number, label);
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

    // For each line of the text, the label that it is; null for other lines, and for those that are damaged. Several parts at once, for
    // parsing takes longer than all else.
    private IEnumerable<LedgerEntry?> ParseLabels()
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        for (int start = 0; start < _text.Length;)
        {
            int end = Math.Min(start + PartSize, _text.Length);
            int feed = _text.Span[(end - 1)..].IndexOf((byte)'\n');
            end = feed < 0 ? _text.Length : end + feed;
            parts.Add(_text[start..end]);
            start = end;
        }
        return OrderedParallel.Select(parts, Environment.ProcessorCount, ParseLabels, CancellationToken.None).SelectMany(part => part);
    }

    private static List<LedgerEntry?> ParseLabels(ReadOnlyMemory<byte> part)
    {
        var labels = new List<LedgerEntry?>();
        var lines = new TextLines(part.Span);
        while (lines.MoveNext())
        {
            LedgerEntry? label = null;
            try
            {
                // Nearly all lines begin like this; others may lack the properties of a label.
                if (lines.Current.StartsWith("{\"v\":1,\"kind\":\"label\","u8)) label = Parse(lines.Current);
            }
            catch (JsonException)
            {
                // It is parsed again where its number is known.
            }
            labels.Add(label);
        }
        return labels;
    }

    private void Take(ReadOnlySpan<byte> line, int start, int number, LedgerEntry? label)
    {
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
        if (!pending.TryAdd(head.Sequence, start, line.Length))
        {
            // Git's union merge may duplicate a line that both sides have.
            (int known, int length) = pending.Lines[head.Sequence];
            if (!line.SequenceEqual(_text.Span.Slice(known, length)))
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
        if (commit.Count == pending.Lines.Count && IsHashOf(commit.Sha256, pending))
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

    /// <summary>Whether a hash closes a transaction of these lines.</summary>
    private bool IsHashOf(string sha256, Pending pending)
    {
        // As they were written, they follow each other, with a line feed alone between them.
        if (pending.Range is { } range
            && range.End.Value <= _text.Length
            && Convert.ToHexStringLower(SHA256.HashData(_text.Span[range])) == sha256) return true;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int start, int length) in pending.Lines.Values)
        {
            hash.AppendData(_text.Span.Slice(start, length));
            hash.AppendData("\n"u8);
        }
        return Collections.Identities.ToText(hash) == sha256;
    }

    private static LedgerEntry Parse(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Ledger.Json.LedgerEntry) ?? throw new JsonException("it is null.");

    private static LedgerRecord ParseRecord(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Ledger.Json.LedgerRecord) is { Name.Length: > 0, By: not null, Transaction: not null } record
            ? record
            : throw new JsonException("it lacks a name, by or transaction.");

    /// <summary>The lines of a transaction by their sequence, until it is closed.</summary>
    private sealed class Pending(int firstLine)
    {
        public int FirstLine { get; } = firstLine;

        private bool _isScattered;
        private int _start, _end;

        /// <summary>Where each line is.</summary>
        public SortedList<int, (int Start, int Length)> Lines { get; } = [];

        /// <summary>The text of all lines with a line feed behind each, if they are in order and without anything between them.</summary>
        public Range? Range => _isScattered || Lines.Count == 0 ? null : _start.._end;

        /// <summary>Adds a line; false if its place is taken.</summary>
        public bool TryAdd(int sequence, int start, int length)
        {
            if (!Lines.TryAdd(sequence, (start, length))) return false;
            if (Lines.Count == 1) _start = start;
            else _isScattered |= start != _end;
            _isScattered |= Lines.Count != sequence + 1;
            _end = start + length + 1;
            return true;
        }

        public List<LedgerEntry> Entries { get; } = [];

        public List<LedgerRecord> Records { get; } = [];

        public LedgerCommit? Commit { get; set; }
    }
}
