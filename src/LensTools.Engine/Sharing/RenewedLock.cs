using System.Diagnostics;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>
/// A lock of this publisher at a destination. It is renewed while it is held, several times before others consider it abandoned, and
/// given back when it is disposed.
/// </summary>
internal abstract class RenewedLock : IDisposable
{
    /// <summary>After how long without a renewal a lock counts as abandoned.</summary>
    protected static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    private readonly TimeSpan _lastMoments;
    private readonly CancellationTokenSource _ended = new();
    private readonly Timer _renewal;

    /// <param name="lastMoments">How long giving it back may take.</param>
    protected RenewedLock(TimeSpan lastMoments)
    {
        _lastMoments = lastMoments;
        _renewal = new Timer(_ => TryRenew(), null, Renewal, Renewal);
    }

    public void Dispose()
    {
        // A renewal in progress would recreate the lock, and use what is disposed afterwards; one that is cancelled may still reach the
        // server, so it is given time to end.
        using (var rest = new ManualResetEvent(false))
        {
            if (_renewal.Dispose(rest) && !rest.WaitOne(_lastMoments))
            {
                _ended.Cancel();
                rest.WaitOne();
            }
        }
        try
        {
            using var limit = new CancellationTokenSource(_lastMoments);
            Release(limit.Token);
        }
        catch (Exception problem) when (problem is LensException or OperationCanceledException)
        {
            // It counts as abandoned after two minutes.
        }
        _ended.Dispose();
    }

    /// <summary>Writes it again, if it is still this one's: someone else may have taken it over while this host was asleep.</summary>
    protected abstract void Renew(CancellationToken stop);

    /// <summary>Takes it away, if it is still this one's.</summary>
    protected abstract void Release(CancellationToken stop);

    /// <summary>Waits before the next attempt to take a lock.</summary>
    /// <param name="start">When the first attempt was made.</param>
    /// <param name="patience">How long others may hold it.</param>
    /// <param name="pause">How long to wait.</param>
    /// <param name="place">What is locked.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="LensException">Others have held it for longer.</exception>
    protected static void Wait(long start, TimeSpan patience, TimeSpan pause, string place, CancellationToken stop)
    {
        if (Stopwatch.GetElapsedTime(start) > patience)
            throw new LensException(new LensError(
                ErrorKind.Locked,
                $"Another publisher has held {place} for {patience.TotalSeconds:0} s.",
                place,
                "Wait until the other publication has finished, then publish again; what has arrived is not sent again."));
        if (stop.WaitHandle.WaitOne(pause)) stop.ThrowIfCancellationRequested();
    }

    private void TryRenew()
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
            limit.CancelAfter(Renewal);
            Renew(limit.Token);
        }
        catch (Exception problem) when (problem is LensException or OperationCanceledException)
        {
            // The next renewal will still be in time.
        }
    }
}
