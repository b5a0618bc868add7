using System.Numerics;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>What the times of all pulses of a stream show. They are read once, a piece at a time.</summary>
internal sealed class PulseAudit
{
    // A pulse is missing if two are further apart than this many periods.
    private const double GapPeriods = 1.5;

    private PulseAudit(double? period) => Period = period;

    /// <summary>The usual time between two pulses, in the unit of their times as all here; null if there are too few.</summary>
    public double? Period { get; }

    /// <summary>How many pulses are earlier than the one before.</summary>
    public long Back { get; private set; }

    /// <summary>How many pulses are not later than the one before.</summary>
    public long NotLater { get; private set; }

    /// <summary>Where pulses are missing.</summary>
    public long Gaps { get; private set; }

    /// <summary>The longest time between two pulses with a gap.</summary>
    public double LongestGap { get; private set; }

    /// <summary>The time that is lost in gaps.</summary>
    public double Lost { get; private set; }

    /// <summary>Reads the times of pulses.</summary>
    /// <exception cref="Hdf5Exception">They cannot be read.</exception>
    public static PulseAudit Read(Hdf5Dataset times, double? period, CancellationToken stop)
    {
        var audit = new PulseAudit(period);
        // Whole nanoseconds since 1970 have more digits than a double.
        if (times.Datatype.Class == Hdf5DatatypeClass.FixedPoint) audit.Add<long>(times, stop);
        else audit.Add<double>(times, stop);
        return audit;
    }

    private void Add<T>(Hdf5Dataset times, CancellationToken stop)
        where T : unmanaged, INumber<T>
    {
        T? before = null;
        foreach ((_, ReadOnlyMemory<T> piece) in times.ReadInPieces<T>())
        {
            stop.ThrowIfCancellationRequested();
            foreach (T time in piece.Span)
            {
                if (before is { } earlier) Add(double.CreateTruncating(time - earlier));
                before = time;
            }
        }
    }

    private void Add(double step)
    {
        if (step < 0) Back++;
        if (!(step > 0)) NotLater++;
        if (Period is not { } period || !(step > GapPeriods * period)) return;
        Gaps++;
        Lost += step - period;
        LongestGap = Math.Max(LongestGap, step);
    }
}
