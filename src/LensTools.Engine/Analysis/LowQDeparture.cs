using LensTools.Engine.Analysis.Guinier;

namespace LensTools.Engine.Analysis;

/// <summary>Why the first points of a curve may depart from the Guinier law.</summary>
public enum LowQCause
{
    /// <summary>They rise above it: large aggregates.</summary>
    Aggregation,
    /// <summary>They fall below it: particles that repel each other, or a beam stop.</summary>
    Repulsion,
}

/// <summary>How the first points of a curve depart from the Guinier law of those behind them.</summary>
/// <param name="Cause">What usually makes such a departure.</param>
/// <param name="Sigmas">The mean departure in its standard deviations.</param>
/// <param name="Part">The mean departure as a part of the law.</param>
/// <param name="Points">Of how many points.</param>
public sealed record LowQDeparture(LowQCause Cause, double Sigmas, double Part, int Points)
{
    // As the rules Data.Upturn and Data.Downturn have it unless a profile says otherwise.
    private const double FewestSigmas = 5, SmallestPart = 0.05;

    internal static LowQDeparture? Of(CurveShape shape)
    {
        foreach ((LowQCause cause, int sign) in new[] { (LowQCause.Aggregation, 1), (LowQCause.Repulsion, -1) })
        {
            if (GuinierDeparture.Find(shape, sign) is { } found && sign * found.Sigmas >= FewestSigmas && sign * found.Part >= SmallestPart)
                return new LowQDeparture(cause, Math.Abs(found.Sigmas), found.Part, found.Count);
        }
        return null;
    }
}
