using System.Diagnostics;

namespace LensTools.Engine.Sharing;

/// <summary>Limits how many bytes are sent or received per second.</summary>
internal sealed class RateLimit(long bytesPerSecond)
{
    private readonly object _lock = new();
    private long _free = Stopwatch.GetTimestamp();

    /// <summary>How many bytes to send at once: a few writes per second, so that a slow connection does not look idle.</summary>
    public int Piece(int most) => (int)Math.Clamp(bytesPerSecond / 4, 1, most);

    /// <summary>Waits until this many bytes may be sent.</summary>
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
