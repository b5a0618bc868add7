using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Sharing.Withdrawals;
using Microsoft.Data.Sqlite;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// What to publish and what is at the destination, in a temporary database that is deleted automatically, so that a plan
/// for a million files needs no more memory than one for ten. Not thread-safe.
/// </summary>
internal sealed class PublishPlan : IDisposable
{
    private const string FileColumns =
        "path, source, size, modified, sha256, action, source_id, labels, unlisted, moved_from, accepted, proof, twice, companion_of";
    private const string PublishedColumns =
        "path, size, sha256, modified, published_at, proof, verified_at, source_id, companion_of, collection";

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    // The roots and ids of sources.
    private readonly List<string> _shared = [];

    public PublishPlan()
    {
        // An unnamed database is private, goes to disk when it outgrows the cache, and is deleted when closed.
        _connection = new SqliteConnection("Data Source=;Pooling=False");
        _connection.Open();
        Run("PRAGMA journal_mode = OFF");
        Run("PRAGMA synchronous = OFF");
        Run("PRAGMA cache_size = -16384");
        Run(
            "CREATE TABLE source (path TEXT, entry TEXT, size INTEGER, modified INTEGER, sha256 TEXT, names_people INTEGER, root INTEGER, "
                + "companion INTEGER, PRIMARY KEY (path, entry)) WITHOUT ROWID");
        Run(
            "CREATE TABLE file (path TEXT PRIMARY KEY, folded TEXT UNIQUE, source TEXT, size INTEGER, modified INTEGER, sha256 TEXT, "
                + "action INTEGER, source_id INTEGER, labels TEXT, unlisted INTEGER, moved_from TEXT, accepted INTEGER, proof TEXT, twice "
                + "INTEGER, companion_of TEXT) WITHOUT ROWID");
        Run(
            "CREATE TABLE published (path TEXT PRIMARY KEY, size INTEGER, sha256 TEXT, modified INTEGER, published_at INTEGER, proof TEXT, "
                + "verified_at INTEGER, source_id TEXT, companion_of TEXT, collection TEXT) WITHOUT ROWID");
        Run("CREATE INDEX published_sha256 ON published (sha256)");
        Run("CREATE INDEX file_moved_from ON file (moved_from)");
        Run("CREATE TABLE label (path TEXT PRIMARY KEY, labels TEXT) WITHOUT ROWID");
        Run(
            "CREATE TABLE withdrawn (number INTEGER PRIMARY KEY, path TEXT, size INTEGER, sha256 TEXT, reason TEXT, at INTEGER, "
                + "kept_as TEXT, source TEXT)");
        Run("CREATE INDEX withdrawn_sha256 ON withdrawn (sha256)");
        Run("CREATE TABLE there (path TEXT PRIMARY KEY, size INTEGER) WITHOUT ROWID");
        Run("CREATE TABLE receipt (path TEXT, sha256 TEXT, PRIMARY KEY (path, sha256)) WITHOUT ROWID");
        Run("CREATE TABLE proven (path TEXT PRIMARY KEY, sha256 TEXT, proof TEXT, size INTEGER, at INTEGER, source_id TEXT) WITHOUT ROWID");
        Run("BEGIN");
    }

    /// <summary>Whether the destination has a manifest.</summary>
    public bool HasManifest { get; set; }

    /// <summary>The sources of what is published there, by their ids; that of files listed without one has the id "".</summary>
    public Dictionary<string, ManifestSource> PublishedSources { get; } = [];

    /// <summary>The files that a partial publication lacks, by their paths.</summary>
    public SortedDictionary<string, ManifestRefusal> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a dataset's file as it was listed.</summary>
    public void AddSource(Dataset dataset, PublicationSource source) => Run(
        "INSERT OR REPLACE INTO source VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
        dataset.Path,
        dataset.IsOnlyEntry ? "" : dataset.Entry,
        dataset.Length,
        dataset.LastWriteTimeUtc.Ticks,
        dataset.Version.Sha256,
        dataset.NamesPeople,
        NumberOf(source.Root));

    /// <summary>Takes a file that is not a dataset, as it is now.</summary>
    public void AddCompanion(string path, FileInfo info, PublicationSource source) => Run(
        "INSERT OR IGNORE INTO source VALUES ($1, '', $2, $3, NULL, NULL, $4, 1)",
        path,
        info.Length,
        info.LastWriteTimeUtc.Ticks,
        NumberOf(source.Root));

    public bool HasSource(string path) => Count("SELECT count(*) FROM source WHERE path = $1", path) > 0;

    /// <summary>The dataset whose name a companion has with another ending, or null.</summary>
    public string? DatasetBeside(string companion)
    {
        string folder = Path.GetDirectoryName(companion) + Path.DirectorySeparatorChar;
        string stem = Path.GetFileName(companion).Split('.')[0];
        // Names that begin with the stem and a dot: '/' is the character after '.'.
        return First(
            "SELECT path FROM source WHERE path >= $1 AND path < $2 AND companion = 0 ORDER BY path LIMIT 1",
            row => row.GetString(0),
            $"{folder}{stem}.",
            $"{folder}{stem}/");
    }

    public long SourceCount => Count("SELECT count(DISTINCT path) FROM source");

    /// <summary>Returns each file with its entries.</summary>
    public IEnumerable<PlannedSource> Sources()
    {
        PlannedSource? current = null;
        foreach (PlannedSource source in Rows(
            "SELECT path, entry, size, modified, sha256, names_people, root, companion FROM source ORDER BY path, entry", ReadSource))
        {
            if (current?.Path == source.Path)
            {
                current = current with
                {
                    Entries = [.. current.Entries, .. source.Entries],
                    NamesPeople = source.NamesPeople == true ? true : current.NamesPeople ?? source.NamesPeople
                };
                continue;
            }
            if (current is not null) yield return current;
            current = source;
        }
        if (current is not null) yield return current;
    }

    /// <summary>Adds a file to the plan; false if another file has the same path, ignoring case.</summary>
    public bool Add(PlannedFile file) => Run(
        $"INSERT OR IGNORE INTO file ({FileColumns}, folded) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        file.Path,
        file.Source,
        file.Size,
        file.Modified.Ticks,
        file.Sha256,
        (int)file.Action,
        NumberOf(file.SourceId),
        file.Labels,
        file.IsUnlisted,
        file.MovedFrom,
        file.IsAccepted,
        file.Proof?.ToText() ?? "",
        file.MayBeDuplicated,
        file.CompanionOf,
        file.Path.ToUpperInvariant()) > 0;

    /// <summary>The planned file that has this path, ignoring case, or null.</summary>
    public PlannedFile? FindFolded(string path) =>
        First($"SELECT {FileColumns} FROM file WHERE folded = $1", ReadFile, path.ToUpperInvariant());

    public PlannedFile? Find(string path) => First($"SELECT {FileColumns} FROM file WHERE path = $1", ReadFile, path);

    /// <summary>The files of the plan in path order.</summary>
    public IEnumerable<PlannedFile> Files() => Rows($"SELECT {FileColumns} FROM file ORDER BY path", ReadFile);

    public IEnumerable<PlannedFile> Accepted() => Rows($"SELECT {FileColumns} FROM file WHERE accepted = 1 ORDER BY path", ReadFile);

    /// <summary>The files that the destination has or did not take, in path order.</summary>
    public IEnumerable<PlannedFile> Reported() => Rows(
        $"SELECT {FileColumns} FROM file WHERE accepted = 1 OR action IN ($1, $2) ORDER BY path",
        ReadFile,
        (int)PublishAction.Unchanged,
        (int)PublishAction.Refused);

    public long CountAccepted(out long bytes)
    {
        bytes = Count(
            "SELECT coalesce(sum(size), 0) FROM file WHERE accepted = 1 AND proof = '' AND action <> $1", (int)PublishAction.Moved);
        return Count("SELECT count(*) FROM file WHERE accepted = 1");
    }

    /// <summary>The files counted by action, in its order, whether they are accepted, and proof.</summary>
    public IReadOnlyList<PlanTotal> Totals() => [
        .. Rows(
            "SELECT action, accepted, proof, count(*), sum(size) FROM file GROUP BY action, accepted, proof ORDER BY action",
            row => new PlanTotal(
                (PublishAction)row.GetInt32(0), row.GetBoolean(1), ProofOf(row.GetString(2)), row.GetInt64(3), row.GetInt64(4)))];

    public void Accept(string path) => Run("UPDATE file SET accepted = 1 WHERE path = $1", path);

    public void Withdraw(string path) => Run("UPDATE file SET accepted = 0, proof = '' WHERE path = $1", path);

    /// <summary>Takes the files from a path on out of those that are published now.</summary>
    public void WithdrawFrom(string path) => Run("UPDATE file SET accepted = 0, proof = '' WHERE accepted = 1 AND path >= $1", path);

    /// <summary>The target did not take the file, and the others are published without it.</summary>
    public void Refuse(string path) =>
        Run("UPDATE file SET accepted = 0, action = $2, proof = '' WHERE path = $1", path, (int)PublishAction.Refused);

    /// <summary>The destination turned out to have the file already.</summary>
    public void SetUnchanged(string path, Verification proof) => Run(
        "UPDATE file SET accepted = 0, action = $2, unlisted = 1, proof = $3 WHERE path = $1",
        path,
        (int)PublishAction.Unchanged,
        proof.ToText());

    public void SetProof(string path, Verification proof, bool mayBeDuplicated) =>
        Run("UPDATE file SET proof = $2, twice = twice OR $3 WHERE path = $1", path, proof.ToText(), mayBeDuplicated);

    public void SetSha256(string path, string sha256) => Run("UPDATE file SET sha256 = $2 WHERE path = $1", path, sha256);

    public void AddPublished(ManifestFile file) => Run(
        $"INSERT OR REPLACE INTO published ({PublishedColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        file.Path,
        file.Size,
        file.Sha256,
        file.Modified?.Ticks,
        file.PublishedAt.Ticks,
        file.Proof.ToText(),
        file.VerifiedAt?.Ticks,
        file.Source,
        file.CompanionOf,
        file.Collection);

    public void RemovePublished(string path) => Run("DELETE FROM published WHERE path = $1", path);

    public void ClearPublished()
    {
        Run("DELETE FROM published");
        Run("DELETE FROM label");
        Run("DELETE FROM withdrawn");
        PublishedSources.Clear();
        Refused.Clear();
        HasManifest = false;
    }

    public bool IsPublished(string path) => FindPublished(path) is not null;

    public ManifestFile? FindPublished(string path) =>
        First($"SELECT {PublishedColumns} FROM published WHERE path = $1", ReadPublished, path);

    public IEnumerable<ManifestFile> FindPublishedBySha256(string sha256) =>
        Rows($"SELECT {PublishedColumns} FROM published WHERE sha256 = $1 ORDER BY path", ReadPublished, sha256).ToList();

    /// <summary>The sources that published files have, in order of their ids.</summary>
    public IReadOnlyList<ManifestSource> SourcesOfPublished() => [
        .. Rows("SELECT DISTINCT coalesce(source_id, '') FROM published ORDER BY 1", row => row.GetString(0))
            .Select(id => PublishedSources.GetValueOrDefault(id) ?? new ManifestSource { Id = id })];

    public IEnumerable<ManifestFile> Published() => Rows($"SELECT {PublishedColumns} FROM published ORDER BY path", ReadPublished);

    public void SetLabels(string path, string labels)
    {
        if (labels == "{}") Run("DELETE FROM label WHERE path = $1", path);
        else Run("INSERT OR REPLACE INTO label VALUES ($1, $2)", path, labels);
    }

    public string Labels(string path) => First("SELECT labels FROM label WHERE path = $1", row => row.GetString(0), path) ?? "{}";

    public IEnumerable<(string Path, string Labels)> AllLabels() =>
        Rows("SELECT path, labels FROM label ORDER BY path", row => (row.GetString(0), row.GetString(1)));

    public void AddWithdrawn(WithdrawnFile file) =>
        Run(
            "INSERT INTO withdrawn (path, size, sha256, reason, at, kept_as, source) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            file.Path,
            file.Size,
            file.Sha256,
            file.Reason,
            file.WithdrawnAt.Ticks,
            file.KeptAs,
            file.Source);

    /// <summary>The withdrawn files, newest last.</summary>
    public IEnumerable<WithdrawnFile> Withdrawn() =>
        Rows("SELECT path, size, sha256, reason, at, kept_as, source FROM withdrawn ORDER BY number", ReadWithdrawn);

    /// <summary>The last withdrawal of a file with this content, or null.</summary>
    public WithdrawnFile? FindWithdrawn(string sha256) =>
        First(
            "SELECT path, size, sha256, reason, at, kept_as, source FROM withdrawn WHERE sha256 = $1 ORDER BY number DESC LIMIT 1",
            ReadWithdrawn,
            sha256);

    /// <summary>Whether a planned file was previously published under this path.</summary>
    public bool IsMoved(string path) => Count("SELECT count(*) FROM file WHERE moved_from = $1", path) > 0;

    public void AddThere(string path, long size) => Run("INSERT OR REPLACE INTO there VALUES ($1, $2)", path, size);

    public long? SizeThere(string path) => First("SELECT size FROM there WHERE path = $1", row => (long?)row.GetInt64(0), path);

    /// <summary>Records that a file has a receipt.</summary>
    public void AddReceipt(string path, string sha256) => Run("INSERT OR IGNORE INTO receipt VALUES ($1, $2)", path, sha256);

    public bool HasReceipt(string path, string sha256) =>
        Count("SELECT count(*) FROM receipt WHERE path = $1 AND sha256 = $2", path, sha256) > 0;

    public void AddProven(JournalLine line) => Run(
        "INSERT OR REPLACE INTO proven VALUES ($1, $2, $3, $4, $5, $6)",
        line.Path,
        line.Sha256,
        line.Proof!.Value.ToText(),
        line.Size,
        line.At?.Ticks,
        line.Source);

    /// <summary>Adds to what is published the files that earlier runs sent, as the journal knows them.</summary>
    public void AddProvenToPublished() => Run(
        "INSERT OR IGNORE INTO published (path, size, sha256, published_at, proof, source_id) "
            + "SELECT path, size, sha256, at, proof, source_id FROM proven WHERE sha256 <> '' AND size IS NOT NULL AND at IS NOT NULL");

    /// <summary>How an earlier attempt verified a file with this path and content, or null.</summary>
    public Verification? Proven(string path, string sha256) =>
        First(
            "SELECT proof FROM proven WHERE path = $1 AND sha256 = $2",
            row => (Verification?)Verifications.Parse(row.GetString(0)),
            path,
            sha256);

    /// <summary>Whether an earlier attempt sent a file with this path, whatever its content.</summary>
    public bool IsProven(string path) => Count("SELECT count(*) FROM proven WHERE path = $1", path) > 0;

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values) command.Dispose();
        _connection.Dispose();
    }

    private PlannedSource ReadSource(SqliteDataReader row) => new(
        row.GetString(0),
        [row.GetString(1)],
        row.GetInt64(2),
        new DateTime(row.GetInt64(3), DateTimeKind.Utc),
        row.IsDBNull(4) ? null : row.GetString(4),
        row.IsDBNull(5) ? null : row.GetBoolean(5),
        _shared[row.GetInt32(6)],
        row.GetBoolean(7));

    private PlannedFile ReadFile(SqliteDataReader row) => new(
        row.GetString(1),
        row.GetString(0),
        row.GetInt64(2),
        new DateTime(row.GetInt64(3), DateTimeKind.Utc),
        row.IsDBNull(4) ? null : row.GetString(4),
        (PublishAction)row.GetInt32(5))
    {
        SourceId = _shared[row.GetInt32(6)],
        Labels = row.GetString(7),
        IsUnlisted = row.GetBoolean(8),
        MovedFrom = row.IsDBNull(9) ? null : row.GetString(9),
        IsAccepted = row.GetBoolean(10),
        Proof = ProofOf(row.GetString(11)),
        MayBeDuplicated = row.GetBoolean(12),
        CompanionOf = row.IsDBNull(13) ? null : row.GetString(13),
    };

    private static Verification? ProofOf(string text) => text.Length == 0 ? null : Verifications.Parse(text);

    private static ManifestFile ReadPublished(SqliteDataReader row) => new()
    {
        Path = row.GetString(0),
        Size = row.GetInt64(1),
        Sha256 = row.GetString(2),
        Modified = row.IsDBNull(3) ? null : new DateTime(row.GetInt64(3), DateTimeKind.Utc),
        PublishedAt = new DateTime(row.GetInt64(4), DateTimeKind.Utc),
        Proof = Verifications.Parse(row.GetString(5)),
        VerifiedAt = row.IsDBNull(6) ? null : new DateTime(row.GetInt64(6), DateTimeKind.Utc),
        Source = row.IsDBNull(7) ? null : row.GetString(7),
        CompanionOf = row.IsDBNull(8) ? null : row.GetString(8),
        Collection = row.IsDBNull(9) ? null : row.GetString(9),
    };

    private static WithdrawnFile ReadWithdrawn(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        row.GetString(2),
        row.GetString(3),
        new DateTime(row.GetInt64(4), DateTimeKind.Utc),
        row.IsDBNull(5) ? null : row.GetString(5))
    {
        Source = row.IsDBNull(6) ? null : row.GetString(6)
    };

    // The same for a million files, so it is not written a million times.
    private int NumberOf(string text)
    {
        if (_shared.Count > 0 && _shared[^1] == text) return _shared.Count - 1;
        int known = _shared.IndexOf(text);
        if (known >= 0) return known;
        _shared.Add(text);
        return _shared.Count - 1;
    }

    private int Run(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    private long Count(string sql, params ReadOnlySpan<object?> values) =>
        Convert.ToInt64(Prepare(sql, values).ExecuteScalar(), CultureInfo.InvariantCulture);

    // A new command each time: a command cannot be reused while its reader is open.
    private IEnumerable<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read()) yield return read(rows);
    }

    // The reader is closed at once, so the command can be cached.
    private T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using SqliteDataReader row = Prepare(sql, values).ExecuteReader();
        return row.Read() ? read(row) : default;
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 0; i < values.Length; i++) command.Parameters.Add(new SqliteParameter($"${i + 1}", null));
            _commands[sql] = command;
        }
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
