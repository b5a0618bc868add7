using System.Collections.Immutable;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Tests.Similarity;

/// <summary>Curves of known models with counting noise (Pedersen, Adv. Colloid Interface Sci. 70 (1997) 171), from a seed.</summary>
internal sealed class SimulatedCurves(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A model with random parameters, as I(Q) without noise.</summary>
    public Func<double, double> Model()
    {
        double size = 15 * Math.Pow(20, _random.NextDouble()), background = 1e-3 * Math.Pow(10, _random.NextDouble());
        double spread = 0.05 + (0.15 * _random.NextDouble()), ratio = 0.3 + (0.5 * _random.NextDouble());
        return _random.Next(4) switch
        {
            0 => q => Average(size, spread, r => Math.Pow(Sphere(q * r), 2)) + background,
            1 => q => Average(size, spread, r => Math.Pow((Sphere(q * r) - (ratio * ratio * ratio * Sphere(q * r * ratio)))
                / (1 - (ratio * ratio * ratio)), 2)) + background,
            // A Gaussian coil (Debye 1947).
            2 => q => Coil(q * q * size * size) + background,
            _ => q => Ellipsoid(q, size, size * (1.5 + (3 * ratio))) + background,
        };
    }

    /// <summary>Spheres whose radii in angstrom spread by a tenth.</summary>
    public static Func<double, double> Spheres(double radius) => q => Average(radius, 0.1, r => Math.Pow(Sphere(q * r), 2)) + 1e-3;

    /// <summary>Points from one Q to another in 1/angstrom, at equal steps of log Q or of Q.</summary>
    public static double[] Grid(double from, double to, int count, bool isLinear = false) => [.. Enumerable.Range(0, count)
        .Select(i => isLinear ? from + ((to - from) * i / (count - 1)) : from * Math.Pow(to / from, i / (count - 1.0)))];

    /// <summary>A measurement of a model: normal noise of a relative size at the first point, growing as fewer neutrons come.</summary>
    public Curve Measure(Func<double, double> model, double[] q, double noise, double scale = 1)
    {
        double first = model(q[0]);
        double[] sigma = [.. q.Select(x => noise * Math.Sqrt(first * model(x)))];
        double[] values = [.. q.Select((x, i) => scale * (model(x) + (sigma[i] * Normal())))];
        return Of(q, values, [.. sigma.Select(x => scale * x)]);
    }

    public static Curve Of(double[] q, double[] values, double[]? sigma) => new(
        "I",
        new Axis(AxisQuantity.MomentumTransfer, "Q", [.. q]) { Unit = "1/angstrom" },
        new Axis(AxisQuantity.Intensity, "I", [.. values]) { Sigma = sigma is null ? null : ImmutableArray.Create(sigma) },
        "");

    private static double Average(double size, double spread, Func<double, double> of)
    {
        const int Steps = 15;
        double sum = 0, weights = 0;
        for (int i = -Steps; i <= Steps; i++)
        {
            double x = 3.0 * i / Steps, radius = size * (1 + (spread * x));
            double weight = Math.Exp(-x * x / 2) * Math.Pow(radius, 6);
            sum += weight * of(radius);
            weights += weight;
        }
        return sum / weights;
    }

    private static double Sphere(double x) => x < 1e-3 ? 1 : 3 * (Math.Sin(x) - (x * Math.Cos(x))) / (x * x * x);

    private static double Coil(double x) => x < 1e-6 ? 1 : 2 * (Math.Exp(-x) - 1 + x) / (x * x);

    private static double Ellipsoid(double q, double equatorial, double polar) => Enumerable.Range(0, 40)
        .Select(i => (i + 0.5) / 40)
        .Average(cosine => Math.Pow(Sphere(q * Math.Sqrt((equatorial * equatorial * (1 - (cosine * cosine)))
            + (polar * polar * cosine * cosine))), 2));

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
