namespace LensTools.Examples;

/// <summary>Scattering of particles whose shape is known (Pedersen, Adv. Colloid Interface Sci. 70 (1997) 171), 1 at Q = 0.</summary>
internal static class FormFactor
{
    private const int OrientationSteps = 64;

    /// <summary>A sphere of a radius in angstrom.</summary>
    public static double Sphere(double q, double radius) => Math.Pow(SphereAmplitude(q * radius), 2);

    /// <summary>A hollow sphere.</summary>
    public static double HollowSphere(double q, double inner, double outer)
    {
        double vi = Math.Pow(inner, 3), vo = Math.Pow(outer, 3);
        return Math.Pow(((vo * SphereAmplitude(q * outer)) - (vi * SphereAmplitude(q * inner))) / (vo - vi), 2);
    }

    /// <summary>An ellipsoid of revolution in every orientation.</summary>
    public static double Ellipsoid(double q, double equatorial, double polar)
    {
        double sum = 0;
        for (int i = 0; i < OrientationSteps; i++)
        {
            double cosine = (i + 0.5) / OrientationSteps;
            double radius = Math.Sqrt((equatorial * equatorial * (1 - (cosine * cosine))) + (polar * polar * cosine * cosine));
            sum += Math.Pow(SphereAmplitude(q * radius), 2);
        }
        return sum / OrientationSteps;
    }

    private static double SphereAmplitude(double x) => x < 1e-3 ? 1 - (x * x / 10) : 3 * (Math.Sin(x) - (x * Math.Cos(x))) / (x * x * x);
}
