namespace LensTools.Engine.Processing;

/// <summary>What events are counted by.</summary>
public enum HistogramAxis
{
    /// <summary>The time after the pulse, in µs.</summary>
    TimeOfFlight,
    /// <summary>The time of the pulse, in seconds after the first.</summary>
    PulseTime,
    /// <summary>The number of the detector.</summary>
    DetectorId,
}
