using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// What an unfinished publication has done, as append-only text: the staging folder, each file that has arrived, and
/// each large file in transit. It holds no password and no token. The server is the authority; the journal only
/// saves requests.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const int MostAtOnce = 64;
    private static readonly TimeSpan FlushPause = TimeSpan.FromSeconds(1);

    private readonly string? _path;
    private readonly FileStream? _stream;
    private readonly Dictionary<string, JournalLine> _started = [];
    private long _flushed = Stopwatch.GetTimestamp();

    private Journal(string? path, FileStream? stream, string staging)
    {
        (_path, _stream, Staging) = (path, stream, staging);
    }

    /// <summary>The name of the staging folder.</summary>
    public string Staging { get; private set; }

    /// <summary>Whether an earlier attempt was interrupted.</summary>
    public bool IsResumed { get; private init; }

    /// <summary>Opens or starts the journal of a publication. Its contents are added to the plan.</summary>
    /// <param name="folder">Where journals are kept.</param>
    /// <param name="key">Identifies this publication: its source and destination.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="output">Warned if no journal can be kept.</param>
    public static Journal Open(string folder, string key, PublishPlan plan, IOutputPort output)
    {
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16].ToLowerInvariant();
        try
        {
            Directory.CreateDirectory(folder);
            // The same publication may be running in another process; then this one uses its own journal.
            for (int i = 0; i < MostAtOnce; i++)
            {
                string path = Path.Combine(folder, i == 0 ? $"{name}.jsonl" : $"{name}-{i}.jsonl");
                if (TryOpen(path, plan) is { } journal) return journal;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            output.Warning($"No journal can be kept in {folder} ({problem.Message}); if it is interrupted, this publication starts over.");
        }
        return new Journal(null, null, NewName());
    }

    /// <summary>Records that a file has arrived.</summary>
    public void Add(string path, string sha256, Verification proof) =>
        Write(new JournalLine { Path = path, Sha256 = sha256, Proof = proof });

    /// <summary>Records that a resumable file is being sent.</summary>
    public void AddStarted(PlannedFile file)
    {
        if (!WasStarted(file)) Write(new JournalLine { Path = file.Path, Size = file.Size, Modified = file.Modified });
    }

    /// <summary>Whether a file was being sent and has not changed since.</summary>
    public bool WasStarted(PlannedFile file) =>
        _started.TryGetValue(file.Path, out JournalLine? begun) && begun.Size == file.Size && begun.Modified == file.Modified;

    /// <summary>Flushes the journal to disk.</summary>
    public void Flush() => _stream?.Flush(flushToDisk: true);

    /// <summary>Deletes the journal of a completed publication.</summary>
    public void Finish()
    {
        _stream?.Dispose();
        if (_path is not null) File.Delete(_path);
    }

    public void Dispose() => _stream?.Dispose();

    private static string NewName() => $".lens-staging-{Guid.NewGuid():N}";

    private static Journal? TryOpen(string path, PublishPlan plan)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        string? staging = null;
        long good = 0;
        var begun = new List<JournalLine>();
        // An unterminated line was being written when the power failed.
        foreach ((string line, long end) in WholeLines(stream))
        {
            if (Parse(line) is not { } entry) break;
            good = end;
            if (entry.Staging is not null) staging = entry.Staging;
            else if (entry is { Path: not null, Sha256: not null, Proof: not null })
                plan.AddProven(entry.Path, entry.Sha256, entry.Proof.Value);
            else if (entry is { Path: not null, Size: not null }) begun.Add(entry);
        }
        stream.SetLength(good);
        stream.Position = good;
        var journal = new Journal(path, stream, staging ?? NewName()) { IsResumed = staging is not null };
        foreach (JournalLine line in begun) journal._started[line.Path!] = line;
        if (staging is null)
        {
            journal.Write(new JournalLine { Staging = journal.Staging });
            journal.Flush();
        }
        return journal;
    }

    private static IEnumerable<(string Line, long End)> WholeLines(FileStream stream)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 1 << 16, leaveOpen: true);
        long end = 0;
        while (text.ReadLine() is { } line)
        {
            end += Encoding.UTF8.GetByteCount(line) + 1;
            if (end > stream.Length) yield break;
            yield return (line, end);
        }
    }

    private static JournalLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            // Torn; the lines after it cannot be trusted either.
            return null;
        }
    }

    // Write to the OS at once, to survive a crash of the process; flush to disk once a second, so a power failure costs no more.
    private void Write(JournalLine line)
    {
        if (_stream is null) return;
        _stream.Write(JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine));
        _stream.WriteByte((byte)'\n');
        bool isDue = Stopwatch.GetElapsedTime(_flushed) > FlushPause;
        _stream.Flush(isDue);
        if (isDue) _flushed = Stopwatch.GetTimestamp();
    }
}

/// <summary>A line of the journal.</summary>
internal sealed record JournalLine
{
    public string? Staging { get; init; }

    public string? Path { get; init; }

    public string? Sha256 { get; init; }

    public Verification? Proof { get; init; }

    public long? Size { get; init; }

    public DateTime? Modified { get; init; }
}

/// <summary>The journal's JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
