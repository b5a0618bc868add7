using LensTools.Engine.Checks;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Plots.Views;

/// <summary>What a plot is drawn of: a dataset, or a curve that was computed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">The file it is in or from.</param>
/// <param name="Curves">Its curves.</param>
internal sealed record PlotSource(string Name, string Path, IReadOnlyList<MeasuredCurve> Curves)
{
    /// <summary>A second line, such as the sample and the instrument.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Its planes.</summary>
    public IReadOnlyList<Plane> Planes { get; init; } = [];

    /// <summary>The reading of the dataset; null of what was computed.</summary>
    public DatasetReading? Reading { get; init; }

    /// <summary>What was found in it.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Which axes are asked to be logarithmic; null for those of the view.</summary>
    public PlotLog? Log { get; init; }

    /// <summary>The scale of the horizontal axis.</summary>
    public PlotScale XScale(PlotLog usual) => Scale(usual, PlotLog.X);

    /// <summary>The scale of the vertical axis, or of colours.</summary>
    public PlotScale YScale(PlotLog usual) => Scale(usual, PlotLog.Y);

    /// <summary>The findings as marks on a curve.</summary>
    /// <param name="curve">The curve; null for those of the whole alone.</param>
    /// <param name="x">Where each of its points is.</param>
    /// <param name="y">The value of each.</param>
    public IReadOnlyList<PlotMark> Marks(Curve? curve, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var marks = new List<PlotMark>();
        foreach (Finding finding in Findings)
        {
            Location at = finding.Location;
            bool isHere = curve is not null && (at.Signal == curve.Name || (at.Signal is null && at.Pointer == curve.Location));
            string text = finding.Suppression is null ? $"{finding.Rule}: {finding.Seen}" : $"{finding.Rule}: {finding.Seen} (suppressed)";
            if (isHere && at.Points is { } points && points.First < x.Count && points.Last < x.Count)
            {
                bool isOne = points.First == points.Last;
                marks.Add(new PlotMark(text, finding.Severity)
                {
                    Range = (x[points.First], x[points.Last]),
                    Y = isOne ? y[points.First] : null,
                });
            }
            else if (finding.Severity > Severity.Information)
            {
                marks.Add(new PlotMark(text, finding.Severity));
            }
        }
        return marks;
    }

    /// <summary>That a view cannot show it.</summary>
    public LensException CannotShow(PlotView view, string reason) => new(new LensError(
        ErrorKind.NotComputable,
        $"{Name} has no {view} view: {reason}.",
        Path,
        "Choose another -View; without it, what is usual of the kind of the data is shown."));

    private PlotScale Scale(PlotLog usual, PlotLog axis) =>
        (Log ?? usual).HasFlag(axis) ? PlotScale.Logarithmic : PlotScale.Linear;
}
