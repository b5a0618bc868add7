namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// Limits how many requests run at once: halved when the server is overloaded, raised by one after every round without
/// trouble (additive increase, multiplicative decrease; Chiu and Jain, Computer Networks and ISDN Systems 17, 1989).
/// </summary>
internal sealed class Concurrency
{
    private readonly object _lock = new();
    private readonly SemaphoreSlim _free;
    private readonly int _most;
    private int _limit, _withheld, _well;

    /// <param name="most">The initial and maximum number of requests.</param>
    public Concurrency(int most)
    {
        _most = _limit = most;
        _free = new SemaphoreSlim(most);
    }

    /// <summary>Waits for a turn.</summary>
    public void Enter(CancellationToken stop) => _free.Wait(stop);

    /// <summary>Ends a turn.</summary>
    public void Leave(bool overloaded)
    {
        lock (_lock)
        {
            if (overloaded)
            {
                _limit = Math.Max(1, _limit / 2);
                _well = 0;
            }
            else if (++_well >= _limit && _limit < _most)
            {
                _limit++;
                _well = 0;
            }
            // Withhold a surplus turn instead of releasing it.
            if (_withheld < _most - _limit)
            {
                _withheld++;
                return;
            }
            if (_withheld > _most - _limit)
            {
                _withheld--;
                _free.Release();
            }
            _free.Release();
        }
    }
}
