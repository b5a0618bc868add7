using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;

namespace LensTools.Engine.Labels;

/// <summary>Appends transactions to a ledger, whose lock is held.</summary>
internal static class LedgerWriter
{
    private const int PieceSize = 1 << 17;

    /// <summary>Appends a transaction and flushes it to the disk.</summary>
    /// <returns>Where it begins and ends.</returns>
    /// <exception cref="IOException">It cannot be written; the file is as it was.</exception>
    public static (long Start, long End) Append(string path, LedgerDraft draft)
    {
        // Readers need no lock: they ignore lines of unclosed transactions. The stream is unbuffered: what a full disk did not
        // accept must not be written again when the file is closed.
        using FileStream file = InUse.Wait(
            () => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
        RecoverTail(file);
        long length = file.Length;
        try
        {
            file.Position = length;
            WriteLines(file, draft);
            file.Flush(flushToDisk: true);
            return (length, file.Position);
        }
        catch (IOException)
        {
            // Remove the partial transaction. It would be ignored anyway.
            file.SetLength(length);
            throw;
        }
    }

    private static void WriteLines(FileStream file, LedgerDraft draft)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new MemoryStream(2 * PieceSize);
        using var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = Ledger.Json.Options.Encoder, SkipValidation = true });
        void Add<T>(T line, JsonTypeInfo<T> type)
        {
            JsonSerializer.Serialize(json, line, type);
            json.Flush();
            json.Reset();
            text.WriteByte((byte)'\n');
            if (text.Length >= PieceSize) WriteOut();
        }

        void WriteOut()
        {
            ReadOnlySpan<byte> piece = text.GetBuffer().AsSpan(0, (int)text.Length);
            hash.AppendData(piece);
            file.Write(piece);
            text.SetLength(0);
        }

        foreach (LedgerEntry entry in draft.Entries) Add(entry, Ledger.Json.LedgerEntry);
        foreach (LedgerRecord record in draft.Records) Add(record, Ledger.Json.LedgerRecord);
        WriteOut();
        var commit = new LedgerCommit
        {
            Version = LedgerReader.Newest,
            Transaction = draft.Entries.Count > 0 ? draft.Entries[0].Transaction : draft.Records[0].Transaction,
            Count = draft.Entries.Count + draft.Records.Count,
            Sha256 = Identities.ToText(hash),
        };
        Add(commit, Ledger.Json.LedgerCommit);
        WriteOut();
    }

    // Remove an incomplete last line left by a crashed writer; if a line added by hand lacks only its line feed, add it.
    private static void RecoverTail(FileStream file)
    {
        if (file.Length == 0) return;
        file.Position = file.Length - 1;
        if (file.ReadByte() == '\n') return;
        long start = StartOfLastLine(file);
        byte[] tail = new byte[file.Length - start];
        file.Position = start;
        file.ReadExactly(tail);
        if (IsWhole(tail))
        {
            file.WriteByte((byte)'\n');
            return;
        }
        file.SetLength(start);
        file.Position = start;
    }

    private static long StartOfLastLine(FileStream file)
    {
        const int Step = 1 << 16;
        byte[] buffer = new byte[Step];
        for (long end = file.Length; end > 0; end -= Step)
        {
            long start = Math.Max(0, end - Step);
            file.Position = start;
            int length = (int)(end - start);
            file.ReadExactly(buffer, 0, length);
            int at = buffer.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (at >= 0) return start + at + 1;
        }
        return 0;
    }

    private static bool IsWhole(byte[] line)
    {
        try
        {
            _ = JsonSerializer.Deserialize(line, Ledger.Json.LedgerHead);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
