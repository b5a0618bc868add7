using System.Security.Cryptography;
using System.Text.Json;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>
/// Reads the lines of a ledger. Lines of version 1 count once the closing line of their transaction says that all of them
/// are there; so a transaction that was cut off never happened, wherever git has put its lines.
/// </summary>
internal sealed class LedgerReader(string path)
{
    /// <summary>The newest version of the format that is understood.</summary>
    public const int Newest = 1;

    private static readonly HashSet<string> Folded = [LedgerKinds.Label, LedgerKinds.Retract];

    private readonly List<LedgerEntry> _entries = [];
    private readonly List<LensError> _damage = [];
    private readonly Dictionary<string, Pending> _transactions = [];
    private readonly SortedSet<string> _newer = new(StringComparer.Ordinal);

    /// <summary>What a text holds.</summary>
    public LedgerState Read(byte[] bytes, (long, DateTime) version)
    {
        // Editors on Windows put a byte order mark in front.
        ReadOnlySpan<byte> text = TextLines.Normalise(bytes).Span;
        bool isTorn = text.Length > 0 && text[^1] != '\n';
        var lines = new TextLines(text);
        while (lines.MoveNext())
        {
            if (lines.Current.Trim(" \t"u8).IsEmpty) continue;
            try
            {
                Take(lines.Current, lines.Number);
            }
            catch (JsonException) when (isTorn && lines.Remaining == 0)
            {
                // The last line was being written when its writer ended; so its transaction never happened.
            }
            catch (JsonException problem)
            {
                _damage.Add(new LensError(
                    ErrorKind.LedgerDamaged,
                    $"{path}, line {lines.Number}, is no record of a label: {problem.Message}",
                    path,
                    $"Mend line {lines.Number} or take it out; nothing is written while it is there.",
                    problem));
            }
        }
        int torn = 0;
        foreach ((string transaction, Pending pending) in _transactions) Close(transaction, pending, ref torn);
        // By time, not by line: two branches that were merged read the same, whichever was merged into the other.
        IReadOnlyList<LedgerEntry> history = [.. _entries
            .Select((entry, order) => (entry, order))
            .OrderBy(e => e.entry.At)
            .ThenBy(e => e.entry.Transaction, StringComparer.Ordinal)
            .ThenBy(e => e.entry.Sequence)
            .ThenBy(e => e.order)
            .Select(e => e.entry)];
        return new LedgerState(version, history, _damage, [.. _newer], torn);
    }

    private void Take(ReadOnlySpan<byte> line, int number)
    {
        LedgerHead head = JsonSerializer.Deserialize(line, Ledger.Json.LedgerHead) ?? throw new JsonException("it is empty.");
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
        if (!pending.Lines.TryAdd(head.Sequence, line.ToArray()))
        {
            // Git's union keeps a line twice that both sides have.
            if (!line.SequenceEqual(pending.Lines[head.Sequence]))
                throw new JsonException($"its transaction has another line {head.Sequence}.");
            return;
        }
        if (head.Version > Newest || head.Kind is null || !Folded.Contains(head.Kind))
        {
            _newer.Add($"{head.Kind ?? "nothing"} of version {head.Version}");
            return;
        }
        pending.Entries.Add(Parse(line));
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
            return;
        }
        _damage.Add(new LensError(
            ErrorKind.LedgerDamaged,
            $"{path}: the transaction {transaction}, which begins in line {pending.FirstLine}, is not as it was written: its closing line "
                + $"promises {commit.Count} lines and {pending.Lines.Count} are there, or one was changed.",
            path,
            "Take the file from a copy or from git, or take out all lines of this transaction; nothing is written while they are there."));
    }

    /// <summary>The hash that closes a transaction of these lines.</summary>
    public static string HashOf(IEnumerable<byte[]> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] line in lines)
        {
            hash.AppendData(line);
            hash.AppendData("\n"u8);
        }
        return Collections.Identities.ToText(hash);
    }

    private static LedgerEntry Parse(ReadOnlySpan<byte> line) =>
        JsonSerializer.Deserialize(line, Ledger.Json.LedgerEntry)
            is { Id.Length: > 0, Path: not null, Name.Length: > 0, By: not null, Transaction: not null } entry
            ? entry
            : throw new JsonException("it lacks an id, path, name, by or transaction.");

    /// <summary>The lines of a transaction by their sequence, until it is closed.</summary>
    private sealed class Pending(int firstLine)
    {
        public int FirstLine { get; } = firstLine;

        public SortedDictionary<int, byte[]> Lines { get; } = [];

        public List<LedgerEntry> Entries { get; } = [];

        public LedgerCommit? Commit { get; set; }
    }
}
