using System.Diagnostics;
using LensTools.Engine.Files;

namespace LensTools.Engine.Watching;

/// <summary>
/// Tracks which files have stopped changing. Sizes and times are compared between scans: file system notifications do
/// not work across network shares, and a file that is still being copied may already have a past timestamp.
/// </summary>
internal sealed class StableFiles(TimeSpan settle)
{
    private readonly Dictionary<string, State> _states = new(PortablePath.Comparer);

    /// <summary>The files that are still changing or not yet processed.</summary>
    public List<string> Pending => [.. _states.Where(file => !file.Value.IsDone).Select(file => file.Key)];

    /// <summary>Whether the file was there at the last scan.</summary>
    public bool Contains(string path) => _states.ContainsKey(path);

    /// <summary>Scans the files; returns those that have settled and are not yet processed.</summary>
    public List<string> FindStable(IEnumerable<string> paths)
    {
        var settled = new List<string>();
        var gone = new HashSet<string>(_states.Keys, PortablePath.Comparer);
        foreach (string path in paths)
        {
            FileInfo file = SymbolicLinks.Follow(path);
            if (!file.Exists) continue;
            gone.Remove(path);
            if (!_states.TryGetValue(path, out State? state) || state.Size != file.Length || state.Modified != file.LastWriteTimeUtc)
            {
                _states[path] = new State(file.Length, file.LastWriteTimeUtc, Stopwatch.GetTimestamp());
                continue;
            }
            if (!state.IsDone && Stopwatch.GetElapsedTime(state.Since) >= settle) settled.Add(path);
        }
        foreach (string path in gone) _states.Remove(path);
        return settled;
    }

    /// <summary>Marks the file as processed until it changes again.</summary>
    public void MarkDone(string path)
    {
        if (_states.TryGetValue(path, out State? state)) state.IsDone = true;
    }

    /// <summary>Marks all files as unprocessed.</summary>
    public void Reopen()
    {
        foreach (State state in _states.Values) state.IsDone = false;
    }

    private sealed record State(long Size, DateTime Modified, long Since)
    {
        public bool IsDone { get; set; }
    }
}
