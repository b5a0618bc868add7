using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace LensTools.Engine.Collections;

/// <summary>
/// SHA-256 values by path, size and time of modification, in a SQLite file that can be deleted at any time: it is
/// open only while it is read or written.
/// </summary>
internal sealed class IdentityCache
{
    private readonly string _connectionString;
    private readonly ConcurrentDictionary<string, Entry> _known = new();
    private readonly ConcurrentDictionary<string, Entry> _unsaved = new();

    public IdentityCache(string path)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, Pooling = false }.ToString();
        using SqliteConnection connection = Open();
        using SqliteCommand select = Command(connection, "SELECT path, size, time, sha256 FROM files");
        using SqliteDataReader rows = select.ExecuteReader();
        while (rows.Read()) _known[rows.GetString(0)] = new Entry(rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3));
    }

    public string? Find(string path, long size, long time) =>
        _known.TryGetValue(path, out Entry? entry) && entry.Size == size && entry.Time == time ? entry.Hash : null;

    public void Add(string path, long size, long time, string hash)
    {
        var entry = new Entry(size, time, hash);
        if (_known.TryGetValue(path, out Entry? known) && known == entry) return;
        _unsaved[path] = _known[path] = entry;
    }

    public void Flush()
    {
        if (_unsaved.IsEmpty) return;
        using SqliteConnection connection = Open();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand insert = Command(connection, "INSERT OR REPLACE INTO files VALUES ($path, $size, $time, $hash)");
        SqliteParameter path = insert.Parameters.Add("$path", SqliteType.Text), size = insert.Parameters.Add("$size", SqliteType.Integer);
        SqliteParameter time = insert.Parameters.Add("$time", SqliteType.Integer), hash = insert.Parameters.Add("$hash", SqliteType.Text);
        foreach (string key in _unsaved.Keys)
        {
            if (!_unsaved.TryRemove(key, out Entry? entry)) continue;
            (path.Value, size.Value, time.Value, hash.Value) = (key, entry.Size, entry.Time, entry.Hash);
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using SqliteCommand prepare = Command(
                connection,
                "PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, time INTEGER "
                    + "NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID");
            prepare.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            // Close it even if it is not a database: on Windows an open file cannot be deleted.
            connection.Dispose();
            throw;
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private sealed record Entry(long Size, long Time, string Hash);
}
