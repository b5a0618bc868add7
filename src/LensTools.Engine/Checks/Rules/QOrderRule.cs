using System.Globalization;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>Q is finite, positive and rises.</summary>
internal sealed class QOrderRule : IRule
{
    public string Id => "Data.QOrder";

    public string Description => "Every Q is finite and positive, and each is larger than the one before.";

    public Severity DefaultSeverity => Severity.Warning;

    public IEnumerable<Observation> Check(RuleContext context)
    {
        foreach (Curve curve in context.Curves)
        {
            int bad = Array.FindIndex(curve.Q, q => !double.IsFinite(q) || q <= 0);
            if (bad >= 0) yield return At(curve, bad, $"Q is {Text(curve.Q[bad])}", "finite and positive momentum transfers", "Leave those points out.");
            int unordered = -1;
            for (int i = 1; i < curve.Q.Length && unordered < 0; i++)
            {
                if (curve.Q[i] <= curve.Q[i - 1]) unordered = i;
            }
            if (unordered > 0) yield return At(curve, unordered, $"Q goes from {Text(curve.Q[unordered - 1])} to {Text(curve.Q[unordered])}", "momentum transfers that rise", "Sort the points; if two settings overlap, merge them.");
        }
    }

    private static Observation At(Curve curve, int index, string seen, string expected, string advice) =>
        new($"{curve.Location}, point {index + 1}", seen, expected, advice);

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
