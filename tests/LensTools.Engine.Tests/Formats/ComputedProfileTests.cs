using LensTools.Engine.Datasets;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// Profiles of CRYSOL and FoXS are computed or fitted, and no measured intensities. The layouts are those of their manuals and of the
/// test data of bioxtasraw 2.1.
/// </summary>
public sealed class ComputedProfileTests : IDisposable
{
    private const AxisQuantity Computed = AxisQuantity.FittedIntensity, Measured = AxisQuantity.Intensity;

    private const string Fit = "0.01 8 0.1 7.5\n0.02 7 0.1 6.5\n0.03 6 0.1 5.5\n0.04 5 0.1 4.5\n0.05 4 0.1 3.5\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Intensities_of_crysol_have_their_parts()
    {
        Dataset dataset = Write(
            " Dif/Atom/Shape/Bord 1XIB.pd Dro:  0.030 Ra: 1.6099 Rg: 33.04 Vtot: 194335.\n"
                + "0 8 90 5 2\n0.1 7 80 4 2\n0.2 6 70 3 2\n0.3 5 60 2 1\n0.4 4 50 1 1\n",
            "lyso.int");
        Assert.Equal(("ComputedProfile", "SAXS", "1/angstrom", 20L, (bool?)null), (
            dataset.Format.Id, dataset.Technique!.Abbreviation, dataset.QUnit, dataset.Points, dataset.HasUncertainty));
        IReadOnlyList<Signal> signals = dataset.ReadSignals(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["lyso scattering", "lyso in vacuum", "lyso excluded volume", "lyso border layer"], signals.Select(signal => signal.Name));
        Assert.All(
            signals,
            signal => Assert.Equal((Computed, false, Basis.Implied), (signal.Y.Quantity, signal.IsMeasured, signal.X.UnitBasis)));
        Assert.Equal([8, 7, 6, 5, 4], signals[0].I);
        Assert.Equal([2, 2, 2, 1, 1], signals[3].I);
        Assert.Contains(dataset.ReadMetadata(), item => item is { Name: "Rg", Value: "33.04" });
    }

    [Theory]
    [InlineData("2POL.pdb  Dro:0.052  Ra:1.800  RGT:32.92  Vol: 93680.  Chi^2: 1.468\n")]
    [InlineData("# SAXS profile: number of points = 5, q_min = 0.01, q_max = 0.05\n# offset = 0, Chi^2 = 1.5\n# q exp error model\n")]
    public void A_fit_stands_beside_what_it_was_fitted_to(string header)
    {
        Dataset dataset = Write(header + Fit);
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Equal([Measured, Computed], reading.Signals.Select(signal => signal.Y.Quantity));
        Assert.Equal([8, 7, 6, 5, 4], reading.Signals[0].I);
        Assert.Equal([0.1, 0.1, 0.1, 0.1, 0.1], reading.Signals[0].Idev!.Value);
        Assert.Equal([7.5, 6.5, 5.5, 4.5, 3.5], reading.Signals[1].I);
        Assert.DoesNotContain(reading.Doubts, doubt => doubt.Kind is DoubtKind.AssumedColumns or DoubtKind.Unexplained);
    }

    /// <summary>The headers are those of fits in SASBDB: SASDMZ9, SASDJ72, and IMP's ProfileFitter, which writes no deviation.</summary>
    [Theory]
    [InlineData("exp_intensity   model_intensity error", "8 7.5 0.1", true)]
    [InlineData("exp_intensity   error   model_intensity", "8 0.1 7.5", true)]
    [InlineData("exp_intensity   model_intensity", "8 7.5", false)]
    public void A_fit_of_foxs_has_the_columns_that_it_names(string names, string row, bool hasDeviations)
    {
        string rows = string.Concat(Enumerable.Range(1, 5).Select(i => $"0.0{i} {row}\n"));
        Dataset dataset = Write(
            "# SAXS profile: number of points = 5, q_min = 0.01, q_max = 0.05\n# offset = 0, scaling c = 4.04e-10, Chi^2 = 1.67\n"
                + $"#  q       {names}\n{rows}");
        IReadOnlyList<Signal> signals = dataset.ReadSignals(TestContext.Current.CancellationToken);
        Assert.Equal([(Measured, 8.0), (Computed, 7.5)], signals.Select(signal => (signal.Y.Quantity, signal.I[0])));
        Assert.Equal(hasDeviations ? 0.1 : null, signals[0].Idev?[0]);
        Assert.Null(signals[1].Idev);
        // The factor of the fit is no concentration.
        Assert.Null(dataset.Concentration);
    }

    [Fact]
    public void Words_of_a_title_are_no_numbers()
    {
        Dataset dataset = Write("Sample: enzyme in D2O\n2POL.pdb  Dro:0.052  Ra:1.800  Chi^2: 1.468\n" + Fit);
        Assert.Equal("enzyme in D2O", dataset.Sample);
        Assert.Contains(dataset.ReadMetadata(), item => item is { Name: "Dro", Value: "0.052" });
    }

    [Fact]
    public void A_profile_of_foxs_that_lost_rows_says_so()
    {
        Dataset dataset = Write(
            "# SAXS profile: number of points = 6, q_min = 0, q_max = 0.5, delta_q = 0.1\n#    q    intensity    error\n"
                + "0.0 8 1\n0.1 7 1\n0.2 6 1\n0.3 5 1\n0.4 4 1\n");
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Equal(Computed, Assert.Single(reading.Signals).Y.Quantity);
        Assert.Equal("6 rows are stated, and 5 are there", Assert.Single(reading.Doubts).Seen);
    }

    private Dataset Write(string text, string name = "model.fit")
    {
        File.WriteAllText(_folder[name], text);
        return Session.Read(_folder[name]);
    }
}
