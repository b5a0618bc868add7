using System.Globalization;
using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Arithmetic;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Processing;

/// <summary>Joins the curves of one sample that were measured over different ranges of momentum transfer.</summary>
public sealed class CurveJoining(Workspace workspace)
{
    // χ² per point beyond which curves do not agree where they overlap, whatever chance does.
    private const double PoorOverlap = 4;

    /// <summary>How curves may be scaled to the first.</summary>
    public ScaleModel Scale { get; init; } = ScaleModel.Factor;

    /// <summary>The momentum transfers to keep; null for all.</summary>
    public (double From, double To)? Range { get; init; }

    /// <summary>Joins the measured curves of datasets, in their order; the first stays on its scale.</summary>
    /// <exception cref="LensException">One cannot be read, or they cannot be joined.</exception>
    public ProcessedCurve Join(IReadOnlyList<Dataset> datasets, CancellationToken stop)
    {
        List<MeasuredCurve> curves = [.. datasets.SelectMany(dataset => MeasuredCurve.Read(workspace, dataset, stop))];
        string names = string.Join(", ", datasets.Select(dataset => dataset.Name));
        // What would be left out is no part of the answer.
        Outcome<JoinedCurve> outcome = datasets.FirstOrDefault(one => !curves.Exists(curve => curve.Dataset == one)) is { } without
            ? Outcome<JoinedCurve>.None($"{without.Name} has no measured curve")
            : JoinedCurve.Of([.. curves.Select(one => one.Curve)], Scale, Range);
        if (outcome.Result is not { } joined)
            throw new LensException(new LensError(
                ErrorKind.NotComputable,
                $"{names} cannot be joined: {outcome.Reason}.",
                datasets[0].Path,
                "Give two curves or more of one sample that overlap in Q, or -Scale None where they are on one scale."));
        var parameters = new List<KeyValuePair<string, string>> { new("scale", $"{Scale}") };
        if (Range is { } range) parameters.Add(ProcessStep.Parameter("range of Q", $"{range.From:R} to {range.To:R}"));
        var remarks = new List<string>();
        for (int i = 0; i < joined.Parts.Count; i++)
        {
            JoinedPart part = joined.Parts[i];
            Add($"factor {i + 1}", part.Factor);
            Add($"factor {i + 1} sigma", part.FactorSigma);
            if (Scale == ScaleModel.FactorAndBackground) Add($"constant {i + 1}", part.Background);
            if (part.OverlapPoints == 0) continue;
            Add($"overlap {i + 1} points", part.OverlapPoints);
            Add($"overlap {i + 1} chi square", part.ChiSquare);
            if (part.ChiSquare > PoorOverlap)
                remarks.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{curves[i].Dataset.Name} differs from the others where they overlap: χ² per point is {part.ChiSquare:G3}"));
        }
        foreach (MeasuredCurve curve in curves)
        {
            if (new CurveShape(curve.Curve).NotNumbers is > 0 and var missing)
                remarks.Add($"{missing} points of {curve.Dataset.Name} are no numbers, and are left out");
        }
        if (joined.Curve.Idev is null && curves.Exists(curve => curve.Curve.Idev is not null))
            remarks.Add("it has no uncertainties, because some of the curves have none");
        if (joined.Curve.Qdev is null && curves.Exists(curve => curve.Curve.Qdev is not null))
            remarks.Add("it has no resolution, because some of the curves have none");
        if (joined.LeftOut > 0)
            remarks.Add($"{joined.LeftOut} points without uncertainty, beside others at their Q that have one, are left out");
        return new ProcessedCurve(
            $"{datasets[0].Name}-joined",
            joined.Curve,
            [.. datasets.Select(dataset => new ProcessSource(dataset))],
            new ProcessStep("join", JoinedCurve.Algorithm, parameters) { Remarks = remarks });

        void Add(string name, double? value)
        {
            if (value is { } number) parameters.Add(ProcessStep.Parameter(name, $"{number:R}"));
        }
    }
}
