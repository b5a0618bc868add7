namespace LensTools.Examples;

/// <summary>
/// A small round robin: three facilities measured the same four samples, and six of the 24 sets came in with a fault.
/// The data are synthetic; the radii are known.
/// </summary>
internal static class RoundRobin
{
    private static readonly Sample[] Samples =
    [
        new("silica25", "Silica spheres, radius 25 A", 0.05, q => FormFactor.Sphere(q, 25)),
        new("silica50", "Silica spheres, radius 50 A", 0.40, q => FormFactor.Sphere(q, 50)),
        new("capsid", "Hollow spheres, radii 39 and 61 A", 0.30, q => FormFactor.HollowSphere(q, 39, 61)),
        new("ellipsoid", "Ellipsoids, half axes 20 and 60 A", 0.08, q => FormFactor.Ellipsoid(q, 20, 60)),
    ];

    private static readonly Instrument Loq = new("ISIS", "LOQ", 0.009, 0.25, 60, 0.05, 40_000);
    private static readonly Instrument D22 = new("ILL", "D22", 0.005, 0.45, 80, 0.06, 90_000);
    private static readonly Instrument Kws2 = new("MLZ", "KWS-2", 0.006, 0.30, 70, 0.05, 60_000);

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "lens.yaml"), Collection);
        for (int s = 0; s < Samples.Length; s++)
        {
            WriteIsis(Path.Combine(folder, "isis"), Samples[s], s);
            WriteIll(Path.Combine(folder, "ill"), Samples[s], s);
            WriteMlz(Path.Combine(folder, "mlz"), Samples[s], s);
        }
        WriteDuplicate(Path.Combine(folder, "mlz"));
    }

    // Each sample once as raw counts and once reduced.
    private static void WriteIsis(string folder, Sample sample, int number)
    {
        int run = 90100 + number;
        Directory.CreateDirectory(folder);
        // Fault: the title of one run was never filled in.
        string title = sample.Key == "capsid" ? "Untitled" : $"{sample.Name}, 5 mg/ml in D2O";
        NexusFiles.WriteTofRaw(Path.Combine(folder, $"LOQ{run:00000000}.nxs"), Loq, sample, title, run, (ulong)run);

        string reduced = Path.Combine(folder, $"{run}_{sample.Key}_5mgml.h5");
        NexusFiles.WriteNXcanSas(reduced, Loq, sample, run, Measurement.Of(sample, Loq, 5, (ulong)(1000 + run)));
        // Fault: the upload of one file broke off.
        if (sample.Key == "ellipsoid") Truncate(reduced, 0.6);
    }

    // Each sample at two concentrations, as text.
    private static void WriteIll(string folder, Sample sample, int number)
    {
        Directory.CreateDirectory(folder);
        foreach (int concentration in new[] { 2, 5 })
        {
            int run = 300200 + (10 * number) + concentration;
            Measurement measured = Measurement.Of(sample, D22, concentration, (ulong)run);
            // Fault: one curve came without uncertainties. Fault: the Q of one is in 1/nm, but its head says 1/A.
            bool hasUncertainty = (sample.Key, concentration) != ("silica50", 2);
            double factor = (sample.Key, concentration) == ("ellipsoid", 5) ? 10 : 1;
            TextFiles.WriteColumns(
                Path.Combine(folder, $"{run}_{sample.Key}_{concentration}mgml.dat"),
                D22,
                sample,
                concentration,
                run,
                measured,
                hasUncertainty,
                factor);
        }
    }

    // Each sample at two concentrations, as canSAS XML with Q in 1/nm, which is right there.
    private static void WriteMlz(string folder, Sample sample, int number)
    {
        Directory.CreateDirectory(folder);
        foreach (int concentration in new[] { 2, 5 })
        {
            if ((sample.Key, concentration) == ("capsid", 5)) continue;
            int run = 41000 + (10 * number) + concentration;
            // Fault: the sample of one was not named.
            string name = (sample.Key, concentration) == ("silica25", 2) ? "" : sample.Name;
            TextFiles.WriteCanSas(
                Path.Combine(folder, $"{run}_{sample.Key}_{concentration}mgml.xml"),
                Kws2,
                name,
                $"Round robin, {concentration} mg/ml in D2O, run {run}",
                run,
                Measurement.Of(sample, Kws2, concentration, (ulong)run));
        }
    }

    // Fault: one set was uploaded twice, under two names.
    private static void WriteDuplicate(string folder) =>
        File.Copy(Path.Combine(folder, "41022_capsid_2mgml.xml"), Path.Combine(folder, "41025_capsid_5mgml.xml"), overwrite: true);

    private static void Truncate(string path, double part)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength((long)(file.Length * part));
    }

    private const string Collection =
        """
        # A LENS collection. about_LensTools says what may stand here.
        name: "Round robin of four samples (synthetic)"
        licence: CC0-1.0
        profile: training
        vocabulary: lens
        labels:
          round:
            description: the round of the round robin
            values: [first, second]

        """;
}
