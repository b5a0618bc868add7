using System.Diagnostics;
using LensTools.Engine.Files;

namespace LensTools.Engine.Watching;

/// <summary>
/// Which files have stopped changing. Sizes and times are compared from look to look: notifications of a file system
/// do not cross network shares, and a time in the past says nothing of a file that is still being copied.
/// </summary>
internal sealed class StableFiles(TimeSpan settle)
{
    private readonly Dictionary<string, State> _states = new(PortablePath.Comparer);

    /// <summary>The files that still change, or are not done with.</summary>
    public List<string> Pending => [.. _states.Where(file => !file.Value.IsDone).Select(file => file.Key)];

    /// <summary>Looks at the files that there are; gives those that have settled and are not done with.</summary>
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

    /// <summary>The file is dealt with until it changes again.</summary>
    public void MarkDone(string path)
    {
        if (_states.TryGetValue(path, out State? state)) state.IsDone = true;
    }

    /// <summary>All files are to be dealt with again.</summary>
    public void Reopen()
    {
        foreach (State state in _states.Values) state.IsDone = false;
    }

    private sealed record State(long Size, DateTime Modified, long Since)
    {
        public bool IsDone { get; set; }
    }
}
