using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Arithmetic;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Processing;

/// <summary>Subtracts the curve of a buffer or another background from those of samples.</summary>
public sealed class BackgroundSubtraction
{
    private readonly Workspace _workspace;
    private readonly MeasuredCurve _background;

    /// <summary>Subtracts the only measured curve of a dataset.</summary>
    /// <exception cref="LensException">It cannot be read, or has none or several.</exception>
    public BackgroundSubtraction(Workspace workspace, Dataset background, CancellationToken stop)
    {
        _workspace = workspace;
        IReadOnlyList<MeasuredCurve> curves = MeasuredCurve.Read(workspace, background, stop);
        _background = curves.Count == 1
            ? curves[0]
            : throw new LensException(new LensError(
                ErrorKind.NotComputable,
                $"{background.Name} has {curves.Count} measured curves, and one is needed to subtract.",
                background.Path,
                "Give a dataset of one curve."));
    }

    /// <summary>By what the background is multiplied.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The momentum transfers to keep; null for all.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>Subtracts it from each measured curve of a dataset.</summary>
    /// <exception cref="LensException">The dataset cannot be read, has no measured curve, or one from which it cannot be subtracted.
    /// </exception>
    public IReadOnlyList<ProcessedCurve> From(Dataset dataset, CancellationToken stop)
    {
        IReadOnlyList<MeasuredCurve> curves = MeasuredCurve.Read(_workspace, dataset, stop);
        return curves.Count == 0
            ? throw Failed(dataset, "it has no measured curve")
            : [.. curves.Select((curve, i) => From(curve, curves.Count == 1 ? "" : $"-{i + 1}"))];
    }

    private ProcessedCurve From(MeasuredCurve measured, string number)
    {
        Outcome<SubtractedCurve> outcome = SubtractedCurve.Of(measured.Curve, _background.Curve, Factor, Range);
        if (outcome.Result is not { } difference) throw Failed(measured.Dataset, outcome.Reason!);
        var parameters = new List<KeyValuePair<string, string>>
        {
            ProcessStep.Parameter("factor", $"{Factor:R}"),
            new("interpolated", difference.IsInterpolated ? "yes" : "no"),
        };
        if (Range is { } range) parameters.Add(ProcessStep.Parameter("range of Q", $"{range.From:R} to {range.To:R}"));
        var remarks = new List<string>();
        if (difference.LeftOut > 0)
            remarks.Add($"{difference.LeftOut} points lie where {_background.Dataset.Name} was not measured, and are left out");
        if (new CurveShape(measured.Curve).NotNumbers is > 0 and var missing)
            remarks.Add($"{missing} points are no numbers, and are left out");
        if (difference.Curve.Idev is null && (measured.Curve.Idev ?? _background.Curve.Idev) is not null)
            remarks.Add("it has no uncertainties, because only one of the two has them");
        if ((measured.Curve.Y.Unit is null) != (_background.Curve.Y.Unit is null))
            remarks.Add($"the unit of I is known of {(measured.Curve.Y.Unit is null ? "the background" : "the sample")} only");
        return new ProcessedCurve(
            $"{measured.Dataset.Name}{number}-subtracted",
            difference.Curve,
            [new ProcessSource(measured.Dataset), new ProcessSource(_background.Dataset, "background")],
            new ProcessStep("subtract", SubtractedCurve.Algorithm, parameters) { Remarks = remarks });
    }

    private LensException Failed(Dataset dataset, string reason) => new(new LensError(
        ErrorKind.NotComputable,
        $"{_background.Dataset.Name} cannot be subtracted from {dataset.Name}: {reason}.",
        dataset.Path,
        "Give a background that was measured at the same Q and is in the same units."));
}
