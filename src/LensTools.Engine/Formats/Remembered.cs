using System.Collections.Concurrent;

namespace LensTools.Engine.Formats;

/// <summary>
/// The results of a function of short texts that is costly and is asked the same again and again: the headers of a million files are
/// few. Thread-safe; it forgets all when it is full.
/// </summary>
internal sealed class Remembered<T>(Func<string, T> function)
{
    private const int Most = 10_000, LongestText = 200;

    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);

    public T Of(string text)
    {
        if (_known.TryGetValue(text, out T? known)) return known;
        T result = function(text);
        if (text.Length > LongestText) return result;
        if (_known.Count >= Most) _known.Clear();
        return _known[text] = result;
    }
}
