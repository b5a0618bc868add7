using System.Diagnostics;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>Holds all that is sent by a target to so many bytes a second.</summary>
internal sealed class RateLimit(long bytesPerSecond)
{
    private readonly object _lock = new();
    private long _free = Stopwatch.GetTimestamp();

    /// <summary>How many bytes are best sent at once: a few times a second, so that a slow connection is no silent one.</summary>
    public int Piece(int most) => (int)Math.Clamp(bytesPerSecond / 4, 1, most);

    /// <summary>Waits until so many bytes may go.</summary>
    public void Wait(int bytes, CancellationToken stop)
    {
        TimeSpan wait;
        lock (_lock)
        {
            long now = Stopwatch.GetTimestamp();
            wait = Stopwatch.GetElapsedTime(now, Math.Max(now, _free));
            _free = Math.Max(now, _free) + (long)((double)bytes / bytesPerSecond * Stopwatch.Frequency);
        }
        if (wait > TimeSpan.Zero && stop.WaitHandle.WaitOne(wait)) stop.ThrowIfCancellationRequested();
    }
}
