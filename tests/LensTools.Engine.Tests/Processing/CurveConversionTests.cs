using System.Globalization;
using LensTools.Engine.Analysis.Averaging;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Processing;
using LensTools.Engine.Tests.Analysis;
using LensTools.Testing;
using MathNet.Numerics.Distributions;

namespace LensTools.Engine.Tests.Processing;

/// <summary>Averages of planes and frames whose intensity is a known function.</summary>
public sealed class CurveConversionTests
{
    private const int Side = 64;

    [Fact]
    public void The_average_of_a_plane_is_its_function_of_Q()
    {
        AveragedCurve found = PlaneAverage.Radial(Plane((x, y) => 1 / ((x * x) + (y * y) + 0.01)), 30, null).Result!;
        for (int i = 0; i < found.X.Length; i++)
            Assert.Equal(1 / ((found.X[i] * found.X[i]) + 0.01), found.Values[i], 0.01 * found.Values[i]);
        // All deviations are 1.
        Assert.All(Enumerable.Range(0, found.X.Length), i => Assert.Equal(1 / Math.Sqrt(found.Pixels[i]), found.Sigma![i], 1e-12));
        Assert.Equal(Side * Side, found.Pixels.Sum());
    }

    [Fact]
    public void A_sector_has_its_directions_and_the_opposite_ones()
    {
        Plane plane = Plane((x, y) => Math.Abs(Math.Atan2(y, x)) < 0.2 || Math.Abs(Math.Atan2(y, x)) > Math.PI - 0.2 ? 5 : 1);
        Assert.All(PlaneAverage.Radial(plane, 20, (0, 10)).Result!.Values, value => Assert.Equal(5, value, 1e-12));
        Assert.All(PlaneAverage.Radial(plane, 20, (90, 45)).Result!.Values, value => Assert.Equal(1, value, 1e-12));
        // 180 degrees further it is the same.
        Assert.Equal(
            PlaneAverage.Radial(plane, 20, (0, 10)).Result!.Pixels, PlaneAverage.Radial(plane, 20, (180, 10)).Result!.Pixels);
    }

    [Fact]
    public void A_ring_is_given_by_direction()
    {
        AveragedCurve found = PlaneAverage.Ring(
            Plane((x, y) => 2 + Math.Cos(2 * Math.Atan2(y, x))), 36, (0.1, 0.25)).Result!;
        for (int i = 0; i < found.X.Length; i++)
            Assert.Equal(2 + Math.Cos(2 * found.X[i] * Math.PI / 180), found.Values[i], 0.05);
    }

    [Fact]
    public void Masked_pixels_are_left_out_and_counted()
    {
        AveragedCurve found = PlaneAverage.Radial(Plane((x, y) => x > 0.2 ? double.NaN : 3), 10, null).Result!;
        Assert.All(found.Values, value => Assert.Equal(3, value, 1e-12));
        Assert.True(found.NotNumbers > 0);
        Assert.Equal(Side * Side, found.Pixels.Sum() + found.NotNumbers);
    }

    [Fact]
    public void A_frame_gives_the_form_of_its_particles_and_its_centre()
    {
        var random = new Random(4);
        var sphere = SimulatedParticle.Sphere(60);
        var truth = new FrameGeometry(4, 6, 5, 5, 70.3, 61.8);
        const int Columns = 128;
        double[] counts = [.. Enumerable.Range(0, Columns * Columns).Select(i =>
        {
            (double q, double angle) = truth.Of(i / Columns, i % Columns);
            // A beam stop of five pixels.
            return truth.RadiusOf(i / Columns, i % Columns) < 5 ? 0 : Poisson.Sample(random, 2000 * angle * sphere.P(q));
        })];
        (double column, double row) = BeamCentre.Find(counts, Columns, Columns)!.Value;
        // A quarter of a pixel is 0.0003 1/angstrom here.
        Assert.Equal(truth.CentreColumn, column, 0.25);
        Assert.Equal(truth.CentreRow, row, 0.25);
        Assert.InRange(truth.ShadowRadius(counts, Columns), 5, 6);
        FrameGeometry found = truth with { CentreColumn = column, CentreRow = row };
        AveragedCurve curve = AveragedCurve.Counted(
            LensTools.Engine.Analysis.Histograms.BinEdges.Linear(0, 0.06, 40).Result!,
            Enumerable.Range(0, counts.Length).Where(i => found.RadiusOf(i / Columns, i % Columns) >= 6)
                .Select(i => found.Of(i / Columns, i % Columns) is var (q, angle) ? (q, counts[i], angle) : default)).Result!;
        int within = Enumerable.Range(0, curve.X.Length).Count(i =>
        {
            double expected = sphere.P(curve.X[i]);
            return Math.Abs((curve.Values[i] / 2000) - expected) < (3 * curve.Sigma![i] / 2000) + (0.01 * expected);
        });
        Assert.True(within >= 0.9 * curve.X.Length, $"{within} of {curve.X.Length}");
    }

    [Fact]
    public void A_frame_without_a_centre_has_none()
    {
        var random = new Random(8);
        double[] counts = [.. Enumerable.Range(0, Side * Side).Select(_ => (double)Poisson.Sample(random, 20))];
        Assert.Null(BeamCentre.Find(counts, Side, Side));
    }

    [Fact]
    public void Flux_and_intensity_are_separated()
    {
        var random = new Random(11);
        var sphere = SimulatedParticle.Sphere(30);
        double[] edges = [.. Enumerable.Range(0, 41).Select(i => 5000 + (i * 900.0))];
        int[] detectors = [.. Enumerable.Range(0, 1024)];
        FlightPaths paths = new FlightPaths(11, new double[1024], new double[1024], edges)
            .On(new FrameGeometry(4, 1, 15, 15, 15.2, 16.1), detectors, 32);
        double[] counts = [.. Enumerable.Range(0, 1024 * 40).Select(i =>
        {
            (int d, int t) = (i / 40, i % 40);
            double wavelength = paths.Wavelength(d, (edges[t] + edges[t + 1]) / 2);
            double flux = wavelength * wavelength * Math.Exp(-wavelength / 2);
            double q = 4 * Math.PI / wavelength * Math.Sin(paths.Angles[d] / 2);
            double solid = Math.Cos(paths.Angles[d]) / (paths.Secondary[d] * paths.Secondary[d]);
            return (double)Poisson.Sample(random, 4000 * flux * solid * sphere.P(q));
        })];
        AveragedCurve found = FlightPathCurve.Of(paths, detectors, counts, 40).Result!;
        // The scale is free.
        double[] ratios = [.. Enumerable.Range(0, found.X.Length).Select(i => found.Values[i] / sphere.P(found.X[i]))];
        double[] parts = [.. Enumerable.Range(0, found.X.Length).Select(i => found.Sigma![i] / found.Values[i])];
        double scale = ratios.Zip(parts, (ratio, part) => ratio / (part * part)).Sum() / parts.Sum(part => 1 / (part * part));
        // The bins are wide.
        int within = Enumerable.Range(0, ratios.Length).Count(i => Math.Abs((ratios[i] / scale) - 1) < (3 * parts[i]) + 0.03);
        Assert.True(within >= 0.9 * ratios.Length, $"{within} of {ratios.Length}");
    }

    /// <summary>The centre is beside that of the instrument scientist's user file: 323.39 and 330.748 mm of pixels of 5.1 mm.</summary>
    [Fact]
    public void LOQ_gives_a_quick_look_where_the_geometry_is_said()
    {
        using var workspace = new Workspace(stateFolder: Path.GetTempPath());
        Dataset dataset = Session.Read(Repository.Corpora("ISIS-LOQ-SANS/nexus_files/LOQ75878.nxs"));
        // Its file has angles that no plane has.
        LensError error = Assert.Throws<LensException>(
            () => new CurveConversion(workspace).Convert(dataset, TestContext.Current.CancellationToken)).Error;
        Assert.Equal("LensNotComputable", error.Id);
        Assert.Contains("-Distance", error.Message, StringComparison.Ordinal);
        ProcessedCurve found = Assert.Single(new CurveConversion(workspace)
        {
            Geometry = new GivenGeometry { Distance = 4.15, PixelSize = (5.1, 5.1) },
        }.Convert(dataset, TestContext.Current.CancellationToken));
        string[] words = found.Process.Parameters.Single(one => one.Key == "beam centre").Value.Split(' ', ',');
        double[] centre = [.. words.Where(word => word.Contains('.', StringComparison.Ordinal))
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture)).Order()];
        Assert.Equal((323.39 / 5.1) - 0.5, centre[0], 1.0);
        Assert.Equal((330.748 / 5.1) - 0.5, centre[1], 1.0);
        // Neutrons of 3 to 10 angstrom at half a degree to five.
        Assert.InRange(found.Curve.Q[0], 0.003, 0.008);
        Assert.InRange(found.Curve.Q[^1], 0.2, 0.8);
    }

    private static Plane Plane(Func<double, double, double> intensity)
    {
        double[] at = [.. Enumerable.Range(0, Side).Select(i => (i - ((Side - 1) / 2.0)) * 0.01)];
        double[] qx = [.. Enumerable.Range(0, Side * Side).Select(i => at[i % Side])];
        double[] qy = [.. Enumerable.Range(0, Side * Side).Select(i => at[i / Side])];
        return new Plane(
            "plane",
            [.. qx],
            [.. qy],
            Axis.Of(AxisQuantity.MomentumTransfer, "Q", [.. qx.Zip(qy, double.Hypot)], null, "1/angstrom"),
            Axis.Of(AxisQuantity.Intensity, "I", [.. qx.Zip(qy, intensity)], [.. Enumerable.Repeat(1.0, Side * Side)]),
            "");
    }
}
