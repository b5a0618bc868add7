using System.Collections.Immutable;
using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The Q of a curve is finite, positive and increasing. The pixels of a plane have no order.</summary>
internal sealed class QOrderRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Data.QOrder",
        Name = "Order of Q",
        Description = "Every Q of a curve is finite and positive, and each is larger than the one before.",
        Explanation = "Programs that interpolate or integrate take the order for granted.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Curve | DataKinds.Reflectivity,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Signals,
        Remedy = new Remedy(Party.Steward),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (Curve curve in context.SignalsOf(Info.AppliesTo).OfType<Curve>())
        {
            ImmutableArray<double> q = curve.Q;
            int bad = -1, unordered = -1;
            for (int i = 0; i < q.Length; i++)
            {
                if (bad < 0 && (!double.IsFinite(q[i]) || q[i] <= 0)) bad = i;
                if (unordered < 0 && i > 0 && q[i] <= q[i - 1]) unordered = i;
            }
            Location At(int index) => Location.Of(context.Dataset, curve) with { Points = new PointRange(index, index) };
            if (bad >= 0)
                yield return new Observation(
                    At(bad), $"Q is {Text(q[bad])}", "finite and positive momentum transfers", "Remove those points.");
            if (unordered > 0)
                yield return new Observation(
                    At(unordered),
                    $"Q goes from {Text(q[unordered - 1])} to {Text(q[unordered])}",
                    "increasing momentum transfers",
                    "Sort the points; if two settings overlap, merge them.");
        }
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
