using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Guinier;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>
/// Towards the smallest Q the intensity follows the Guinier law: rules that differ in the direction in which it does not.
/// </summary>
internal sealed class DepartureRule : CurveRule
{
    private readonly int _sign;
    private readonly string _sigmas, _part, _direction, _expected, _flags;

    private DepartureRule(string subject, int sign, string verb, string explanation, string flags)
    {
        string name = subject.ToLowerInvariant();
        _direction = sign > 0 ? "above" : "below";
        (_sign, _flags, _expected) = (sign, flags, $"no {name} at small Q");
        (_sigmas, _part) = ($"{name}Sigmas", $"{name}Part");
        Info = new RuleInfo
        {
            Id = $"Data.{subject}",
            Name = subject,
            Description = $"Towards the smallest Q, the intensity does not {verb} {_direction} the Guinier law.",
            Explanation = explanation,
            Category = RuleCategory.Data,
            AppliesTo = DataKinds.Curve,
            DefaultSeverity = Severity.Information,
            Needs = RuleNeeds.Signals,
            Thresholds =
            [
                new ThresholdInfo(
                    _sigmas, "1", 5, $"How many standard deviations {_direction} the law the points may be.", "a proposal"),
                new ThresholdInfo(
                    _part, "1", 0.05, $"The part by which they may be {_direction} it whatever their noise.", "a proposal"),
            ],
            Source = "Putnam et al., Q. Rev. Biophys. 40, 191 (2007)",
            Remedy = new Remedy(Party.Nobody),
        };
    }

    /// <summary>One for each direction.</summary>
    public static IReadOnlyList<DepartureRule> All { get; } =
    [
        new(
            "Upturn",
            1,
            "rise",
            "An upturn is aggregation, or parasitic scattering beside the beam stop: Rg and I(0) come out too large.",
            "aggregation or beam-stop"),
        new(
            "Downturn",
            -1,
            "fall",
            "A downturn is repulsion between particles, or the shadow of the beam stop: Rg and I(0) come out too small.",
            "repulsion or beam-stop"),
    ];

    public override RuleInfo Info { get; }

    protected override IEnumerable<Observation> Check(RuleContext context, CurveShape shape)
    {
        if (GuinierDeparture.Find(shape, _sign) is not { } found) yield break;
        if (!(_sign * found.Sigmas > context.Threshold(_sigmas)) || _sign * found.Part < context.Threshold(_part)) yield break;
        yield return new Observation(
            At(context, shape),
            Text($"the first {found.Count} intensities are {100 * Math.Abs(found.Part):G3} % ")
                + $"{_direction} what those behind them let expect",
            _expected,
            $"Label it with the quality flag {_flags}, and leave those points out of fits.");
    }
}
