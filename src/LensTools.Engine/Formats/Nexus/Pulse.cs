namespace LensTools.Engine.Formats.Nexus;

/// <summary>A pulse of the source, and the events after it.</summary>
/// <param name="Time">Seconds after the first pulse; in the unit of the file if that is not known.</param>
/// <param name="First">Its first event.</param>
/// <param name="End">The one behind its last.</param>
/// <param name="IsVetoed">Whether the file marks it as not good.</param>
/// <param name="IsWithin">Whether it meets the filter, vetoed or not.</param>
/// <param name="IsTaken">Whether it meets all of the filter.</param>
internal readonly record struct Pulse(double Time, long First, long End, bool IsVetoed, bool IsWithin, bool IsTaken);
