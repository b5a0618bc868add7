using LensTools.Engine.Analysis.Guinier;

namespace LensTools.Engine.Analysis.Volumes;

/// <summary>The volumes of a particle that follow from integrals over its curve, and the mass of a protein that has them.</summary>
public sealed record ParticleVolume
{
    /// <summary>The algorithm and its version, which changes with its results.</summary>
    public const string Algorithm = "Invariants 1";

    // What the method is off by for proteins (ATSAS, RAW: about a tenth).
    private const double MethodDeviation = 0.1;

    // In 1/angstrom: Fischer et al. give their correction for these.
    private const double LeastQ = 0.1, MostQ = 0.5, FurthestQRg = 8;

    // Rambo and Tainer's integral has converged there.
    private const double CorrelationQ = 0.3;

    /// <summary>∫ q² I dq up to <see cref="QMax"/>, the invariant.</summary>
    public required double Invariant { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double InvariantSigma { get; init; }

    /// <summary>2π² I(0) over the invariant: the Porod volume in angstrom³.</summary>
    public required double PorodVolume { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double PorodVolumeSigma { get; init; }

    /// <summary>How far the invariant was integrated: 8/Rg, between 0.1 and 0.5 per angstrom, or to the end of the curve.</summary>
    public required double QMax { get; init; }

    /// <summary>
    /// The volume corrected for the part of the invariant beyond <see cref="QMax"/> (Fischer et al., J. Appl. Cryst. 43, 101 (2010)); null
    /// where that is below 0.1 or above 0.5 per angstrom.
    /// </summary>
    public required double? CorrectedVolume { get; init; }

    /// <summary>The mass in kDa of a protein of that volume, at 0.83 Da per angstrom³; null likewise.</summary>
    public required double? MassByVolume { get; init; }

    /// <summary>Its standard deviation, the tenth that the method is off by included.</summary>
    public required double? MassByVolumeSigma { get; init; }

    /// <summary>I(0) over ∫ q I dq: the volume of correlation in angstrom² (Rambo and Tainer, Nature 496, 477 (2013)).</summary>
    public required double CorrelationVolume { get; init; }

    /// <summary>Its standard deviation.</summary>
    public required double CorrelationVolumeSigma { get; init; }

    /// <summary>How far that integral went: 0.3 per angstrom, or to the end of the curve.</summary>
    public required double CorrelationQMax { get; init; }

    /// <summary>The mass in kDa of a protein of that volume of correlation; null where the curve ends below 0.2 per angstrom.</summary>
    public required double? MassByCorrelation { get; init; }

    /// <summary>Its standard deviation, the tenth that the method is off by included.</summary>
    public required double? MassByCorrelationSigma { get; init; }

    internal static Outcome<ParticleVolume> Of(double[] q, double[] intensities, double[] sigmas, GuinierFit? guinier)
    {
        if (guinier is null) return Outcome<ParticleVolume>.None("it needs I(0) of a Guinier fit, and there is none");
        int last = CurveShape.LastUpTo(q, Math.Clamp(FurthestQRg / guinier.Rg, LeastQ, MostQ));
        int far = CurveShape.LastUpTo(q, CorrelationQ);
        // The correction begins at 0.1.
        if (last >= 0 && q[last] < LeastQ && last + 1 < q.Length) last++;
        if (last <= guinier.Last || q[last] * guinier.Rg < 2.5)
            return Outcome<ParticleVolume>.None("the curve ends too early for an integral over it (q Rg below 2.5)");
        if (far <= guinier.First) return Outcome<ParticleVolume>.None("the curve begins too late for an integral over it");
        (double second, double secondSigma) = Invariants.Of(q, intensities, sigmas, guinier, last, 2);
        (double first, double firstSigma) = Invariants.Of(q, intensities, sigmas, guinier, far, 1);
        if (!(second > 0 && first > 0)) return Outcome<ParticleVolume>.None("the integral over the intensities is not positive");
        double i0 = guinier.I0Sigma / guinier.I0, volume = 2 * Math.PI * Math.PI * guinier.I0 / second;
        double volumePart = Hypotenuse(i0, secondSigma / second), correlation = guinier.I0 / first;
        double correlationPart = Hypotenuse(i0, firstSigma / first), rg = guinier.RgSigma / guinier.Rg;
        double? corrected = q[last] is >= LeastQ and <= MostQ && Corrected(volume, q[last]) is > 0 and double whole ? whole : null;
        double? byVolume = corrected * 0.83e-3, byCorrelation = q[far] >= 0.2 ? correlation * correlation / guinier.Rg / 0.1231e3 : null;
        return new ParticleVolume
        {
            Invariant = second,
            InvariantSigma = secondSigma,
            PorodVolume = volume,
            PorodVolumeSigma = volume * volumePart,
            QMax = q[last],
            CorrectedVolume = corrected,
            MassByVolume = byVolume,
            MassByVolumeSigma = byVolume is null ? null : Hypotenuse(
                0.83e-3 * volumePart * (Corrected(volume, q[last]) - Corrected(0, q[last])), MethodDeviation * byVolume.Value),
            CorrelationVolume = correlation,
            CorrelationVolumeSigma = correlation * correlationPart,
            CorrelationQMax = q[far],
            MassByCorrelation = byCorrelation,
            MassByCorrelationSigma = byCorrelation * Hypotenuse(Hypotenuse(2 * correlationPart, rg), MethodDeviation),
        };
    }

    // Table 1 of Fischer et al.: A + B V.
    internal static double Corrected(double volume, double q)
    {
        double a = (((((((-2.114e6 * q) + 2.920e6) * q) - 1.472e6) * q) + 3.349e5) * q) - 3.577e4;
        double b = (((((12.09 * q) - 9.39) * q) + 3.03) * q) + 0.29;
        return a + (b * volume);
    }

    private static double Hypotenuse(double one, double other) => Math.Sqrt((one * one) + (other * other));
}
