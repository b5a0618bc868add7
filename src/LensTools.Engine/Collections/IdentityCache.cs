using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace LensTools.Engine.Collections;

/// <summary>SHA-256 values by path, size and time of modification, in a SQLite file that can be deleted at any time.</summary>
internal sealed class IdentityCache : IDisposable
{
    private const int FlushEvery = 10_000;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, (long Size, long Time, string Hash)> _known = [];
    private readonly ConcurrentDictionary<string, (long Size, long Time, string Hash)> _new = new();
    private readonly object _lock = new();

    public IdentityCache(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA synchronous = OFF");
        Execute("CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, time INTEGER NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID");
        using SqliteCommand select = _connection.CreateCommand();
        select.CommandText = "SELECT path, size, time, sha256 FROM files";
        using SqliteDataReader rows = select.ExecuteReader();
        while (rows.Read()) _known[rows.GetString(0)] = (rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3));
    }

    public string? Find(string path, long size, long time)
    {
        if (_new.TryGetValue(path, out (long Size, long Time, string Hash) recent) || _known.TryGetValue(path, out recent))
            return recent.Size == size && recent.Time == time ? recent.Hash : null;
        return null;
    }

    public void Remember(string path, long size, long time, string hash)
    {
        _new[path] = (size, time, hash);
        if (_new.Count % FlushEvery == 0) Flush();
    }

    public void Dispose()
    {
        Flush();
        _connection.Dispose();
    }

    private void Flush()
    {
        lock (_lock)
        {
            if (_new.IsEmpty) return;
            using SqliteTransaction transaction = _connection.BeginTransaction();
            using SqliteCommand insert = _connection.CreateCommand();
            insert.CommandText = "INSERT OR REPLACE INTO files VALUES ($path, $size, $time, $hash)";
            SqliteParameter path = insert.Parameters.Add("$path", SqliteType.Text), size = insert.Parameters.Add("$size", SqliteType.Integer);
            SqliteParameter time = insert.Parameters.Add("$time", SqliteType.Integer), hash = insert.Parameters.Add("$hash", SqliteType.Text);
            foreach ((string key, (long Size, long Time, string Hash) value) in _new.ToArray())
            {
                (path.Value, size.Value, time.Value, hash.Value) = (key, value.Size, value.Time, value.Hash);
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
