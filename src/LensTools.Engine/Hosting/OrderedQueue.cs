namespace LensTools.Engine.Hosting;

/// <summary>
/// Runs work items on several threads as they are added, and returns their results in the order in which they
/// were added. One thread adds items and takes results.
/// </summary>
/// <param name="throttle">How many items run at once.</param>
public sealed class OrderedQueue<T>(int throttle)
{
    private readonly Queue<Task<T>> _pending = new();
    private readonly SemaphoreSlim _slots = new(throttle);

    /// <summary>Adds a work item.</summary>
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

    /// <summary>The results that are ready; waits only if many are pending.</summary>
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
