namespace LensTools.Engine.Sharing;

/// <summary>Repeats what failed for a reason that may pass.</summary>
internal static class Retrying
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Does something, again if it fails in passing, with pauses that double. It is told how often it was tried before: what must not
    /// be done twice is then asked about first.
    /// </summary>
    public static T Do<T>(ShareOptions options, Func<int, T> act, Func<Exception, bool> passes, CancellationToken stop)
    {
        long start = options.Time.GetTimestamp();
        TimeSpan pause = options.RetryDelay;
        for (int attempt = 0; ; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return act(attempt);
            }
            catch (Exception problem) when (passes(problem)
                && (attempt < options.Retries || options.Time.GetElapsedTime(start) < options.RetryFor))
            {
                stop.WaitHandle.WaitOne(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
