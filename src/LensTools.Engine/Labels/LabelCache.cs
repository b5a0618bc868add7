using System.Text.Json;
using LensTools.Engine.Files;
using Microsoft.Data.Sqlite;

namespace LensTools.Engine.Labels;

/// <summary>
/// The current labels of a large ledger in a SQLite file, so that those of one dataset can be had without reading all of it. It holds for
/// one length and time of the ledger, is made anew when it is missing, older or damaged, and is never on a network share.
/// </summary>
internal sealed class LabelCache(string path)
{
    private const int Schema = 1;

    /// <summary>
    /// Where the cache of a collection is: in the folder of what can be made again, or with the user if that is on a share.
    /// </summary>
    /// <param name="root">The collection.</param>
    /// <param name="inCollection">The path in the collection.</param>
    public static LabelCache Of(string root, string inCollection)
    {
        if (!IsOnShare(root)) return new LabelCache(inCollection);
        string folder = Directory.CreateDirectory(Path.Combine(StateFolder.Path, "labels")).FullName;
        string name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(root)));
        return new LabelCache(Path.Combine(folder, $"{name[..32]}.db"));
    }

    // A path of a share itself, \\server\share, is of no drive.
    private static bool IsOnShare(string root) => OperatingSystem.IsWindows()
        ? Path.GetPathRoot(root) is not { Length: > 0 } drive || drive.StartsWith(@"\\", StringComparison.Ordinal) || IsNetwork(drive)
        : IsNetwork(root);

    private static bool IsNetwork(string drive) => new DriveInfo(drive).DriveType == DriveType.Network;

    /// <summary>The labels of a dataset by name; null if the cache is not of this version of the ledger, or cannot be read.</summary>
    public IReadOnlyDictionary<string, LedgerEntry>? Find((long Length, DateTime Time) version, string id)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using SqliteConnection connection = Open(SqliteOpenMode.ReadOnly);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT (SELECT labels FROM current WHERE id = $id) FROM version "
                + "WHERE schema = $schema AND length = $length AND time = $time";
            command.Parameters.AddWithValue("$id", id);
            AddVersion(command, version);
            return command.ExecuteScalar() switch
            {
                null => null,
                string json => ByName(JsonSerializer.Deserialize(json, Ledger.Json.LedgerEntryArray)!),
                _ => new Dictionary<string, LedgerEntry>(),
            };
        }
        catch (Exception problem) when (problem is SqliteException or JsonException)
        {
            // What is no cache is made anew.
            return null;
        }
    }

    /// <summary>Writes the current labels, beside and renamed; without it, the ledger is read.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="SqliteException">It cannot be written.</exception>
    public void Write(LedgerState state)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (SqliteConnection connection = new LabelCache(temporary).Open(SqliteOpenMode.ReadWriteCreate))
            {
                Run(
                    connection,
                    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                        + "CREATE TABLE version (schema INTEGER, length INTEGER, time INTEGER); "
                        + "CREATE TABLE current (id TEXT PRIMARY KEY, labels TEXT NOT NULL) WITHOUT ROWID");
                using SqliteTransaction transaction = connection.BeginTransaction();
                using SqliteCommand insert = connection.CreateCommand();
                insert.CommandText = "INSERT INTO current VALUES ($id, $labels)";
                SqliteParameter id = insert.Parameters.Add("$id", SqliteType.Text);
                SqliteParameter labels = insert.Parameters.Add("$labels", SqliteType.Text);
                // In the order of the index, which so grows at its end.
                foreach ((string dataset, IEnumerable<LedgerEntry> all) in state.ByDataset.OrderBy(one => one.Id, StringComparer.Ordinal))
                {
                    (id.Value, labels.Value) = (dataset, JsonSerializer.Serialize([.. all], Ledger.Json.LedgerEntryArray));
                    insert.ExecuteNonQuery();
                }
                using SqliteCommand stamp = connection.CreateCommand();
                stamp.CommandText = "INSERT INTO version VALUES ($schema, $length, $time)";
                AddVersion(stamp, state.Version);
                stamp.ExecuteNonQuery();
                transaction.Commit();
            }
            InUse.Move(temporary, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

    private static Dictionary<string, LedgerEntry> ByName(LedgerEntry[] entries) =>
        entries.ToDictionary(entry => entry.Name, StringComparer.OrdinalIgnoreCase);

    private static void AddVersion(SqliteCommand command, (long Length, DateTime Time) version)
    {
        command.Parameters.AddWithValue("$schema", Schema);
        command.Parameters.AddWithValue("$length", version.Length);
        command.Parameters.AddWithValue("$time", version.Time.Ticks);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            // Close it even if it is no database: on Windows an open file cannot be replaced.
            connection.Dispose();
            throw;
        }
    }
}
