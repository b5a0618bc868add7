namespace LensTools.Engine.Tests.Planted;

/// <summary>All plants, in every format that can hold them.</summary>
internal static class Plants
{
    private static readonly CurveFormat[] Formats = Enum.GetValues<CurveFormat>();

    public static IEnumerable<Plant> All => [.. OfCurves(), .. OfImages(), .. OfRuns(), .. OfEvents(), .. PlantedFiles.All];

    /// <summary>Datasets with nothing wrong.</summary>
    public static IEnumerable<Plant> Clean =>
    [
        .. Formats.Select(format => new Plant(
            "none", $"clean curve, {format}", false, (random, folder, name) => PlantedCurve.Of(random).Write(folder, name, format))),
        new("none", "clean image", false, (random, folder, name) => PlantedImage.Of(random).Write(folder, name)),
        new("none", "clean run", false, (random, folder, name) => Run(random, folder, name, _ => { })),
        new("none", "clean events", false, (random, folder, name) => Events(random, folder, name, _ => { })),
    ];

    private static IEnumerable<Plant> OfCurves()
    {
        IEnumerable<Plant> In(
            IEnumerable<CurveFormat> formats, string rule, string name, bool isFault, Action<PlantedCurve, Random> change) =>
            formats.Select(format => new Plant(rule, $"{name}, {format}", isFault, (random, folder, file) =>
            {
                var curve = PlantedCurve.Of(random);
                change(curve, random);
                return curve.Write(folder, file, format);
            }));
        IEnumerable<Plant> Fault(string rule, string name, Action<PlantedCurve, Random> change, params string[] implied) =>
            In(Formats, rule, name, true, change).Select(plant => plant with { Implied = implied });
        IEnumerable<Plant> Near(string rule, string name, Action<PlantedCurve, Random> change) => In(Formats, rule, name, false, change);
        CurveFormat[] text = [CurveFormat.Text];

        return
        [
            .. Fault("Metadata.Title", "placeholder", (c, r) =>
                c.Title = Pick(r, "untitled", "test", "asdf", "to be filled", "no title", "n/a")),
            .. Near("Metadata.Title", "a title with such words", (c, r) =>
                c.Title = Pick(r, "Test of silica in D2O", "Run at 20 C", "0.1 M NaCl")),
            .. Fault("Metadata.Sample", "placeholder", (c, r) =>
                c.Sample = Pick(r, "sample", "unknown", ".", "dummy", "sample 1", "to be filled")),
            .. Near("Metadata.Sample", "a short name", (c, r) => c.Sample = Pick(r, "D2O", "AF1410", "S1 in toluene", "12CB")),
            .. Fault("Metadata.Instrument", "missing", (c, _) => c.Instrument = "unknown", "Metadata.Facility"),
            .. Near("Metadata.Instrument", "another", (c, r) => c.Instrument = Pick(r, "SANS2D", "KWS-1", "D11")),
            .. Fault("Metadata.Wavelength", "missing", (c, _) => c.Wavelength = null),
            .. Fault("Metadata.DetectorDistance", "missing", (c, _) => c.Distance = null),
            .. Fault("Metadata.Thickness", "missing", (c, _) => c.Thickness = null),
            .. Near("Metadata.Thickness", "thin", (c, _) => c.Thickness = "0.1"),
            .. Fault("Metadata.Temperature", "missing", (c, _) => c.Temperature = null),
            .. Near("Metadata.Temperature", "cold", (c, _) => c.Temperature = "1.5"),
            .. Fault(
                "Metadata.Technique",
                "neither an instrument that is known nor the probe",
                (c, _) => (c.Instrument, c.Probe) = ("XYZ-7", null),
                "Metadata.Facility"),
            // Only a text states its facility beside the instrument.
            .. In(text, "Metadata.Technique", "an instrument that nobody knows", false, (c, r) =>
                (c.Instrument, c.Probe) = ("XYZ-7", Pick(r, "neutron", "x-ray"))),
            .. In(text, "Metadata.Origin", "bare numbers", true, (c, _) => Strip(c)).Select(plant => plant with
            {
                Implied = [
                    "Metadata.Instrument", "Metadata.Facility", "Metadata.Proposal", "Metadata.DetectorDistance", "Metadata.Technique"],
            }),
            .. In(text, "Metadata.Origin", "an instrument and a distance", false, (c, _) =>
            {
                Strip(c);
                (c.Instrument, c.Distance) = ("D22", "8.0");
            }),
            .. In(text, "Metadata.Time", "a day or a month", true, (c, r) => c.Start = Pick(r, "03/04/2020 10:00", "5/6/2021", "soon")),
            .. In(text, "Metadata.Time", "in words", false, (c, r) => c.Start = Pick(r, "14-MAR-2026 09:22:00", "2026-03-14 09:22")),
            .. Fault("Privacy.PersonalData", "somebody", (c, r) => c.Note = Pick(
                r, "measured by jane.public@example.org", "Operator: Jane Public", "local contact: J. Q. Public")),
            .. Near("Privacy.PersonalData", "nobody", (c, r) => c.Note = Pick(
                r, "measured at 20 C @ 2 bar", "Operator: N/A", "as in J. Appl. Cryst. 45")),
            .. In(text, "Metadata.TimeOrder", "ends before it begins", true, (c, _) => c.End = "2026-03-13T09:22:00+01:00"),
            .. In(text, "Metadata.TimeOrder", "ends after it begins", false, (c, _) => c.End = "2026-03-14T09:32:00+01:00"),
            .. Fault("Metadata.Simulated", "a note says so", (c, r) => c.Note = Pick(
                r, "Data generated for model sphere", "simulated with McStas", "theoretical curve of a sphere")),
            .. Near("Metadata.Simulated", "a note of another thing", (c, r) => c.Note = Pick(
                r, "Models are fitted elsewhere", "Reduced with Mantid", "generated by the reduction")),
            .. Fault("Data.NotCorrected", "banner", (c, r) => c.Note = Pick(
                r, "*** Data written from RAW folder and may not be a fully corrected data file ***", "these data are not yet corrected")),
            .. Near("Data.NotCorrected", "corrected", (c, r) => c.Note = Pick(r, "fully corrected data", "corrected for transmission")),
            .. Fault("Data.QUnit", "1/nm called 1/angstrom", (c, _) => c.Q = Scaled(c.Q, 10), "Data.GuinierRange"),
            .. Near("Data.QUnit", "1/nm", (c, _) => (c.Q, c.QUnit) = (Scaled(c.Q, 10), "1/nm")),
            .. Fault("Data.QUnit", "no unit that is known", (c, r) => c.QUnit = Pick(r, "banana", "pixels", "degree"), "Format.Definition"),
            .. In([CurveFormat.Text], "Data.AssumedUnit", "not stated", true, (c, _) => c.QUnit = null),
            .. Fault("Data.IUnit", "no unit of intensities", (c, r) =>
                c.IUnit = Pick(r, "Counts", "banana", "1/(m sr)", null!), "Format.Definition"),
            .. Near("Data.IUnit", "another unit", (c, r) => c.IUnit = Pick(r, "1/m", "cm2/g", "arbitrary")),
            .. In(text, "Data.AssumedColumns", "no names", true, (c, _) => c.NamesColumns = false)
                .Select(plant => plant with { Implied = ["Data.AssumedUnit", "Data.IUnit"] }),
            .. Fault("Data.QOrder", "two points exchanged", (c, r) => Exchange(c, r.Next(2, c.Q.Length - 3)), "Data.Outliers"),
            .. Fault("Data.QOrder", "one Q twice", (c, r) => c.Q = With(c.Q, r.Next(2, c.Q.Length - 3), (q, i) => q[i - 1])),
            .. Fault("Data.QOrder", "negative Q", (c, _) => c.Q = With(c.Q, 0, (q, i) => -q[i])),
            .. Near("Data.QOrder", "points close to each other", (c, r) =>
                c.Q = With(c.Q, r.Next(2, c.Q.Length - 3), (q, i) => q[i - 1] * 1.0001)),
            .. Fault("Data.Intensity", "not a number", (c, r) =>
                c.I = With(c.I, r.Next(c.I.Length), (_, _) => double.NaN), "Data.DamagedRows"),
            .. Fault("Data.Intensity", "all equal", (c, _) => c.I = [.. c.I.Select(_ => 1.0)], "Data.Flat", "Data.UncertaintyScatter"),
            .. Fault(
                "Data.Intensity",
                "far below zero",
                (c, _) => c.I = [.. c.I.Select((x, i) => i < c.I.Length * 0.7 ? x : -8 * c.Sigma![i])],
                "Data.OverSubtraction",
                "Data.Outliers"),
            .. Near("Data.Intensity", "noise about zero", (c, r) => c.I = [.. c.I.Select(
                (x, i) => (x * Math.Exp(-Math.Pow(c.Q[i] / 0.06, 2))) + (c.Sigma![i] * PlantedImage.Normal(r)))]),
            .. Fault("Data.OverSubtraction", "background too large", (c, _) => Subtract(c, 0.02), "Data.Intensity"),
            .. Near("Data.OverSubtraction", "background left", (c, _) => c.I = [.. c.I.Select(x => x + (0.02 * c.I[0]))]),
            .. Fault("Data.Uncertainty", "missing", (c, _) => c.Sigma = null),
            .. Fault("Data.Uncertainty", "zero", (c, r) => c.Sigma = With(c.Sigma!, r.Next(c.I.Length), (_, _) => 0)),
            .. Fault("Data.Uncertainty", "a part of the intensity", (c, r) => c.Sigma = [.. c.I.Select(x => 0.05 * Math.Abs(x))]),
            .. Near("Data.Uncertainty", "nearly a part of the intensity", (c, r) => c.Sigma = [.. c.I.Select(
                x => (0.02 + (0.02 * r.NextDouble())) * Math.Abs(x))]),
            .. Fault("Data.UncertaintyModel", "all equal", (c, _) => c.Sigma = [.. c.I.Select(_ => 0.01 * c.I[0])]),
            .. Fault("Data.UncertaintyModel", "square roots", (c, _) => c.Sigma = [.. c.I.Select(x => Math.Sqrt(Math.Abs(x)))],
                "Data.UncertaintyScatter",
                "Data.SignalToNoise",
                "Data.Flat"),
            .. Near("Data.UncertaintyModel", "nearly square roots", (c, r) => c.Sigma = [.. c.I.Select(
                x => 0.02 * Math.Sqrt(Math.Abs(x)) * (0.9 + (0.2 * r.NextDouble())))]),
            .. Fault("Data.UncertaintyScatter", "a tenth of the scatter", (c, _) => c.Sigma = Scaled(c.Sigma!, 0.1)),
            .. Near("Data.UncertaintyScatter", "half of the scatter", (c, _) => c.Sigma = Scaled(c.Sigma!, 0.6)),
            .. Fault("Data.SignalToNoise", "lost in noise", (c, r) => c.I = [.. c.I.Select(
                (x, i) => x + ((c.Sigma![i] = 0.8 * c.I[0]) * PlantedImage.Normal(r)))], "Data.UncertaintyModel", "Data.Flat",
                    "Data.Intensity"),
            .. Near("Data.SignalToNoise", "noisy", (c, r) => AddNoise(c, 0.08, r)),
            .. Fault("Data.Flat", "a constant with noise", (c, r) => c.I = [.. c.I.Select(
                (_, i) => 1 + ((c.Sigma![i] = 0.02 + (0.01 * r.NextDouble())) * PlantedImage.Normal(r)))]),
            .. Near("Data.Flat", "a little more than a constant", (c, r) => c.I = [.. c.I.Select(
                (_, i) => 1 + (0.3 * Math.Exp(-i / 20.0)) + ((c.Sigma![i] = 0.02 + (0.01 * r.NextDouble())) * PlantedImage.Normal(r)))]),
            .. Fault("Data.Outliers", "one point up", (c, r) =>
                c.I = With(c.I, r.Next(5, c.I.Length / 2), (x, i) => x[i] * (2 + (4 * r.NextDouble())))),
            .. Near("Data.Outliers", "one point up within its noise", (c, r) => c.I = With(
                c.I, r.Next(5, c.I.Length / 2), (x, i) => x[i] + (3 * c.Sigma![i]))),
            // A text of fewer rows than five is no table.
            .. In([CurveFormat.Xml, CurveFormat.NXcanSas], "Data.FewPoints", "a few points", true, (c, r) => Keep(c, r.Next(1, 5))),
            .. Near("Data.FewPoints", "enough points", (c, r) => Thin(c, r.Next(3, 5))),
            .. Fault("Data.Resolution", "zero", (c, r) => c.Resolution = With(Scaled(c.Q, 0.05), r.Next(c.Q.Length), (_, _) => 0)),
            .. Fault("Data.Resolution", "larger than Q", (c, _) => c.Resolution = Scaled(c.Q, 3)),
            .. Near("Data.Resolution", "a tenth of Q", (c, _) => c.Resolution = Scaled(c.Q, 0.1)),
            .. In([CurveFormat.Xml, CurveFormat.NXcanSas], "Data.Unexplained", "the widths of a slit", true, (c, _) =>
                c.SlitWidths = Scaled(c.Q, 0.1)),
            .. In([CurveFormat.NXcanSas], "Data.Masked", "a few points", true, (c, r) =>
                c.Mask = [.. c.Q.Select((_, i) => i == c.Q.Length / 2 ? 1 : 0)]),
            .. In([CurveFormat.NXcanSas], "Data.Intensity", "not a number beside a mask", true, (c, r) =>
            {
                c.Mask = [.. c.Q.Select((_, i) => i == 3 ? 1 : 0)];
                c.I = With(c.I, r.Next(5, c.I.Length), (_, _) => double.NaN);
            }).Select(plant => plant with { Implied = ["Data.Masked", "Data.DamagedRows"] }),
            .. In([CurveFormat.NXcanSas], "Data.Intensity", "only masked", false, (c, _) =>
                c.Mask = [.. c.Q.Select((_, i) => i == 3 ? 1 : 0)]).Select(plant => plant with { Implied = ["Data.Masked"] }),
            .. In([CurveFormat.NXcanSas], "Data.Masked", "none", false, (c, _) => c.Mask = new int[c.Q.Length]),
            .. In([CurveFormat.Xml, CurveFormat.NXcanSas], "Data.Points", "none", true, (c, _) => Keep(c, 0))
                .Select(plant => plant with { Implied = ["Format.Definition", "Data.FewPoints", "Data.QUnit", "Data.IUnit"] }),
            .. Fault("Data.GuinierRange", "begins too late", (c, _) => From(c, c.Q[Array.FindIndex(c.I, x => x < 0.3 * c.I[0])])),
            .. Fault("Data.Upturn", "aggregation", (c, _) =>
                c.I = [.. c.I.Select((x, i) => x + (0.4 * c.I[0] * Math.Pow(c.Q[0] / c.Q[i], 3)))],
                "Data.GuinierRange"),
            .. Near("Data.Upturn", "none", (_, _) => { }),
            .. Fault("Data.Downturn", "repulsion", (c, _) => c.I = [.. c.I.Select(
                (x, i) => x * (1 - (0.6 * Math.Exp(-Math.Pow(c.Q[i] / 0.012, 2)))))]),
            .. Near("Data.Downturn", "none", (_, _) => { }),
        ];
    }

    private static IEnumerable<Plant> OfImages()
    {
        Plant Of(string rule, string name, bool isFault, Action<double[], Random> change, params string[] implied) =>
            new(rule, name, isFault, (random, folder, file) =>
            {
                var image = PlantedImage.Of(random);
                change(image.Counts, random);
                return image.Write(folder, file);
            })
            {
                Implied = implied,
            };
        int Somewhere(Random random) => (PlantedImage.Side * random.Next(5, 50)) + random.Next(5, 50);
        return
        [
            Of("Raw.DeadPixels", "a dead tube", true, (counts, random) =>
            {
                int column = random.Next(3, 60);
                for (int y = 0; y < PlantedImage.Side; y++) counts[(y * PlantedImage.Side) + column] = 0;
            }),
            Of("Raw.DeadPixels", "a beam stop", false, (counts, _) =>
            {
                for (int y = 28; y < 36; y++) for (int x = 28; x < 36; x++) counts[(y * PlantedImage.Side) + x] = 5;
            }),
            Of("Raw.HotPixels", "one hot pixel", true, (counts, random) => counts[Somewhere(random)] = 30_000),
            Of("Raw.HotPixels", "a bright pixel", false, (counts, random) =>
            {
                int at = Somewhere(random);
                counts[at] = 3 * counts[at];
            }),
            Of("Raw.Saturated", "a counter of sixteen bits", true, (counts, _) =>
            {
                for (int y = 29; y < 35; y++) for (int x = 29; x < 35; x++) counts[(y * PlantedImage.Side) + x] = 65_535;
            }),
            Of("Raw.Saturated", "a strong beam", false, (counts, random) =>
            {
                for (int y = 29; y < 35; y++) for (int x = 29; x < 35; x++) counts[(y * PlantedImage.Side) + x] = 65_000 + random.Next(500);
            }),
            Of("Raw.Empty", "all zero", true, (counts, _) => Array.Clear(counts)),
            Of("Raw.Empty", "hardly anything", false, (counts, random) =>
            {
                for (int i = 0; i < counts.Length; i++) counts[i] = random.Next(2);
            }),
        ];
    }

    private static IEnumerable<Plant> OfRuns()
    {
        Plant Of(string rule, string name, bool isFault, Action<PlantedRun> change, params string[] implied) =>
            new(rule, name, isFault, (random, folder, file) => Run(random, folder, file, change)) { Implied = implied };
        return
        [
            Of("Metadata.Proposal", "placeholder", true, run => run.Proposal = "99999"),
            Of("Metadata.Proposal", "another", false, run => run.Proposal = "920345"),
            Of("Metadata.RunNumber", "missing", true, run => run.Number = null),
            Of("Metadata.StartTime", "missing", true, run => run.Start = null),
            Of("Metadata.StartTime", "another", false, run => run.Start = "2026-03-14T08:00:00"),
            Of("Format.Application", "missing", true, run => run.Definition = null),
            Of("Format.Application", "another", false, run => run.Definition = "NXtofraw"),
            Of("Metadata.RunInName", "another number", true, run => run.Number = run.NumberInName + 1),
            Of("Metadata.TimeOrder", "ends before it begins", true, run => run.End = "2026-03-14T08:22:00"),
            Of("Raw.Monitor", "zero", true, run => run.Monitor = new int[run.Monitor.Length]),
            Of("Raw.TimeEdges", "step back", true, run => run.Edges[7] = run.Edges[6] - 10),
            Of("Raw.Totals", "more stated", true, run => run.Surplus = 20_000),
            Of("Raw.Totals", "a few more stated", false, run => run.Surplus = 200),
            Of("Raw.Empty", "all zero", true, run => run.Counts = new int[run.Counts.Length]),
            Of("Format.Class", "no class of NeXus", true, run => run.DetectorClass = "NX_data"),
            Of("Format.Reference", "default leads nowhere", true, run => run.Default = "nothing"),
            Of("Format.Reference", "default leads somewhere", false, run => run.Default = "detector_1"),
        ];
    }

    private static IEnumerable<Plant> OfEvents()
    {
        Plant Of(string rule, string name, bool isFault, Action<PlantedEvents> change, params string[] implied) =>
            new(rule, name, isFault, (random, folder, file) => Events(random, folder, file, change)) { Implied = implied };
        return
        [
            Of("Events.Index", "steps back", true, events => events.Index[50] = events.Index[40]),
            Of("Events.Index", "behind the end", true, events => events.Index[^1] = events.Ids.Length + 5),
            Of("Data.Incomplete", "fewer indices than pulses", true, events => events.Index = events.Index[..^10]),
            Of("Events.Index", "ends in the place of beginnings", false, events => events.Index =
                [.. events.Index[1..], events.Ids.Length]),
            Of("Events.Index", "pulses without events", false, events => events.Index[51] = events.Index[50]),
            Of("Events.Index", "ends with no events", false, events => events.Index[^1] = events.Ids.Length),
            Of("Events.Pulses", "out of order", true, events =>
                (events.Zero[20], events.Zero[21]) = (events.Zero[21], events.Zero[20]), "Data.DamagedRows", "Events.Gaps"),
            Of("Events.Gaps", "missing pulses", true, events =>
                events.Zero = [.. events.Zero.Select((zero, i) => i < 90 ? zero : zero + 5)]),
            Of("Events.Gaps", "jitter", false, events => events.Zero = [.. events.Zero.Select((zero, i) => zero + (0.01 * (i % 3)))]),
            Of("Events.Offsets", "negative", true, events => events.Offsets[30] = -5),
            Of("Events.Offsets", "not a number", true, events =>
            {
                for (int i = 0; i < events.Offsets.Length; i += 20) events.Offsets[i] = float.NaN;
            }),
            Of("Events.Offsets", "nanoseconds called microseconds", true, events =>
                events.Offsets = [.. events.Offsets.Select(x => x * 1000)]),
            Of("Events.Ids", "a pixel that is not there", true, events => events.Ids[12] = PlantedEvents.Pixels + 40),
            Of("Events.Ids", "the last pixel", false, events => events.Ids[12] = PlantedEvents.Pixels - 1),
            Of("Events.Totals", "more stated", true, events => events.Stated += 100),
            Of("Events.Totals", "the log has more", true, events => events.Logged = [events.Ids.Length, 30]),
            Of("Events.Totals", "the log has as many", false, events => events.Logged = [events.Ids.Length - 30, 30]),
            Of("Events.Frames", "incomplete", true, events => events.Complete = [.. events.Zero.Select((_, i) => i % 50 == 0 ? 0 : 1)]),
            Of("Events.Frames", "all complete", false, events => events.Complete = [.. events.Zero.Select(_ => 1)]),
            Of("Events.Frames", "vetoed", true, events => events.Vetoes = [.. events.Zero.Select((_, i) => i % 30 == 0 ? 4 : 0)]),
        ];
    }

    private static string Run(Random random, string folder, string name, Action<PlantedRun> change)
    {
        var run = PlantedRun.Of(random);
        run.Number = run.NumberInName = 10_000 + random.Next(80_000);
        change(run);
        return run.Write(Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
    }

    private static string Events(Random random, string folder, string name, Action<PlantedEvents> change) =>
        Run(random, folder, name, run => change(run.Events = PlantedEvents.Of(random)));

    private static T Pick<T>(Random? random, params T[] values) => values[random?.Next(values.Length) ?? 0];

    private static double[] Scaled(double[] values, double factor) => [.. values.Select(value => value * factor)];

    private static double[] With(double[] values, int at, Func<double[], int, double> of)
    {
        double[] copy = [.. values];
        copy[at] = of(values, at);
        return copy;
    }

    private static void Exchange(PlantedCurve curve, int at)
    {
        (curve.Q[at], curve.Q[at + 1]) = (curve.Q[at + 1], curve.Q[at]);
        (curve.I[at], curve.I[at + 1]) = (curve.I[at + 1], curve.I[at]);
        (curve.Sigma![at], curve.Sigma[at + 1]) = (curve.Sigma[at + 1], curve.Sigma[at]);
    }

    private static void Keep(PlantedCurve curve, int count) => Take(curve, 0, count);

    // The same curve with fewer points: its beginning alone would be flat.
    private static void Thin(PlantedCurve curve, int step)
    {
        double[] Every(double[] values) => [.. values.Where((_, i) => i % step == 0)];
        (curve.Q, curve.I, curve.Sigma) = (Every(curve.Q), Every(curve.I), Every(curve.Sigma!));
    }

    private static void From(PlantedCurve curve, double q)
    {
        int first = Array.FindIndex(curve.Q, x => x >= q);
        Take(curve, first, curve.Q.Length - first);
    }

    private static void Take(PlantedCurve curve, int first, int count)
    {
        (curve.Q, curve.I) = (curve.Q[first..(first + count)], curve.I[first..(first + count)]);
        curve.Sigma = curve.Sigma?[first..(first + count)];
    }

    // Nothing is left that an instrument writes.
    private static void Strip(PlantedCurve curve)
    {
        (curve.Instrument, curve.Facility, curve.Run, curve.Proposal) = (null, null, null, null);
        (curve.Start, curve.End, curve.Distance, curve.Probe) = (null, null, null, null);
    }

    private static void Subtract(PlantedCurve curve, double part)
    {
        double background = (part * curve.I[0]) + curve.I[^(curve.I.Length / 5)..].Average();
        curve.I = [.. curve.I.Select(x => x - background)];
    }

    private static void AddNoise(PlantedCurve curve, double part, Random random)
    {
        double[] sigma = [.. curve.I.Select((x, i) => Math.Sqrt(
            (part * part * Math.Abs(x) * curve.I[0]) + (curve.Sigma![i] * curve.Sigma[i])))];
        curve.I = [.. curve.I.Select((x, i) => x + (part * Math.Sqrt(Math.Abs(x) * curve.I[0]) * PlantedImage.Normal(random)))];
        curve.Sigma = sigma;
    }
}
