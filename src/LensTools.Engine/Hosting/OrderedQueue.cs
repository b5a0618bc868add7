namespace LensTools.Engine.Hosting;

/// <summary>
/// Work that comes one piece at a time, is done on several threads, and whose results come out in the order in which it
/// came. One thread feeds and empties it.
/// </summary>
/// <param name="throttle">How many pieces are worked on at once.</param>
public sealed class OrderedQueue<T>(int throttle)
{
    private readonly Queue<Task<T>> _pending = new();
    private readonly SemaphoreSlim _slots = new(throttle);

    /// <summary>Takes a piece of work.</summary>
    public void Add(Func<T> work) => _pending.Enqueue(Task.Run(async () =>
    {
        await _slots.WaitAsync().ConfigureAwait(false);
        try
        {
            return work();
        }
        finally
        {
            _slots.Release();
        }
    }));

    /// <summary>The results that are ready; waits only where much is waiting already.</summary>
    public IEnumerable<T> Ready()
    {
        while (_pending.Count > 0 && (_pending.Count > 4 * throttle || _pending.Peek().IsCompleted))
            yield return _pending.Dequeue().GetAwaiter().GetResult();
    }

    /// <summary>The rest of the results.</summary>
    public IEnumerable<T> Drain()
    {
        while (_pending.Count > 0) yield return _pending.Dequeue().GetAwaiter().GetResult();
    }
}
