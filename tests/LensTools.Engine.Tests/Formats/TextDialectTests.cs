using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>Spellings of text dialects beside those in the corpora. What is expected stands in the text of each case.</summary>
public sealed class TextDialectTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(" LOQ Tue 20-FEB-2001 13:46 SAMPLE: 83404 BACKGROUND: 83403", "83404")]
    [InlineData(" SANS2D Sun 20-MAY-2012 11:32 Workspace: 12685rear_2D_8.0_16.5", "12685")]
    [InlineData(" SANS2D Wed 28-AUG-2019 15:35 Workspace: 2.5_percent", null)]
    public void The_run_of_a_curve_in_rkh_is_that_of_its_first_line(string first, string? run)
    {
        using var folder = new TestFolder();
        File.WriteAllText(
            folder["curve.txt"],
            first + "\n Latex\n    5    0    0    0    1    5    0\n         0         0         0         0\n 3 (F12.5,2E16.6)\n"
                + string.Concat(Enumerable.Range(1, 5).Select(i => $"  0.0{i}  {9 - i}  0.1\n")));
        Dataset dataset = Session.Read(folder["curve.txt"]);
        Assert.Equal((run, "1/angstrom", null), (dataset.RunNumber, dataset.QUnit, dataset.SourceQUnit));
    }

    [Fact]
    public void Reflectivity_of_ORSO_before_1_0_names_its_deviations_only()
    {
        // As EasyReflectometryLib's example.ort has them.
        string head = "# # ORSO reflectivity data file | 0.1 standard | YAML encoding\n# data_source:\n#   experiment:\n"
            + "#     facility: Paul Scherrer Institut, SINQ\n#   measurement:\n#     instrument_settings:\n#       wavelength:\n"
            + "#         magnitude: 1.2\n#         unit: nm\n# data_set: 0\n# columns:\n# - {name: Qz, unit: 1/angstrom}\n# - {name: R}\n"
            + "# - {name: sR}\n# - {name: sQz}\n";
        Dataset dataset = Read("old.ort", head + string.Concat(Enumerable.Range(1, 6).Select(i => $"0.0{i} 1 0.1 0.001\n")));
        var curve = Assert.IsType<Curve>(Assert.Single(dataset.ReadSignals()));
        Assert.Equal((0.1, 0.001), (curve.Idev!.Value[0], curve.Qdev!.Value[0]));
        Assert.Equal("PSI", dataset.Facility);
        Assert.Equal(12, dataset.Wavelength!.Value.Value, 9);
    }

    [Fact]
    public void The_version_of_GRASP_may_end_in_letters()
    {
        Dataset dataset = Read("093191_201.dat", "GRASP V.7.11CD    Instrument:  ILL_d22\nSubtitle: water\n\nMod_Q I Err_I Sigma_Q\n"
            + string.Concat(Enumerable.Range(1, 6).Select(i => $"0.0{i} 1 0.1 0.001\n")));
        Assert.Equal(
            ("IllGrasp", "D22", "ILL", "SANS"),
            (dataset.Format.Id, dataset.Instrument, dataset.Facility, dataset.Technique!.ToString()));
    }

    [Theory]
    [InlineData(
        "PIXELS(X)    PIXELS(Y)   PIXELSIZE X (mm)  PIXELSIZE Y (mm)\n3    3    5.08    5.08\n",
        26.0,
        "3 times 3 pixels are stated, but there are 8 counts")]
    [InlineData("", null, "8 counts do not fill a square detector")]
    public void Counts_of_a_NIST_detector_are_raw_data(string pixels, double? seconds, string cut)
    {
        // As FEB18012.ASC of sasdata (2018) and Dec07031.ASC of SasView (2010) have it; the second has no time and no numbers of pixels.
        string text = "FILE: FEB18012.SA4_NG7_Z473   CREATED: 14-FEB-2018 10:01:53\nLABEL: Teflon Alignment 1m Scatt       \n"
            + (seconds is null
                ? "MON CNT   LAMBDA(A)   DET_OFF(cm)   DET_DIST(m)   TRANS   THICK(cm)\n5.0808e+05  6       25     1     1     0.1\n"
                : "MON CNT   LAMBDA(A)   DET_OFF(cm)   DET_DIST(m)   TRANS   THICK(cm)    COUNT TIME\n"
                    + "5.0808e+05  6       25     1     1     0.1     26\n")
            + "BCENT(X,Y)   A1(mm)   A2(mm)   A1A2DIST(m)   DL/L   BSTOP(mm)   DET_TYP  \n"
            + "115.51  65.78  50.8  12.7  3.876  0.115  50.8  ORNL  \n" + pixels
            + "SAM: RAW Data File: FEB18012.SA4_NG7_Z473\n\n*** Data written from RAW folder and may not be a fully corrected data file "
            + "***\nThe detector image is a standard X-Y coordinate system\nData is written by row, starting with Y=1 and X=(1->128)\n\n"
            + "19\n12\n12\n16\n0\n3\n7\n8\n9\n";
        Dataset dataset = Read("FEB18012.ASC", text);
        Assert.Equal(
            ("NistCounts", DataLevel.Raw, 9L, "Teflon Alignment 1m Scatt", "FEB18012.SA4_NG7_Z473", Technique.Sans),
            (dataset.Format.Id, dataset.Level, dataset.Points, dataset.Title, dataset.RunNumber, dataset.Technique));
        Assert.Equal((6.0, 1.0, 1.0, seconds), (
            dataset.Wavelength!.Value.Value,
            dataset.DetectorDistance!.Value.Value,
            dataset.Thickness!.Value.Value,
            dataset.Duration?.Value));
        FileOutcome broken = FormatRegistry.Describe(_folder.Write("short.ASC", text[..^2]));
        Assert.Contains(cut, broken.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_of_one_digit_is_a_day_in_RKH()
    {
        Dataset dataset = Read(
            "ISIS_98929.TXT",
            " LOQ Wed  4-JUN-2003 08:00 W 26 INST_DIRECT_BEAM\n a title\n    6    0    0    0    1    6    0\n"
                + "         0         0         0         0\n 3 (F12.5,2E16.6)\n"
                + string.Concat(Enumerable.Range(1, 6).Select(i => $"     0.0{i}00    0.600000E+01    0.100000E+00\n")));
        Assert.Equal(("Rkh", "LOQ", "ISIS"), (dataset.Format.Id, dataset.Instrument, dataset.Facility));
    }

    [Fact]
    public void Several_users_are_all_named()
    {
        // Two authors, as NICOS' yamlformat lists them; the array beside it has one pixel.
        string path = _folder.Write(
            "a.KWS1.yaml",
            "format:\n  identifier: MLZ.KWS1.2.0-gamma1\ninstrument: {name: KWS-1}\nexperiment:\n  authors:\n  - {name: A. User}\n"
                + "  - {name: L. Contact}\nmeasurement:\n  sample:\n    environment:\n    - {name: T, value: 20.0, unit: degC}\n"
                + "  detectors:\n  - {pixels_x: 1, pixels_y: 1}\n");
        File.WriteAllBytes(_folder["a.KWS1.array"], [1, 0, 0, 0]);
        Dataset dataset = Session.Read(path);
        Assert.Equal(["A. User", "L. Contact"], dataset.Users.Select(user => user.Name));
        Assert.Equal(293.15, dataset.Temperature!.Value.Value, 9);
    }

    private Dataset Read(string name, string text) => Session.Read(_folder.Write(name, text));
}
