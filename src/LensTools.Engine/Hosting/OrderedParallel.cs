using System.Diagnostics;

namespace LensTools.Engine.Hosting;

/// <summary>Processes several items at once and returns the results in the order of the items.</summary>
public static class OrderedParallel
{
    private const int LargestBatch = 128;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortBatch = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongBatch = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Runs <paramref name="body"/> on up to <paramref name="throttle"/> items at a time and streams the results in
    /// order. At most a few results wait for the caller, so memory does not grow with the number of items.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="throttle">How many items run at once.</param>
    /// <param name="body">The work on one item.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <param name="meanwhile">Called now and then on the caller's thread while it waits for a result.</param>
    /// <remarks>Fast items are handed to a thread in batches, slow ones one by one.</remarks>
    public static IEnumerable<TResult> Select<TItem, TResult>(
        IEnumerable<TItem> items,
        int throttle,
        Func<TItem, TResult> body,
        CancellationToken stop,
        Action? meanwhile = null)
    {
        var pending = new Queue<Task<Batch<TResult>>>();
        using var slots = new SemaphoreSlim(throttle);
        using IEnumerator<TItem> source = items.GetEnumerator();
        int size = 1;
        try
        {
            while (Take(source, size, stop) is { Count: > 0 } batch)
            {
                while (pending.Count > 0 && (pending.Count >= 2 * throttle || pending.Peek().IsCompleted))
                {
                    Batch<TResult> done = Wait(pending.Dequeue(), meanwhile);
                    size = NextSize(size, done.Elapsed);
                    foreach (TResult result in done.Results) yield return result;
                }
                while (!slots.Wait(meanwhile is null ? Timeout.InfiniteTimeSpan : Moment, stop)) meanwhile!();
                pending.Enqueue(Task.Run(() => Run(batch, body, slots, stop), CancellationToken.None));
            }
            while (pending.Count > 0)
            {
                foreach (TResult result in Wait(pending.Dequeue(), meanwhile).Results) yield return result;
            }
        }
        finally
        {
            // A caller that stops early must not leave work behind that still holds files open.
            Task.WhenAll(pending).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    private static Batch<TResult> Wait<TResult>(Task<Batch<TResult>> task, Action? meanwhile)
    {
        // Only waits for completion; an exception surfaces with the result.
        while (meanwhile is not null && !((IAsyncResult)task).AsyncWaitHandle.WaitOne(Moment)) meanwhile();
        return task.GetAwaiter().GetResult();
    }

    private static List<TItem> Take<TItem>(IEnumerator<TItem> source, int size, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var batch = new List<TItem>(size);
        while (batch.Count < size && source.MoveNext()) batch.Add(source.Current);
        return batch;
    }

    private static Batch<TResult> Run<TItem, TResult>(
        List<TItem> batch,
        Func<TItem, TResult> body,
        SemaphoreSlim slots,
        CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            var results = new TResult[batch.Count];
            for (int i = 0; i < results.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                results[i] = body(batch[i]);
            }
            return new Batch<TResult>(results, Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            slots.Release();
        }
    }

    private static int NextSize(int size, TimeSpan elapsed) =>
        elapsed < ShortBatch ? Math.Min(LargestBatch, size * 2) : elapsed > LongBatch ? Math.Max(1, size / 4) : size;

    private sealed record Batch<TResult>(TResult[] Results, TimeSpan Elapsed);
}
