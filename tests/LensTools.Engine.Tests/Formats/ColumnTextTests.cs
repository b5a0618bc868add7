using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>Column text, as people and instruments write it. The expected numbers stand in the text of each case.</summary>
public sealed class ColumnTextTests
{
    private const string Rows = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    [Theory]
    [InlineData("# Q (1/A)  I (1/cm)  dI (1/cm)\n", 0.01, 0.05, "1/A", true)]
    [InlineData("# q(1/A) I(q)(arb.) sigma\n", 0.01, 0.05, "1/A", true)]
    [InlineData("Q(1/nm)\tI(1/cm)\tdI\n", 0.001, 0.005, "1/nm", true)]
    [InlineData("q Å-1\t\tI(q) cm-1\tSig cm-1\n", 0.01, 0.05, "Å-1", true)]
    [InlineData("<X>   <Y>   <dY>\n", 0.01, 0.05, null, true)]
    [InlineData("Q / nm-1\tI / cm-1\tErr_I\n", 0.001, 0.005, "nm-1", true)]
    [InlineData("# Q (1/nm)  I\n", 0.001, 0.005, "1/nm", false)]
    [InlineData("", 0.01, 0.05, null, true)]
    [InlineData("# Qz [1/nm]  R  dR\n", 0.001, 0.005, "1/nm", true)]
    [InlineData("Scattering Vector (1/nm)\tIntensity\tError\n", 0.001, 0.005, "1/nm", true)]
    [InlineData("#q*Aangstroem\t*cm*sr\tstddev*cm*sr\n", 0.01, 0.05, "1/Aangstroem", true)]
    [InlineData("\"Q [nm-1]\";\"I\";\"error\"\n", 0.001, 0.005, "nm-1", true)]
    [InlineData("# Q (1/A)  I (1/(m sr))  dI (1/(m sr))\n", 0.01, 0.05, "1/A", true)]
    [InlineData("# Q (1/A) I (1/(cm sr)) dI (1/(cm sr))\n", 0.01, 0.05, "1/A", true)]
    public void The_head_of_the_columns_tells_units_and_roles(
        string head,
        double smallest,
        double largest,
        string? unit,
        bool hasUncertainty)
    {
        Dataset dataset = Describe(head + Rows);
        Assert.Equal(smallest, dataset.QMin!.Value, 12);
        Assert.Equal(largest, dataset.QMax!.Value, 12);
        Assert.Equal(unit, dataset.SourceQUnit);
        Assert.Equal(hasUncertainty, dataset.HasUncertainty);
        Assert.Equal(5, dataset.Points);
    }

    // As refnx, SNS's reflectometers, refl1d's examples, NIST and ILL's COSMOS write it; 2.354820045 is the width of a Gaussian.
    [Theory]
    [InlineData("Q (1/A)\t Ref\t dRef (SD)\t dq(FWHM, 1/A)\n", "0.1 0.9 0.01 0.00235482\n", 0.001)]
    [InlineData("# Q [1/Angstrom]        R             dR          dQ [FWHM]\n", "0.1 0.9 0.01 0.00235482\n", 0.001)]
    [InlineData("#L Q(1/A) dQ(1/A) R() dR() L(A)\n", "0.1 0.001 0.9 0.01 5\n", 0.001)]
    [InlineData("#L Q(inv Angstrom) dQ(inv Angstrom) R() dR() L(Angstrom)\n", "0.1 0.001 0.9 0.01 5\n", 0.001)]
    [InlineData("# Q [inv Angstrom] R dR dQ [inv Angstrom]\n", "0.1 0.9 0.01 0.001\n", 0.001)]
    [InlineData("#columns Qz R dR\n", "0.1 0.9 0.01\n", null)]
    [InlineData("\tq\t   refl\t\trefl err\tq res\n", "   0.1     0.9    0.01  0.001\n", 0.001)]
    public void Reflectivity_is_told_by_the_names_of_its_columns(string head, string row, double? resolution)
    {
        string text = head + string.Concat(Enumerable.Repeat(row, 5));
        Assert.Equal(Technique.Reflectometry, Describe(text).Technique);
        Curve curve = Curve(text);
        Assert.Equal(("R", 0.1, 0.9, 0.01), (curve.Y.Name, curve.Q[4], curve.I[4], curve.Idev!.Value[4]));
        Assert.Equal(resolution, curve.Qdev is null ? null : Math.Round(curve.Qdev.Value[4], 9));
    }

    [Fact]
    public void The_numbers_of_rows_before_them_are_no_Q()
    {
        string rows = string.Concat(Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
            (row, i) => $"{i},{row.Replace(' ', ',')}\n"));
        Curve curve = Curve("# Q,I,dI\n" + rows);
        Assert.Equal((0.01, 10, 1), (curve.Q[0], curve.I[0], curve.Idev!.Value[0]));
    }

    [Fact]
    public void Whole_numbers_of_Q_are_no_numbers_of_rows() =>
        Assert.Equal((0.1, 99), (
            Curve("# Q(1/nm) I\n1 99 0.5\n2 98 0.5\n3 97 0.5\n4 96 0.5\n5 95 0.5\n").Q[0],
            Curve("# Q(1/nm) I\n1 99 0.5\n2 98 0.5\n3 97 0.5\n4 96 0.5\n5 95 0.5\n").I[0]));

    [Theory]
    [InlineData("# Q(1/A) I(1/cm) dQ(1/A)\n", "0.01 10 0\n0.02 9 0.002\n0.03 8 0.003\n0.04 7 0.004\n0.05 6 0.005\n", 0.005)]
    [InlineData("Q,I,dQ\n", "0.01,10,0.001\n0.02,9,\n0.03,8,0.003\n0.04,7,0.004\n0.05,6,0.005\n", 0.005)]
    [InlineData("# I Q dQ\n", "10 0.01 0.001\n9 0.02 0.002\n8 0.03 0.003\n7 0.04 0.004\n6 0.05 0.005\n", 0.005)]
    public void A_resolution_that_is_named_is_one_whatever_its_values(string head, string rows, double last)
    {
        Curve curve = Curve(head + rows);
        Assert.Null(curve.Idev);
        Assert.Equal(last, curve.Qdev!.Value[4]);
    }

    [Theory]
    [InlineData(
        "\"Q\",\"I\",\"dI\"\n\"0,01\",\"9,5\",\"1,0\"\n\"0,02\",\"9\",\"1\"\n\"0,03\",\"8\",\"1\"\n\"0,04\",\"7\",\"1\"\n"
            + "\"0,05\",\"6\",\"1\"\n",
        0.01,
        9.5)]
    [InlineData(
        "\"Q\",\"I\",\"dI\"\n\"\",\"\",\"\"\n\"0.01\",\"9.5\",\"1\"\n\"0.02\",\"9\",\"1\"\n\"0.03\",\"8\",\"1\"\n\"0.04\",\"7\",\"1\"\n"
            + "\"0.05\",\"6\",\"1\"\n",
        0.01,
        9.5)]
    [InlineData("Q,I,dI,\n,9.5,1,\n0.02,9,1,\n0.03,8,1,\n0.04,7,1,\n0.05,6,1,\n", double.NaN, 9.5)]
    public void A_comma_in_quotes_is_decimal_and_a_blank_first_cell_is_one(string text, double q, double i)
    {
        Curve curve = Curve(text);
        Assert.Equal((q, i, 1, 5), (curve.Q[0], curve.I[0], curve.Idev!.Value[0], curve.Q.Length));
    }

    [Theory]
    [InlineData("# Qx Qy R\n")]
    [InlineData("# Qx Qy reflectivity\n")]
    public void A_plane_of_reflectivity_is_one(string head) =>
        Assert.Equal("R", Signal(head + "-0.01 -0.01 0.9\n0 -0.01 0.8\n0.01 -0.01 0.7\n-0.01 0 0.6\n0 0 0.5\n0.01 0 0.4\n").Y.Name);

    [Theory]
    [InlineData("#Sample name: water", "water")]
    [InlineData("#sample water at 20 C", "water at 20 C")]
    [InlineData("#Sample holder: steel", null)]
    public void A_key_may_be_several_words(string line, string? sample) => Assert.Equal(sample, Describe($"{line}\n{Rows}").Sample);

    [Fact]
    public void Numbers_within_a_long_header_are_no_table()
    {
        string header = string.Concat(Enumerable.Range(0, 900).Select(
            i => i % 150 == 0 ? $"{i}\n" : $"# a line of the header, number {i}\n"));
        string rows = string.Concat(Enumerable.Range(1, 2_000).Select(
            i => FormattableString.Invariant($"{i * 1e-4:F4} {1000.0 / i:F4} 1\n")));
        Assert.Equal(2_000, Describe(header + rows).Points);
    }

    [Fact]
    public void Notes_behind_a_short_curve_leave_it_one() =>
    Assert.Equal(5, Describe(Rows + string.Concat(Enumerable.Repeat("# a note\n", 8))).Points);

    [Fact]
    public void Lines_of_SPEC_and_of_NIST_are_metadata()
    {
        Dataset dataset = Describe(
            "#F a.dat\n#D 2007-03-22 15:52:59\n#C Run Number: 2893\n#title \"dry from air\"\n#instrument NG-1\n#C Notes: none of ours\n"
                + Rows);
        Assert.Equal(("2893", "dry from air", "NG-1"), (dataset.RunNumber, dataset.Title, dataset.Instrument));
        Assert.Equal(new DateTime(2007, 3, 22, 15, 52, 59), dataset.StartTime);
        Assert.Null(dataset.Concentration);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Every_line_end_is_one(string end) => Assert.Equal(5, Describe(Rows.Replace("\n", end, StringComparison.Ordinal)).Points);

    [Theory]
    [InlineData(",")]
    [InlineData(" , ")]
    [InlineData(";")]
    [InlineData("\t")]
    public void Every_separator_is_one(string separator) =>
    Assert.Equal(5, Describe(Rows.Replace(" ", separator, StringComparison.Ordinal)).Points);

    [Fact]
    public void Numbers_are_read_as_C_Fortran_and_Windows_write_them()
    {
        Curve curve = Curve("0.1E-01 -1.#IND 1\n2.0D-2 nan 1\n+.03 1e3 1\n0.04 -7 1\n0.05 inf 1\n");
        Assert.Equal([0.01, 0.02, 0.03, 0.04, 0.05], curve.Q);
        Assert.Equal([double.NaN, double.NaN, 1000, -7, double.PositiveInfinity], curve.I);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    public void Quotes_are_no_part_of_a_number_and_a_blank_cell_is_none(char separator)
    {
        const string Table =
            "\"Q\",\"I\",\"dI\",\"dQ\"\n\"0.01\",\"10\",\"1\",\"0.001\"\n0.02,,1,0.001\n0.03,8,,\n0.04, ,\"\",0.001\n0.05,6,1,\n";
        Curve curve = Curve(Table.Replace(',', separator));
        Assert.Equal([0.01, 0.02, 0.03, 0.04, 0.05], curve.Q);
        Assert.Equal([10, double.NaN, 8, double.NaN, 6], curve.I);
        Assert.Equal([1, 1, double.NaN, double.NaN, 1], curve.Idev!.Value);
        Assert.Equal([0.001, 0.001, double.NaN, 0.001, double.NaN], curve.Qdev!.Value);
    }

    [Fact]
    public void Two_columns_have_no_uncertainty_and_four_may_have_a_resolution()
    {
        Assert.False(Describe("0.01 10\n0.02 9\n0.03 8\n0.04 7\n0.05 6\n").HasUncertainty);
        Assert.Equal([0.001, 0.001, 0.001, 0.001, 0.001], Curve(Rows.Replace(" 1\n", " 1 0.001\n", StringComparison.Ordinal)).Qdev!.Value);
        // A fourth column that is larger than Q is something else, a model curve for instance.
        Assert.Null(Curve(Rows.Replace(" 1\n", " 1 9.5\n", StringComparison.Ordinal)).Qdev);
    }

    [Theory]
    // As WAXSiS writes it, the deviation of I(q); and as others do, the resolution beside a deviation or without one.
    [InlineData(
        "# q[A-1]        I(q)              sigma(q)\n",
        "0.01 8e7 8e5\n0.02 7e7 8e5\n0.03 6e7 7e5\n0.04 5e7 6e5\n0.05 4e7 5e5\n",
        true,
        false)]
    [InlineData("# q[A-1]  I(q)  sigma(q)\n", "0.01 8 0.012\n0.02 7 0.01\n0.03 6 0.01\n0.04 5 0.01\n0.05 4 0.01\n", false, true)]
    public void Sigma_of_q_is_what_its_size_says(string head, string rows, bool isDeviation, bool isResolution)
    {
        Curve curve = Curve(head + rows);
        Assert.Equal((isDeviation, isResolution), (curve.Idev is not null, curve.Qdev is not null));
    }

    [Theory]
    [InlineData("# Column 1: q (1/nm)\n# Column 2: I (1/cm)\n")]
    [InlineData("# 1st column: q (1/nm)\n# 2nd column: I (1/cm)\n")]
    public void Columns_named_one_by_one_are_what_they_are_called(string head)
    {
        Curve curve = Curve(head + "0.1 10\n0.2 9\n0.3 8\n0.4 7\n0.5 6\n");
        Assert.Equal(("1/nm", "1/cm", Basis.Stated), (curve.X.SourceUnit, curve.Y.Unit, curve.X.UnitBasis));
        Assert.Equal([10, 9, 8, 7, 6], curve.I);
    }

    [Fact]
    public void A_third_column_that_follows_the_second_is_taken_for_a_fit()
    {
        // As DAMMIF and GASBOR write their .fit.
        using var folder = new TestFolder();
        File.WriteAllText(folder["model.fit"], "0.01 10 10.2\n0.02 9 9.1\n0.03 8 7.9\n0.04 7 7.1\n0.05 6 6\n");
        using DatasetReading reading = Session.Read(folder["model.fit"]).Open(TestContext.Current.CancellationToken);
        Assert.Equal([AxisQuantity.Intensity, AxisQuantity.FittedIntensity], reading.Signals.Select(signal => signal.Y.Quantity));
        Assert.Null(reading.Signals[0].Idev);
        Assert.Equal([10.2, 9.1, 7.9, 7.1, 6], reading.Signals[1].I);
        Assert.Contains(reading.Doubts, doubt => doubt.Kind == DoubtKind.AssumedColumns && doubt.Taken.Contains("column 3 as a fit"));
    }

    [Theory]
    [InlineData("just words\nand more\n", "")]
    [InlineData("1\n2\n3\n4\n5\n6\n", "")]
    [InlineData("0.1 1\n0.2 2\n0.3 3\n", "")]
    [InlineData("# Chi2 Rg SupportVolume\n" + "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n", "named \"Chi2 Rg SupportVolume\"")]
    [InlineData("<X> <Y> <dY>\n-179 31 0\n-178 32 0\n-177 33 0\n-176 31 0\n-175 30 0\n", "does not look like Q")]
    [InlineData("-179 31 0\n-178 32 0\n-177 33 0\n-176 31 0\n-175 30 0\n", "does not look like Q")]
    [InlineData("1 1 1\n5 1 1\n2 1 1\n9 1 1\n0 1 1\n4 1 1\n", "does not look like Q")]
    [InlineData("1 2 3 4 5\n2 2 3 4 5\n3 2 3 4 5\n4 2 3 4 5\n5 2 3 4 5\n", "which of its 5 columns")]
    [InlineData("2theta  Intensity  Error\n" + "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n", "named \"2theta Intensity Error\"")]
    [InlineData("Lag time (s)  g2-1\n" + "0.01 10\n0.02 9\n0.03 8\n0.04 7\n0.05 6\n", "named \"Lag time (s) g2-1\"")]
    [InlineData("Volume(ml) UV280(mAU)\n" + "0.01 10\n0.02 9\n0.03 8\n0.04 7\n0.05 6\n", "named \"Volume(ml) UV280(mAU)\"")]
    [InlineData("f/Hz\tRe(Z)\t-Im(Z)\n" + "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n", "named \"f/Hz Re(Z) -Im(Z)\"")]
    [InlineData(
        "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n", "does not look like Q")]
    // As MDANSE writes text.
    [InlineData(
        "# 1st column: omega (rad/ps)\n# 2nd column: s (au)\n\n0.01 10\n0.02 9\n0.03 8\n0.04 7\n0.05 6\n", "1st column: omega (rad/ps)")]
    [InlineData("0 10\n1 12\n2 9\n3 7\n4 8\n5 6\n", "counts the rows")]
    [InlineData("200.2 1.2\n201.0 1.24\n201.8 1.3\n202.6 1.37\n203.4 1.39\n", "does not look like Q")]
    [InlineData("2013-02-21T14:39:15\tHeight\t1\n2013-02-21T14:39:16\tHeight\t1\n", "")]
    [InlineData(
        "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\nsecond\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n",
        "2 tables of numbers")]
    [InlineData(
        "A guide\n\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n\nThat was\nthe table\nof which\nmore is said\nin the rest\n"
            + "of this.\n",
        "a small table in it")]
    public void Other_text_is_passed_over_with_a_reason(string text, string reason)
    {
        using var folder = new TestFolder();
        FileOutcome outcome = FormatRegistry.Describe(folder.Write("a.txt", text));
        Assert.Empty(outcome.Datasets);
        Assert.Null(outcome.Error);
        Assert.Contains(reason, outcome.SkippedBecause!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Q\tI\tdI\nnm^-1\tcm^-1\tcm^-1\n", "nm^-1", "cm^-1")]
    [InlineData("Q\tI\tdI\n(1/nm)\t(1/cm)\t\n", "1/nm", "1/cm")]
    [InlineData("# q I sigma\n# 1/nm 1/cm 1/cm\n", "1/nm", "1/cm")]
    public void Units_may_stand_in_a_line_below_the_names(string header, string q, string i)
    {
        Dataset dataset = Describe(header + Rows);
        Assert.Equal((q, i), (dataset.SourceQUnit, dataset.IUnit));
        Assert.Equal(0.001, dataset.QMin!.Value, 1e-12);
    }

    [Fact]
    public void Lines_of_the_head_are_metadata_with_their_line_and_unit()
    {
        Dataset dataset = Describe(
            "# Sample: lysozyme\n# Wavelength: 6.0 A\n# Detector distance = 800 cm\n# Temperature: 20 C\n"
                + "# Start time: 2026-03-14T09:30:00+01:00\n# Q I dI\n" + Rows);
        Assert.Equal("lysozyme", dataset.Sample);
        Assert.Equal(6.0, dataset.Wavelength!.Value.Value, 12);
        Assert.Equal(8.0, dataset.DetectorDistance!.Value.Value, 12);
        Assert.Equal(293.15, dataset.Temperature!.Value.Value, 9);
        Assert.Equal(new DateTime(2026, 3, 14, 8, 30, 0, DateTimeKind.Utc), dataset.StartTime);
        Assert.Equal("line 2", dataset.Source(Term.Wavelength)!.Location);
    }

    [Fact]
    public void A_number_in_an_unknown_unit_is_not_guessed()
    {
        Dataset dataset = Describe("# Wavelength: 6.0 furlong\n" + Rows);
        Assert.Null(dataset.Wavelength);
        Assert.Equal("6.0", dataset.Source(Term.Wavelength)!.Value);
    }

    [Fact]
    public void Encodings_are_told_apart()
    {
        using var folder = new TestFolder();
        string text = "q Å-1\tI(q) cm-1\tSig cm-1\n" + Rows.Replace(' ', '\t');
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Latin1, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            string path = folder[$"{encoding.WebName}.dat"];
            File.WriteAllText(path, text, encoding);
            Assert.Equal("Å-1", Session.Read(path).SourceQUnit);
        }
    }

    [Fact]
    public void A_text_larger_than_the_head_is_read_to_its_end()
    {
        var text = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i * 1e-5:F5} {i} 1\n");
        Assert.Equal(20_000, Describe(text.ToString()).Points);
    }

    [Theory]
    // Rows counted and ends read by eye in the files.
    [InlineData("BioSAS-round-robin-derived/SASDPP4_RNase_A_consensus_SAXS_OE_q0.3.dat", 0.005, "1/A")]
    public void Real_curves_of_the_corpora_are_read(string path, double smallest, string? unit)
    {
        Dataset dataset = Session.Read(Repository.Corpora(path));
        Assert.Equal("ColumnText", dataset.Format.Id);
        Assert.Equal(smallest, dataset.QMin!.Value, 10);
        Assert.Equal(unit, dataset.SourceQUnit);
        Assert.True(dataset.HasUncertainty);
    }

    private static Dataset Describe(string text)
    {
        using var folder = new TestFolder();
        return Session.Read(folder.Write("curve.dat", text));
    }

    private static Curve Curve(string text) => Assert.IsType<Curve>(Signal(text));

    private static Signal Signal(string text)
    {
        using var folder = new TestFolder();
        return Assert.Single(Session.Read(folder.Write("curve.dat", text)).ReadSignals());
    }
}
