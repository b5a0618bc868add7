using System.Globalization;
using CsCheck;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;

namespace LensTools.Engine.Tests.Plots;

/// <summary>The label of a tick is its value, whatever the range; and there are enough of them, but not too many.</summary>
public sealed class AxisTicksTests
{
    [Fact]
    public void Labels_of_linear_axes() => Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[-9, 9], Gen.Int[2, 12]).Sample((from, size, most) =>
    {
        double span = Math.Pow(10, size);
        var range = new AxisRange(PlotScale.Linear, from, from + span);
        // Where digits end, numbers cannot be told apart.
        if (span < Math.Abs(from) * 1e-9) return;
        AxisTicks ticks = AxisTicks.Of(range, most);
        AxisTick[] labelled = [.. ticks.Ticks.Where(tick => tick.Label.Length > 0)];
        Assert.InRange(labelled.Length, 1, most + 1);
        foreach (AxisTick tick in labelled)
        {
            double said = double.Parse(tick.Label.Replace('−', '-'), CultureInfo.InvariantCulture) * Math.Pow(10, ticks.Exponent);
            Assert.Equal(tick.Value, said, span * 1e-6);
        }
        Assert.Equal(labelled.Length, labelled.DistinctBy(tick => tick.Label).Count());
        Assert.All(ticks.Ticks, tick => Assert.InRange(range.Place(tick.Value), -1e-6, 1 + 1e-6));
    });

    [Fact]
    public void Labels_of_logarithmic_axes() => Gen.Select(Gen.Double[-300, 250], Gen.Double[0.7, 40], Gen.Int[2, 12]).Sample(given =>
    {
        (double from, double decades, int most) = given;
        var range = new AxisRange(PlotScale.Logarithmic, Math.Pow(10, from), Math.Pow(10, from + decades));
        AxisTick[] ticks = [.. AxisTicks.Of(range, most).Ticks];
        AxisTick[] labelled = [.. ticks.Where(tick => tick.Label.Length > 0)];
        Assert.InRange(labelled.Length, 0, most + 2);
        if (decades > 1.1 * Math.Ceiling(decades / most)) Assert.NotEmpty(labelled);
        foreach (AxisTick tick in labelled)
        {
            string plain = PrintedUnit.Plain(tick.Label);
            double said = plain.Contains('^', StringComparison.Ordinal)
                ? (plain.Contains('*', StringComparison.Ordinal) ? double.Parse(plain.Split('*')[0], CultureInfo.InvariantCulture) : 1)
                    * Math.Pow(10, int.Parse(plain.Split('^')[1], CultureInfo.InvariantCulture))
                : double.Parse(plain, CultureInfo.InvariantCulture);
            Assert.Equal(1, said / tick.Value, 1e-9);
        }
    });

    [Theory]
    [InlineData(0.005, 0.5, "0.005 0.01 0.02 0.05 0.1 0.2 0.5")]
    [InlineData(1e-6, 10, "10⁻⁶ 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 10⁰ 10¹")]
    public void Labels_that_people_expect(double from, double to, string expected) => Assert.Equal(
        expected,
        string.Join(' ', AxisTicks.Of(new AxisRange(PlotScale.Logarithmic, from, to), 9).Ticks
            .Where(tick => tick.Label.Length > 0).Select(tick => tick.Label)));

    [Fact]
    public void Minor_ticks_of_a_decade_are_its_multiples()
    {
        double[] ticks = [.. AxisTicks.Of(new AxisRange(PlotScale.Logarithmic, 1, 100), 5).Ticks.Select(tick => tick.Value)];
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], ticks);
    }
}
