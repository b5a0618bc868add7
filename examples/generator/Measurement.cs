using System.Globalization;

namespace LensTools.Examples;

/// <summary>A sample of the round robin: what it is called, and its scattering in 1/cm at 1 mg/ml.</summary>
internal sealed record Sample(string Key, string Name, double ForwardScattering, Func<double, double> FormFactor);

/// <summary>An instrument: its grid in Q (1/angstrom), its background in 1/cm, and how many neutrons 1/cm gives a point.</summary>
internal sealed record Instrument(
    string Facility,
    string Name,
    double QMin,
    double QMax,
    int Points,
    double Background,
    double NeutronsPerUnit)
{
    /// <summary>The grid, logarithmic.</summary>
    public double[] Grid() =>
        [.. Enumerable.Range(0, Points).Select(i => Rounding.Round(QMin * Math.Pow(QMax / QMin, i / (Points - 1.0))))];
}

/// <summary>A reduced curve as an instrument would give it.</summary>
internal sealed record Measurement(double[] Q, double[] I, double[] Idev)
{
    public static Measurement Of(Sample sample, Instrument instrument, double concentration, ulong seed)
    {
        var noise = new Noise(seed);
        double[] q = instrument.Grid();
        double[] intensity = new double[q.Length], deviation = new double[q.Length];
        for (int i = 0; i < q.Length; i++)
        {
            // Bins at larger Q hold more pixels; their number rises with Q.
            double neutrons = instrument.NeutronsPerUnit * (0.3 + (q[i] / instrument.QMax));
            double expected = (concentration * sample.ForwardScattering * sample.FormFactor(q[i])) + instrument.Background;
            double count = noise.Count(expected * neutrons);
            intensity[i] = Rounding.Round((count / neutrons) - instrument.Background);
            deviation[i] = Rounding.Round(Math.Sqrt(Math.Max(count, 1)) / neutrons);
        }
        return new Measurement(q, intensity, deviation);
    }
}

/// <summary>Six digits, as instruments write them; so the last bit of a host's mathematics does not show.</summary>
internal static class Rounding
{
    public static double Round(double value) => double.Parse(Text(value), CultureInfo.InvariantCulture);

    public static string Text(double value) => value.ToString("0.00000E+00", CultureInfo.InvariantCulture);
}
