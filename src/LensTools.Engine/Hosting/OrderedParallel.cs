namespace LensTools.Engine.Hosting;

/// <summary>Work on several items at once whose results come in the order of the items.</summary>
public static class OrderedParallel
{
    /// <summary>
    /// Runs <paramref name="body"/> on up to <paramref name="throttle"/> items at a time and streams the results in
    /// order. At most a few results wait for the caller, so memory does not grow with the number of items.
    /// </summary>
    public static IEnumerable<TResult> Select<TItem, TResult>(IEnumerable<TItem> items, int throttle, Func<TItem, TResult> body, CancellationToken stop)
    {
        var pending = new Queue<Task<TResult>>();
        using var slots = new SemaphoreSlim(throttle);
        try
        {
            foreach (TItem item in items)
            {
                stop.ThrowIfCancellationRequested();
                while (pending.Count > 0 && (pending.Count >= 4 * throttle || pending.Peek().IsCompleted)) yield return Take(pending);
                slots.Wait(stop);
                pending.Enqueue(Task.Run(
                    () =>
                    {
                        try
                        {
                            return body(item);
                        }
                        finally
                        {
                            slots.Release();
                        }
                    },
                    CancellationToken.None));
            }
            while (pending.Count > 0)
            {
                stop.ThrowIfCancellationRequested();
                yield return Take(pending);
            }
        }
        finally
        {
            // A caller that stops early must not leave work behind that still holds files open.
            Task.WhenAll(pending).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    private static TResult Take<TResult>(Queue<Task<TResult>> pending) => pending.Dequeue().GetAwaiter().GetResult();
}
