using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// The cross sections of a polarised reflectivity are entries. The layout is that of refl1d's documentation of <c>load4</c>: sections
/// apart by blank lines, each with its polarization, in columns Q, R, dR and dQ.
/// </summary>
public sealed class Refl1dTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_cross_section_is_an_entry()
    {
        File.WriteAllText(
            _folder["film.refl"],
            string.Join('\n', new[] { "++", "+-", "-+", "--" }.Select((section, number) =>
                $"# \"name\": \"Fe film\"\n# \"polarization\": \"{section}\"\n# \"wavelength\": 4.75\n" + Rows(number))));
        IReadOnlyList<Dataset> datasets = FormatRegistry.Describe(_folder["film.refl"], TestContext.Current.CancellationToken).Datasets;
        Assert.Equal(["++", "+-", "-+", "--"], datasets.Select(dataset => dataset.Entry));
        Assert.All(datasets, dataset => Assert.Equal(("Refl1d", "Reflectometry", "Fe film", 4.75, 5L), (
            dataset.Format.Id, dataset.Technique!.Abbreviation, dataset.Title, dataset.Wavelength!.Value.Value, dataset.Points)));
        using DatasetReading reading = datasets[2].Open(TestContext.Current.CancellationToken);
        Assert.Empty(reading.Doubts);
        var curve = Assert.IsType<Curve>(Assert.Single(reading.Signals));
        Assert.Equal((AxisQuantity.Reflectivity, "film -+", Basis.Implied), (curve.Y.Quantity, curve.Name, curve.X.UnitBasis));
        Assert.Equal([0.01, 0.02, 0.03, 0.04, 0.05], curve.Q);
        Assert.Equal([0.9, 0.8, 0.7, 0.6, 0.25], curve.I.Select(r => Math.Round(r, 12)));
        Assert.Equal([0.09, 0.08, 0.07, 0.06, 0.05], curve.Idev!.Value);
        Assert.Equal([0.001, 0.001, 0.001, 0.001, 0.001], curve.Qdev!.Value);
    }

    [Fact]
    public void Named_columns_are_what_they_are_called()
    {
        File.WriteAllText(_folder["named.refl"], "# \"polarization\": \"++\"\n# Qz (1/nm)  dQ  R  dR\n" + Rows(0));
        Dataset dataset = Session.Read(_folder["named.refl"]);
        var curve = (Curve)Assert.Single(dataset.ReadSignals(TestContext.Current.CancellationToken));
        Assert.Equal([0.001, 0.002, 0.003, 0.004, 0.005], curve.Q.Select(q => Math.Round(q, 12)));
        Assert.Equal([0.09, 0.08, 0.07, 0.06, 0.05], curve.I);
    }

    [Fact]
    public void A_short_section_keeps_its_place()
    {
        string three = string.Join('\n', Rows(1).Split('\n').Take(3)) + '\n';
        File.WriteAllText(
            _folder["short.refl"],
            $"# \"polarization\": \"++\"\n{Rows(0)}\n# \"polarization\": \"+-\"\n{three}\n# \"polarization\": \"-+\"\n{Rows(2)}");
        IReadOnlyList<Dataset> datasets = FormatRegistry.Describe(_folder["short.refl"], TestContext.Current.CancellationToken).Datasets;
        Assert.Equal([("++", 5L), ("+-", 3L), ("-+", 5L)], datasets.Select(dataset => (dataset.Entry, dataset.Points)));
    }

    [Fact]
    public void Columns_are_named_as_anywhere()
    {
        File.WriteAllText(_folder["named.refl"], "# \"polarization\": \"++\"\n# Qz  R++  dR  dQ(FWHM)\n" + Rows(0));
        var curve = (Curve)Assert.Single(Session.Read(_folder["named.refl"]).ReadSignals(TestContext.Current.CancellationToken));
        Assert.Equal((AxisQuantity.Reflectivity, Basis.Implied), (curve.Y.Quantity, curve.X.UnitBasis));
        Assert.Equal([0.9, 0.8, 0.7, 0.6, 0], curve.I);
        // A full width at half maximum is 2.3548 standard deviations.
        Assert.Equal(0.001 / 2.3548, curve.Qdev!.Value[0], 6);
    }

    [Fact]
    public void A_word_about_the_polarization_makes_no_reflectivity()
    {
        string rows = Rows(0).Replace(" 0.001", "", StringComparison.Ordinal);
        File.WriteAllText(_folder["sans.dat"], "# polarization: up\n# Q (1/A)  I (1/cm)  dI\n" + rows);
        Assert.Equal("ColumnText", Session.Read(_folder["sans.dat"]).Format.Id);
    }

    private static string Rows(int number) => string.Concat(Enumerable.Range(1, 5).Select(i => FormattableString.Invariant(
        $"{i / 100.0} {(i == 5 ? number / 8.0 : (10 - i) / 10.0)} {(10 - i) / 100.0} 0.001\n")));
}
