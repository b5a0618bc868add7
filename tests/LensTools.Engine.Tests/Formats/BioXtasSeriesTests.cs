using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Hdf5.Writing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// A series of BioXTAS RAW gives a curve for each profile. The layout is that of bioxtasraw 2.1, SASFileIO.inner_save_series.
/// </summary>
public sealed class BioXtasSeriesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_profile_is_a_dataset()
    {
        string path = Write(root =>
        {
            GroupNode profiles = root.Group("profiles");
            profiles.Dataset("q", StoredValue.Array([0.01, 0.02, 0.03]));
            profiles.Dataset("000000", Table(2, 9, 0.9, 8, 0.8, 7, 0.7))
                .Attribute("parameters", "{\"filename\": \"a_0000.dat\", \"calibration_params\": {\"Wavelength (A)\": 1.245}}");
            profiles.Dataset("000001", Table(2, 6, 0.6, 5, 0.5, 4, 0.4));
            profiles.Dataset("average_buffer_profile", Table(3, 0.01, 3, 0.3, 0.02, 2, 0.2));
            profiles.Group("raw").Dataset("000000", Table(2, 18, 1.8, 16, 1.6, 14, 1.4));
            root.Group("subtracted_profiles").Dataset("000000", Table(4, 0.01, 1, 0.1, 0.001, 0.02, 2, 0.2, 0.002));
            root.Group("baseline_subtracted_profiles");
        });
        IReadOnlyList<Dataset> datasets = FormatRegistry.Describe(path, TestContext.Current.CancellationToken).Datasets;
        Assert.Equal(
            ["profiles/000000", "profiles/000001", "profiles/average_buffer_profile", "subtracted_profiles/000000"],
            datasets.Select(dataset => dataset.Entry));
        Assert.All(datasets, dataset => Assert.Equal(("BioXtasSeries", DataLevel.Reduced), (dataset.Format.Id, dataset.Level)));
        Assert.Equal(("a_0000.dat", 1.245), (datasets[0].RunNumber, datasets[0].Wavelength!.Value.Value));
        Assert.Contains(datasets[1].ReadMetadata(), item => item is { Name: "time", Value: "2.5", Unit: "s" });
        Curve first = Curve(datasets[0]), second = Curve(datasets[1]), buffer = Curve(datasets[2]), subtracted = Curve(datasets[3]);
        Assert.Equal([0.01, 0.02, 0.03], first.Q);
        Assert.Equal([9, 8, 7], first.I);
        Assert.Equal([0.9, 0.8, 0.7], first.Idev!.Value);
        Assert.Equal([6, 5, 4], second.I);
        Assert.Equal([3, 2], buffer.I);
        Assert.Equal([1, 2], subtracted.I);
        Assert.Equal([0.001, 0.002], subtracted.Qdev!.Value);
        // RAW does not say in which unit q is.
        Assert.Equal(Basis.Guessed, first.X.UnitBasis);
    }

    [Fact]
    public void A_profile_that_does_not_fit_its_q_is_damaged()
    {
        string path = Write(root =>
        {
            GroupNode profiles = root.Group("profiles");
            profiles.Dataset("q", StoredValue.Array([0.01, 0.02]));
            profiles.Dataset("000000", Table(2, 9, 0.9, 8, 0.8, 7, 0.7));
        });
        LensError? error = FormatRegistry.Describe(path, TestContext.Current.CancellationToken).Error;
        Assert.Contains("/profiles/000000", error!.Message, StringComparison.Ordinal);
    }

    private static Curve Curve(Dataset dataset) =>
        Assert.IsType<Curve>(Assert.Single(dataset.ReadSignals(TestContext.Current.CancellationToken)));

    private static StoredValue Table(int columns, params double[] values) =>
        StoredValue.Array(values, [values.Length / columns, columns]);

    private string Write(Action<GroupNode> build)
    {
        string path = _folder["series.hdf5"];
        GroupNode root = new GroupNode().Attribute("file_type", "RAW_Series").Attribute("series_type", "SEC");
        root.Dataset("times", StoredValue.Array([0.5, 2.5]));
        build(root);
        using FileStream file = File.Create(path);
        Hdf5Writer.Write(file, root);
        return path;
    }
}
