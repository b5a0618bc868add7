namespace LensTools.Engine.Datasets;

/// <summary>Which pulses events are taken from: those that meet all that is set.</summary>
public sealed record PulseFilter
{
    /// <summary>Seconds after the first pulse, from and before; null for all.</summary>
    public (double From, double To)? Times { get; init; }

    /// <summary>The first and the last frame, counted from 0 in the order of the file; null for all.</summary>
    public (long First, long Last)? Frames { get; init; }

    /// <summary>Whether frames that are vetoed, incomplete, not good or not running are left out.</summary>
    public bool WithoutVetoed { get; init; }

    /// <summary>The numbers of periods; null for all.</summary>
    public IReadOnlyCollection<long>? Periods { get; init; }

    /// <summary>Whether all pulses meet it.</summary>
    public bool IsAll => Times is null && Frames is null && !WithoutVetoed && Periods is null;
}
