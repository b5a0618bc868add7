using LensTools.Engine.Processing;

namespace LensTools;

/// <summary>What events are counted by.</summary>
public enum LensHistogramAxis
{
    /// <summary>The time after the pulse, in µs.</summary>
    TimeOfFlight = HistogramAxis.TimeOfFlight,
    /// <summary>The time of the pulse, in seconds after the first.</summary>
    PulseTime = HistogramAxis.PulseTime,
    /// <summary>The number of the detector.</summary>
    DetectorId = HistogramAxis.DetectorId,
}
