namespace LensTools.Examples;

/// <summary>Counting noise from a generator of our own, so that the same seed gives the same data on every host (splitmix64).</summary>
internal sealed class Noise(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A count with the given mean: exact Poisson for small means, its normal limit for large ones.</summary>
    public double Count(double mean)
    {
        if (mean > 200) return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        double product = Uniform(), limit = Math.Exp(-mean);
        int count = 0;
        for (; product > limit; count++) product *= Uniform();
        return count;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    private double Uniform()
    {
        _state += 0x9e3779b97f4a7c15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53)) + double.Epsilon;
    }
}
