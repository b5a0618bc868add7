using LensTools.Engine.Analysis.Arithmetic;
using LensTools.Engine.Analysis.Comparison;
using LensTools.Engine.Datasets;
using LensTools.Engine.Processing;
using LensTools.Engine.Tests.Similarity;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Processing;

/// <summary>Joining and subtraction, of simulated curves whose factors are known and of what BioXTAS RAW subtracted.</summary>
public sealed class CurveArithmeticTests
{
    private const string Lysozyme = "lysozyme_SAXS/scattering_data/";

    [Fact]
    public void A_buffer_is_subtracted_as_RAW_does()
    {
        using var session = new Workspace(stateFolder: Path.GetTempPath());
        var subtraction = new BackgroundSubtraction(
            session,
            Session.Read(Repository.Corpora(Lysozyme + "averaged/A_02698_F1-T1_buff_lys_000.dat")),
            TestContext.Current.CancellationToken);
        ProcessedCurve found = Assert.Single(subtraction.From(
            Session.Read(Repository.Corpora(Lysozyme + "averaged/A_02700_F2-T1_lys_8_000.dat")), TestContext.Current.CancellationToken));
        Signal expected = Session.Read(Repository.Corpora(Lysozyme + "subtracted/S_A_02700_F2-T1_lys_8_000.dat"))
            .ReadSignals(TestContext.Current.CancellationToken)[0];
        Assert.Equal(expected.Q, found.Curve.Q);
        for (int i = 0; i < expected.I.Length; i++)
        {
            // RAW writes nine digits of what it subtracts.
            Assert.Equal(expected.I[i], found.Curve.I[i], 1e-8);
            Assert.Equal(expected.Idev!.Value[i], found.Curve.Idev!.Value[i], 1e-8 * expected.Idev.Value[i]);
        }
    }

    [Fact]
    public void A_background_at_other_Q_is_interpolated_with_its_uncertainty()
    {
        Curve curve = Curve([0.1, 0.2, 0.3, 0.5], [10, 20, 30, 50], [1, 1, 1, 1]), under = Curve([0.1, 0.4], [0, -3], [0.3, 0.4]);
        SubtractedCurve found = SubtractedCurve.Of(curve, under, 2, null).Result!;
        Assert.Equal([0.1, 0.2, 0.3], found.Curve.Q);
        Assert.Equal(1, found.LeftOut);
        Assert.True(found.IsInterpolated);
        // A third of the way: -1, with (2/3)² 0.3² + (1/3)² 0.4².
        Assert.Equal(22, found.Curve.I[1], 1e-12);
        Assert.Equal(Math.Sqrt(1 + (4 * ((4 / 9.0 * 0.09) + (1 / 9.0 * 0.16)))), found.Curve.Idev!.Value[1], 1e-12);
    }

    [Fact]
    public void What_cannot_be_subtracted_is_a_reason()
    {
        Curve curve = Curve([0.1, 0.2], [1, 2], [1, 1]), other = Curve([0.3, 0.4], [1, 2], [1, 1]);
        Assert.Equal("they do not overlap", SubtractedCurve.Of(curve, other, 1, null).Reason);
        Curve inMetres = other with { Y = other.Y with { Unit = "1/m" } };
        Curve inCentimetres = curve with { Y = curve.Y with { Unit = "1/cm" } };
        Assert.Equal("one is in 1/cm, and the other in 1/m", SubtractedCurve.Of(inCentimetres, inMetres, 1, null).Reason);
        Assert.Equal(
            "they are in different units of Q",
            SubtractedCurve.Of(curve, other with { X = other.X with { Unit = null } }, 1, null).Reason);
    }

    [Fact]
    public void A_point_without_uncertainty_has_none_after_subtraction()
    {
        SubtractedCurve found = SubtractedCurve.Of(
            Curve([0.1, 0.2], [3, 4], [1, 0]), Curve([0.1, 0.2], [1, 1], [1, 1]), 1, null).Result!;
        Assert.Equal(Math.Sqrt(2), found.Curve.Idev!.Value[0], 1e-15);
        Assert.True(double.IsNaN(found.Curve.Idev.Value[1]));
    }

    [Fact]
    public void Ranges_are_joined_on_the_scale_of_the_first()
    {
        int within = 0;
        const int Trials = 50;
        for (int trial = 0; trial < Trials; trial++)
        {
            var simulation = new SimulatedCurves(trial);
            Func<double, double> model = SimulatedCurves.Spheres(40);
            Curve low = simulation.Measure(model, SimulatedCurves.Grid(0.005, 0.08, 80), 0.01),
                high = simulation.Measure(model, SimulatedCurves.Grid(0.03, 0.3, 90), 0.01, 2.5),
                far = simulation.Measure(model, SimulatedCurves.Grid(0.2, 0.6, 60), 0.01, 7);
            // The last overlaps with the second alone.
            JoinedCurve joined = JoinedCurve.Of([low, far, high], ScaleModel.Factor, null).Result!;
            Assert.Equal(230, joined.Curve.Q.Length);
            Assert.Equal(joined.Curve.Q.Order(), joined.Curve.Q);
            if (Math.Abs(joined.Parts[2].Factor - 0.4) <= 2 * joined.Parts[2].FactorSigma) within++;
            Assert.Equal(1 / 7.0, joined.Parts[1].Factor, 0.2);
        }
        // Of 95.4 % by a normal law, less than 88 % of 50 come once in fifty.
        Assert.True(within >= 44, $"{within} of {Trials} factors are within two standard deviations");
    }

    [Fact]
    public void Points_at_the_same_Q_become_their_weighted_mean()
    {
        Curve one = Curve([0.1, 0.2], [10, 4], [1, 1]), other = Curve([0.2, 0.3], [5, 1], [0.5, 0.2]);
        JoinedCurve joined = JoinedCurve.Of([one, other], ScaleModel.None, null).Result!;
        Assert.Equal([0.1, 0.2, 0.3], joined.Curve.Q);
        Assert.Equal(((4 * 1) + (5 * 4)) / 5.0, joined.Curve.I[1], 1e-15);
        Assert.Equal(1 / Math.Sqrt(5), joined.Curve.Idev!.Value[1], 1e-15);
        Assert.Equal(0.2, joined.Curve.Idev.Value[2]);
    }

    [Fact]
    public void Curves_that_do_not_overlap_are_joined_only_unscaled()
    {
        Curve one = Curve([0.1, 0.2], [10, 4], [1, 1]), other = Curve([0.3, 0.4], [5, 1], [1, 1]);
        Assert.Contains(
            "share 0 momentum transfers", JoinedCurve.Of([one, other], ScaleModel.Factor, null).Reason, StringComparison.Ordinal);
        Assert.Equal(4, JoinedCurve.Of([one, other], ScaleModel.None, null).Result!.Curve.Q.Length);
        Assert.Contains("one curve", JoinedCurve.Of([one], ScaleModel.None, null).Reason, StringComparison.Ordinal);
    }

    private static Curve Curve(double[] q, double[] values, double[] sigma) => SimulatedCurves.Of(q, values, sigma);
}
