using System.Numerics;
using LensTools.Engine.Analysis.Reflectivity;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>Reflectivities of layers by the recursion of L. G. Parratt, Phys. Rev. 95, 359 (1954).</summary>
public sealed class ReflectivityTests
{
    private static readonly double[] Q = [.. Enumerable.Range(0, 300).Select(i => 0.005 * Math.Pow(40, i / 299.0))];

    [Fact]
    public void Edge_and_plateau_are_those_of_the_surface()
    {
        // Nickel; its scattering length density in 1/angstrom², and qc = √(16π ρ).
        ReflectivityShape shape = Shape([.. Q.Select(q => Layer(q, 9.4e-6, 0, 9.4e-6))]);
        // The points are 1.2 % apart.
        Assert.Equal(1, shape.CriticalQ / Math.Sqrt(16 * Math.PI * 9.4e-6), 0.013);
        Assert.Equal(1, shape.Plateau, 0.02);
        Assert.InRange(shape.PlateauSlope, -0.05, 0.05);
        Assert.Null(shape.Thickness);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(450)]
    public void Fringes_tell_the_thickness_of_a_layer(double thickness) =>
        // Nickel on silicon.
        Assert.Equal(1, Shape([.. Q.Select(q => Layer(q, 9.4e-6, thickness, 2.07e-6))]).Thickness!.Value / thickness, 0.05);

    [Fact]
    public void A_footprint_that_was_not_corrected_shows_as_a_slope()
    {
        ReflectivityShape shape = Shape([.. Q.Select(q => 0.8 * Math.Min(1, q / 0.02) * Layer(q, 9.4e-6, 0, 9.4e-6))]);
        Assert.True(shape.PlateauSlope > 0.2);
        Assert.True(shape.Plateau < 0.9);
        Assert.Null(shape.Thickness);
    }

    [Fact]
    public void Without_a_plateau_there_is_a_reason()
    {
        double[] fall = [.. Q.Select(q => Math.Pow(q / 0.005, -4))];
        Assert.Contains("plateau", ReflectivityShape.Of(Q, fall, []).Reason, StringComparison.Ordinal);
        double[] counts = [.. Q.Select((q, i) => i < 40 ? 0 : Layer(q, 9.4e-6, 0, 9.4e-6))], none = new double[Q.Length];
        Assert.False(string.IsNullOrWhiteSpace(ReflectivityShape.Of(Q, counts, none).Reason));
        Assert.Contains("15 points", ReflectivityShape.Of(Q[..8], fall[..8], []).Reason, StringComparison.Ordinal);
    }

    private static ReflectivityShape Shape(double[] r) => ReflectivityShape.Of(Q, r, [.. r.Select(value => 0.02 * value)]).Result!;

    private static double Layer(double q, double film, double thickness, double substrate)
    {
        Complex Wave(double density) => Complex.Sqrt((q * q / 4) - (4 * Math.PI * density));
        (Complex above, Complex within, Complex below) = (q / 2, Wave(film), Wave(substrate));
        Complex top = (above - within) / (above + within), bottom = (within - below) / (within + below);
        Complex phase = Complex.Exp(2 * Complex.ImaginaryOne * within * thickness);
        Complex r = (top + (bottom * phase)) / (1 + (top * bottom * phase));
        return Math.Pow(r.Magnitude, 2);
    }
}
