namespace LensTools.Engine.Analysis.Comparison;

/// <summary>The longest run of one sign in a sequence of differences.</summary>
internal struct RunOfSigns
{
    private int _sign, _current;

    /// <summary>How many differences there were.</summary>
    public int Count { get; private set; }

    /// <summary>The length of the longest run.</summary>
    public int Longest { get; private set; }

    /// <summary>Takes the next difference; one that is exactly zero ends a run and is in none.</summary>
    public void Add(double difference)
    {
        int sign = Math.Sign(difference);
        _current = sign == 0 ? 0 : sign == _sign ? _current + 1 : 1;
        _sign = sign;
        Count++;
        if (_current > Longest) Longest = _current;
    }
}
