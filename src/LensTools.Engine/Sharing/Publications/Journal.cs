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
    /// <summary>What the names of staging folders begin with.</summary>
    public const string StagingPrefix = ".lens-staging-";

    private static readonly TimeSpan FlushPause = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(200);

    private const int IdLength = 8;

    private static readonly System.Buffers.SearchValues<char> Hexadecimal = System.Buffers.SearchValues.Create("0123456789abcdef");

    private readonly FileStream? _stream;
    private readonly TimeProvider _time;
    private string? _folder;
    private readonly Dictionary<string, JournalLine> _started = [];
    private readonly HashSet<string> _arrived = [];
    private long _flushed = Stopwatch.GetTimestamp();

    private Journal(FileStream? stream, string staging, TimeProvider time)
    {
        (_stream, Staging, _time) = (stream, staging, time);
    }

    /// <summary>The name of the staging folder.</summary>
    public string Staging { get; private set; }

    /// <summary>Whether an earlier attempt was interrupted.</summary>
    public bool IsResumed { get; private init; }

    /// <summary>Whether the same publication ran until now, so that the destination has changed.</summary>
    public bool HasWaited { get; private set; }

    /// <summary>
    /// A name for a staging folder, which carries the beginning of the id of its source so that it can be cleaned up. The id may be
    /// that of a manifest, which is written by others.
    /// </summary>
    public static string NewStaging(string? sourceId) =>
        sourceId?.Length >= IdLength && !sourceId.AsSpan(0, IdLength).ContainsAnyExcept(Hexadecimal)
            ? $"{StagingPrefix}{sourceId[..IdLength]}-{Guid.NewGuid():N}"
            : $"{StagingPrefix}{Guid.NewGuid():N}";

    /// <summary>Opens or starts the journal of a publication. Its contents are added to the plan.</summary>
    /// <param name="workspace">Has the state folder, where journals are kept.</param>
    /// <param name="destination">Where it publishes to.</param>
    /// <param name="sources">What it publishes; with the destination, the first identifies it.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="output">Warned if no journal can be kept.</param>
    /// <param name="stop">Stops waiting for the same publication in another process.</param>
    public static Journal Open(
        Workspace workspace,
        string destination,
        IReadOnlyCollection<PublicationSource> sources,
        PublishPlan plan,
        IOutputPort output,
        CancellationToken stop)
    {
        // Of the first source only, as the staging folder's name is: what cleans up after a source must not run beside its publication.
        string key = $"{destination}\n{sources.First().Root}", id = sources.First().ShortId;
        string folder = workspace.StateFolder;
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16].ToLowerInvariant();
        try
        {
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, $"{name}.jsonl");
            for (bool hasWaited = false; ; hasWaited = true)
            {
                if (TryOpen(path, id, plan, workspace.Time) is { } journal)
                {
                    journal.HasWaited = hasWaited;
                    return journal;
                }
                if (!hasWaited) output.Notice("The same publication is already running; waiting until it has ended.");
                stop.WaitHandle.WaitOne(Pause);
                stop.ThrowIfCancellationRequested();
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            output.Warning($"No journal can be kept in {folder} ({problem.Message}); if it is interrupted, this publication starts over.");
        }
        return new Journal(null, NewStaging(id), workspace.Time);
    }

    /// <summary>
    /// The folder for what cannot be looked at again: other sources and hosts may use the same name, so it carries the id of the journal.
    /// </summary>
    /// <exception cref="LensException">No journal can be kept.</exception>
    public string FolderOfItsOwn(string name)
    {
        try
        {
            if (_stream is not null) return FolderOf(name);
        }
        catch (IOException problem)
        {
            throw Missing(problem);
        }
        throw Missing(null);

        LensException Missing(IOException? cause) => new(new LensError(
            ErrorKind.WriteFailed,
            $"No journal can be kept{(cause is null ? "" : $": {cause.Message}")} At a file drop it is the only record of what was sent.",
            name,
            "Make the state folder writable, and see that its disk has room; then publish again.",
            cause));
    }

    private string FolderOf(string name)
    {
        // An earlier version has sent files without one.
        if (_folder is null && _arrived.Count + _started.Count > 0) return name;
        if (_folder is null) Write(new JournalLine { Folder = _folder = $"{name}-{Staging[^IdLength..]}" });
        Flush();
        return _folder!;
    }

    /// <summary>Records that a file has arrived. Any thread may call it.</summary>
    public void Add(string path, string sha256, Verification proof, long size, string? source) =>
        Write(new JournalLine
        {
            Path = path,
            Sha256 = sha256,
            Proof = proof,
            Size = size,
            Source = source,
            At = _time.GetUtcNow().UtcDateTime
        });

    /// <summary>Records that a file is being sent. Any thread may call it.</summary>
    public void AddStarted(string path, long size, DateTime? modified) =>
        Write(new JournalLine { Path = path, Size = size, Modified = modified });

    /// <summary>Records that a file whose sending was begun was refused. Any thread may call it.</summary>
    public void AddRefused(string path) => Write(new JournalLine { Path = path, IsRefused = true });

    /// <summary>Whether a file was being sent and has not changed since.</summary>
    public bool WasStarted(PlannedFile file) =>
        _started.TryGetValue(file.Path, out JournalLine? begun) && begun.Size == file.Size && begun.Modified == file.Modified;

    /// <summary>Whether a file of this path has arrived, or its sending was begun; of whatever content.</summary>
    public bool WasUsed(string path) => _started.ContainsKey(path) || _arrived.Contains(path);

    /// <summary>Flushes the journal to disk.</summary>
    public void Flush() => _stream?.Flush(flushToDisk: true);

    /// <summary>Empties the journal of a publication that is complete. Whoever waits for it may have the file open.</summary>
    public void Finish() => _stream?.SetLength(0);

    public void Dispose() => _stream?.Dispose();

    private static Journal? TryOpen(string path, string sourceId, PublishPlan plan, TimeProvider time)
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
        string? staging = null, folder = null;
        long good = 0;
        var begun = new Dictionary<string, JournalLine>();
        var arrived = new HashSet<string>();
        // An unterminated line was being written when the power failed.
        foreach ((string line, long end) in WholeLines(stream))
        {
            if (Parse(line) is not { } entry) break;
            good = end;
            if (entry.Staging is not null) staging = entry.Staging;
            else if (entry.Folder is not null) folder = entry.Folder;
            else if (entry is { Path: not null, Sha256: not null, Proof: not null })
            {
                arrived.Add(entry.Path);
                plan.AddProven(entry);
            }
            else if (entry is { Path: not null, IsRefused: true }) begun.Remove(entry.Path);
            else if (entry is { Path: not null, Size: not null }) begun[entry.Path] = entry;
        }
        stream.SetLength(good);
        stream.Position = good;
        var journal = new Journal(stream, staging ?? NewStaging(sourceId), time) { IsResumed = staging is not null, _folder = folder };
        foreach ((string key, JournalLine line) in begun) journal._started[key] = line;
        journal._arrived.UnionWith(arrived);
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
        lock (_stream)
        {
            _stream.Write(JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine));
            _stream.WriteByte((byte)'\n');
            bool isDue = Stopwatch.GetElapsedTime(_flushed) > FlushPause;
            _stream.Flush(isDue);
            if (isDue) _flushed = Stopwatch.GetTimestamp();
        }
    }
}

/// <summary>A line of the journal.</summary>
internal sealed record JournalLine
{
    public string? Staging { get; init; }

    public string? Folder { get; init; }

    public string? Path { get; init; }

    public string? Sha256 { get; init; }

    public Verification? Proof { get; init; }

    public long? Size { get; init; }

    public DateTime? Modified { get; init; }

    public bool? IsRefused { get; init; }

    public string? Source { get; init; }

    public DateTime? At { get; init; }
}

/// <summary>The journal's JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
