using System.Diagnostics;
using System.Globalization;

namespace LensTools.Engine.Hosting;

/// <summary>Reports the progress of an operation, its transfer rate and the time left.</summary>
public sealed class ProgressMeter
{
    private const double Megabyte = 1e6;
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _watch = new();
    private string? _activity;
    private long _first;

    /// <summary>The state in words, such as "120.0 of 840.0 MB, 31.5 MB/s"; and the time left, once it can be estimated.</summary>
    public (string Text, TimeSpan? Left) Read(LensProgress progress)
    {
        if (_activity != progress.Activity)
        {
            (_activity, _first) = (progress.Activity, progress.Done);
            _watch.Restart();
        }
        double rate = _watch.Elapsed > Soonest ? (progress.Done - _first) / _watch.Elapsed.TotalSeconds : 0;
        TimeSpan? left = rate > 0 && progress.Total > 0 ? TimeSpan.FromSeconds((progress.Total - progress.Done) / rate) : null;
        if (!progress.IsBytes) return (progress.Total > 0 ? $"{progress.Done} of {progress.Total}" : $"{progress.Done}", left);
        string speed = rate > 0 ? string.Create(CultureInfo.InvariantCulture, $", {rate / Megabyte:0.0} MB/s") : "";
        return (
            string.Create(CultureInfo.InvariantCulture, $"{progress.Done / Megabyte:0.0} of {progress.Total / Megabyte:0.0} MB{speed}"),
            left);
    }
}
