using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The detector counted something.</summary>
internal sealed class EmptyDetectorRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Raw.Empty",
        Name = "Empty detector",
        Description = "The detector of a raw dataset counted something.",
        Explanation = "A detector of zeros was off, or its counts were never written.",
        Category = RuleCategory.Raw,
        AppliesTo = DataKinds.Histogram | DataKinds.Events,
        DefaultSeverity = Severity.Error,
        Needs = RuleNeeds.Counts | RuleNeeds.Events,
        Remedy = new Remedy(Party.Uploader, "The detector counted nothing. Can you send the file with its data?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        IEnumerable<string> empty = context.Counts.Detectors.Where(one => one.Pixels.Length > 0 && one.Pixels.All(count => count == 0))
            .Select(one => one.Location);
        // Of several banks some may be without events.
        if (context.Events.Count > 0 && context.Events.All(stream => stream.Events == 0))
            empty = empty.Append(context.Events[0].Location);
        foreach (string location in empty)
            yield return new Observation(
                Location.Of(context.Dataset) with { Pointer = location },
                "the detector counted nothing",
                "counts",
                "Ask the uploader for the file with its data.");
    }
}

/// <summary>The monitors counted something.</summary>
internal sealed class MonitorRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Raw.Monitor",
        Name = "Monitor",
        Description = "Where the detector counted, a monitor counted too.",
        Explanation = "Intensities are normalised to a monitor; a monitor without counts makes them infinite.",
        Category = RuleCategory.Raw,
        AppliesTo = DataKinds.Histogram,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Counts,
        Remedy = new Remedy(Party.Uploader, "The monitor counted nothing. To what can the counts be normalised?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        RawCounts counts = context.Counts;
        if (counts.Monitors.Count == 0 || counts.Monitors.Any(monitor => monitor.Total > 0)) yield break;
        if (!counts.Detectors.Any(detector => detector.Pixels.Any(count => count > 0))) yield break;
        MonitorCounts first = counts.Monitors[0];
        yield return new Observation(
            Location.Of(context.Dataset) with { Pointer = first.Location },
            counts.Monitors.Count == 1 ? $"{first.Name} counted nothing" : $"all {counts.Monitors.Count} monitors counted nothing",
            "a monitor that counts while the detector does",
            "Ask the uploader to what the counts can be normalised.");
    }
}

/// <summary>The boundaries of time bins increase.</summary>
internal sealed class TimeEdgesRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Raw.TimeEdges",
        Name = "Time bins",
        Description = "Each boundary of the time bins of a histogram is larger than the one before.",
        Explanation = "Bins that overlap or have no width put neutrons at wrong wavelengths.",
        Category = RuleCategory.Raw,
        AppliesTo = DataKinds.Histogram,
        DefaultSeverity = Severity.Error,
        Needs = RuleNeeds.Counts,
        Remedy = new Remedy(Party.Facility),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (DetectorCounts detector in context.Counts.Detectors)
        {
            for (int i = 1; i < detector.TimeEdges.Length; i++)
            {
                if (detector.TimeEdges[i] > detector.TimeEdges[i - 1]) continue;
                yield return new Observation(
                    Location.Of(context.Dataset) with { Pointer = detector.Location, Points = new PointRange(i, i) },
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"a boundary of its time bins is {detector.TimeEdges[i]:G6}, after {detector.TimeEdges[i - 1]:G6}"),
                    "increasing boundaries of time bins",
                    "Ask the facility for the file as the instrument wrote it.");
                break;
            }
        }
    }
}

/// <summary>What the header says was counted was counted.</summary>
internal sealed class TotalsRule : IDatasetRule
{
    private const string Difference = "totalDifference";
    private const double Mega = 1e6;

    public RuleInfo Info { get; } = new()
    {
        Id = "Raw.Totals",
        Name = "Totals",
        Description = "The counts of the detectors and monitors add up to what the header states.",
        Explanation = "A total that differs is a file that was cut off, written twice or edited.",
        Category = RuleCategory.Raw,
        AppliesTo = DataKinds.Histogram,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Counts | RuleNeeds.Metadata,
        Thresholds =
        [
            new ThresholdInfo(
                Difference, "1", 0.01, "The part of the total by which the sum may differ.",
                    "ISIS' raw files of LOQ differ by up to 0.0005"),
        ],
        Source = "periods/total_counts of ISIS' raw files, in millions",
        Remedy = new Remedy(Party.Uploader, "The counts do not add up to what the header says. Can you send the file again?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        RawCounts counts = context.Counts;
        if (counts.Detectors.Count == 0) yield break;
        if (context.Metadata.FirstOrDefault(item =>
            item.Location.EndsWith("/periods/total_counts", StringComparison.Ordinal)) is not { } item
            || !double.TryParse(item.Value, CultureInfo.InvariantCulture, out double stated)) yield break;
        // "Mev" is a million events.
        if (string.Equals(item.Unit, "Mev", StringComparison.OrdinalIgnoreCase)) stated *= Mega;
        double sum = counts.Detectors.Sum(detector => detector.Pixels.Sum()) + counts.Monitors.Sum(monitor => monitor.Total);
        if (Math.Abs(sum - stated) <= context.Threshold(Difference) * Math.Max(stated, 1)) yield break;
        yield return new Observation(
            Location.Of(context.Dataset) with { Pointer = item.Location },
            string.Create(CultureInfo.InvariantCulture, $"the detectors and monitors have {sum:G9} counts, and {stated:G9} are stated"),
            "as many counts as are stated",
            "Compare the file with its source; ask the uploader to send it again.");
    }
}
