namespace LensTools.Engine.Tests.Analysis;

/// <summary>
/// The scattering of a particle whose size is known, 1 at q = 0 (Pedersen, Adv. Colloid Interface Sci. 70 (1997) 171, equations 1 to 22).
/// </summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Rg">Its radius of gyration in angstrom.</param>
/// <param name="Dmax">Its largest distance in angstrom; infinite for a chain.</param>
/// <param name="P">The form factor against q in 1/angstrom.</param>
internal sealed record SimulatedParticle(string Shape, double Rg, double Dmax, Func<double, double> P)
{
    private const int Orientations = 96;

    // Midpoints of equal steps of the cosine to the axis.
    private static readonly double[] Cosines = [.. Enumerable.Range(0, Orientations).Select(i => (i + 0.5) / Orientations)];

    public static SimulatedParticle Sphere(double radius) =>
        new("sphere", Math.Sqrt(0.6) * radius, 2 * radius, q => Square(Amplitude(q * radius)));

    /// <summary>A sphere whose core has another scattering length density, in units of that of its shell.</summary>
    public static SimulatedParticle CoreShell(double inner, double outer, double core)
    {
        double vo = Math.Pow(outer, 3), vi = (core - 1) * Math.Pow(inner, 3), sum = vo + vi;
        double rg = Math.Sqrt(0.6 * ((vo * outer * outer) + (vi * inner * inner)) / sum);
        return new("core-shell", rg, 2 * outer, q => Square(((vo * Amplitude(q * outer)) + (vi * Amplitude(q * inner))) / sum));
    }

    public static SimulatedParticle Ellipsoid(double equatorial, double polar) => new(
        "ellipsoid", Math.Sqrt(((2 * equatorial * equatorial) + (polar * polar)) / 5), 2 * Math.Max(equatorial, polar), q =>
        {
            double sum = 0;
            foreach (double cosine in Cosines)
            {
                double across = equatorial * equatorial * (1 - (cosine * cosine)), along = polar * polar * cosine * cosine;
                sum += Square(Amplitude(q * Math.Sqrt(across + along)));
            }
            return sum / Orientations;
        });

    public static SimulatedParticle Cylinder(double radius, double length) => new(
        "cylinder", Math.Sqrt((radius * radius / 2) + (length * length / 12)), Math.Sqrt((4 * radius * radius) + (length * length)), q =>
        {
            double sum = 0;
            foreach (double cosine in Cosines)
            {
                double across = q * radius * Math.Sqrt(1 - (cosine * cosine)), along = q * length * cosine / 2;
                sum += Square(2 * BesselOverX(across) * (along < 1e-6 ? 1 : Math.Sin(along) / along));
            }
            return sum / Orientations;
        });

    /// <summary>A Gaussian chain (Debye 1947).</summary>
    public static SimulatedParticle Chain(double rg) => new("chain", rg, double.PositiveInfinity, q =>
    {
        double x = Square(q * rg);
        return x < 1e-4 ? 1 - (x / 3) : 2 * (Math.Exp(-x) - 1 + x) / (x * x);
    });

    /// <summary>A particle of random shape and size that is as long as wide but for a factor of 2.5.</summary>
    public static SimulatedParticle Globular(Random random)
    {
        double size = 12 * Math.Pow(5, random.NextDouble()), ratio = Math.Pow(2.5, (2 * random.NextDouble()) - 1);
        return random.Next(4) switch
        {
            0 => Sphere(size),
            1 => CoreShell(size * (0.3 + (0.5 * random.NextDouble())), size, random.NextDouble()),
            2 => Ellipsoid(size, size * ratio),
            _ => Cylinder(size, 2 * size * ratio),
        };
    }

    private static double Square(double value) => value * value;

    private static double Amplitude(double x) => x < 1e-2 ? 1 - (x * x / 10) : 3 * (Math.Sin(x) - (x * Math.Cos(x))) / (x * x * x);

    // J1(x) / x by its integral, with as many steps as its oscillations need.
    private static double BesselOverX(double x)
    {
        if (x < 1e-4) return 0.5;
        int steps = 16 + (int)(2 * x);
        double sum = 0;
        for (int i = 0; i < steps; i++)
        {
            double angle = Math.PI * (i + 0.5) / steps;
            sum += Math.Cos(angle - (x * Math.Sin(angle)));
        }
        return sum / steps / x;
    }
}
