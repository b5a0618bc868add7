using System.Globalization;
using LensTools.Engine.Analysis;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A rule about each curve by itself. What is found in many curves of a dataset is one finding, at the first of them.</summary>
internal abstract class CurveRule : IDatasetRule
{
    public abstract RuleInfo Info { get; }

    public IEnumerable<Observation> Check(RuleContext context)
    {
        var first = new Dictionary<string, Observation>();
        var counts = new Dictionary<string, int>();
        foreach (CurveShape shape in context.ShapesOf(Info.AppliesTo))
        {
            context.Stop.ThrowIfCancellationRequested();
            foreach (Observation found in Check(context, shape))
            {
                first.TryAdd(found.Expected, found);
                counts[found.Expected] = counts.GetValueOrDefault(found.Expected) + 1;
            }
        }
        foreach ((string kind, Observation found) in first)
        {
            int more = counts[kind] - 1;
            yield return more == 0 ? found : found with { Seen = $"{found.Seen}, and so in {more} more curve{(more == 1 ? "" : "s")}" };
        }
    }

    protected abstract IEnumerable<Observation> Check(RuleContext context, CurveShape shape);

    protected static Location At(RuleContext context, CurveShape shape) => Location.Of(context.Dataset, shape.Curve);

    /// <summary>A text with numbers, as they are written everywhere.</summary>
    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
