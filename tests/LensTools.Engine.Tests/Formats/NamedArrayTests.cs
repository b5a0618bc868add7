using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Hdf5.Writing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// Arrays with named axes that programs keep in HDF5 are curves along the last axis. The layouts are those of MDANSE's HDFFormat and of
/// scipp's <c>io/hdf5.py</c>.
/// </summary>
public sealed class NamedArrayTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_of_mdanse_are_computed_curves()
    {
        Dataset dataset = Session.Read(Write(root =>
        {
            root.Attribute("header", "10 frames selected");
            Mdanse(root, "q", "index", "1/nm", StoredValue.Array([1.0, 2]));
            Mdanse(root, "time", "index", "ps", StoredValue.Array([0.0, 1, 2]));
            Mdanse(root, "f(q,t)_total", "q|time", "au", StoredValue.Array([1, 0.9, 0.8, 1, 0.7, 0.6], [2, 3]));
            Mdanse(root, "s(q)_total", "q", "au", StoredValue.Array([0.5, 1.5]));
        }));
        Assert.Equal(("Mdanse", null), (dataset.Format.Id, dataset.Technique));
        Curve[] curves = [.. dataset.ReadSignals(TestContext.Current.CancellationToken).Cast<Curve>()];
        Assert.Equal(["f(q,t)_total, q = 1 1/nm", "f(q,t)_total, q = 2 1/nm", "s(q)_total"], curves.Select(curve => curve.Name));
        Assert.Equal([1, 0.7, 0.6], curves[1].I);
        Assert.Equal(("time", "ps"), (curves[1].X.Name, curves[1].X.Unit));
        // 1/nm are a tenth of 1/angstrom.
        Assert.Equal([0.1, 0.2], curves[2].Q.Select(q => Math.Round(q, 12)));
        Assert.All(curves, curve => Assert.Equal((AxisQuantity.Computed, false, null), (curve.Y.Quantity, curve.IsMeasured, curve.Y.Unit)));
    }

    [Fact]
    public void A_data_array_of_scipp_is_a_curve_with_its_variances_and_masks()
    {
        Dataset dataset = Session.Read(Write(root => ScippArray(root, "I(Q)")));
        Assert.Equal(("Scipp", DataLevel.Reduced, 3L, 0.015, 0.035), (
            dataset.Format.Id, dataset.Level, dataset.Points, dataset.QMin, dataset.QMax));
        Assert.Equal("60", dataset.RunNumber);
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        var curve = Assert.IsType<Curve>(Assert.Single(reading.Signals));
        // The middles of the bins; the square roots of the variances.
        Assert.Equal([0.015, 0.025, 0.035], curve.Q.Select(q => Math.Round(q, 12)));
        Assert.Equal([9, double.NaN, 5], curve.I);
        Assert.Equal([3, 2, 1], curve.Idev!.Value);
        Assert.Equal(("1/angstrom", "counts"), (curve.X.Unit, curve.Y.Unit));
        Assert.Equal("1 of 3 points are masked by low", Assert.Single(reading.Doubts, doubt => doubt.Kind == DoubtKind.Masked).Seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_data_set_of_scipp_has_an_entry_for_each_array(bool isNew)
    {
        string path = Write(root =>
        {
            root.Attribute("scipp-version", "25.1").Attribute("scipp-type", "Dataset");
            GroupNode items = isNew ? root.Group("entries") : root;
            ScippArray(items.Group("a"), "sample");
            ScippArray(items.Group("b"), "background");
        });
        Assert.Equal(
            ["sample", "background"],
            FormatRegistry.Describe(path, TestContext.Current.CancellationToken).Datasets.Select(dataset => dataset.Entry));
    }

    [Fact]
    public void Binned_events_of_scipp_are_named_and_not_read()
    {
        Dataset dataset = Session.Read(Write(root =>
        {
            root.Attribute("scipp-type", "DataArray").Attribute("scipp-name", "");
            root.Group("data").Attribute("scipp-type", "Variable").Group("values").Attribute("dims", "Q");
        }));
        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
        Assert.Empty(reading.Signals);
        Assert.Contains(reading.Doubts, doubt => doubt is { Kind: DoubtKind.Unexplained, Seen: "its values are binned events" });
    }

    [Fact]
    public void What_does_not_fit_or_is_too_much_is_named_and_not_read()
    {
        using (DatasetReading mdanse = Session.Read(Write(root =>
        {
            Mdanse(root, "s(q)_total", "q", "au", StoredValue.Array([0.5, 1.5]));
            Mdanse(root, "odd", "q", "au", StoredValue.Array([0.5, 1.5], [1, 2]));
            Mdanse(root, "many", "a|b", "au", StoredValue.Array(new double[2002], [1001, 2]));
        })).Open(TestContext.Current.CancellationToken))
        {
            Assert.Equal("s(q)_total", Assert.Single(mdanse.Signals).Name);
            Assert.Equal(
                ["many has 1001 x 2 values along a, b", "1 axes are named, and it has 2"],
                mdanse.Doubts.OrderBy(doubt => doubt.Location).Select(doubt => doubt.Seen));
        }
        using DatasetReading scipp = Session.Read(Write(root =>
        {
            GroupNode masks = ScippArray(root, "I(Q)");
            Variable(masks, "masks_1", StoredValue.Array([0, 1]), null, "x").Attribute("scipp-name", "other");
        })).Open(TestContext.Current.CancellationToken);
        Assert.Contains(scipp.Doubts, doubt => doubt.Seen == "the mask other lies along a dimension that the data have not");
    }

    [Fact]
    public void A_group_that_leads_back_to_itself_ends()
    {
        string path = _folder["loop.h5"];
        const string Script = "import h5py, sys\nf = h5py.File(sys.argv[1], 'w')\nf.attrs['scipp-type'] = 'Dataset'\n"
            + "g = f.create_group('g')\ng['loop'] = g\ng['up'] = h5py.SoftLink('/')\n";
        Assert.Equal(0, Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, path]).ExitCode);
        Assert.Empty(FormatRegistry.Describe(path, TestContext.Current.CancellationToken).Datasets);
    }

    private static void Mdanse(GroupNode root, string name, string axis, string unit, StoredValue values) =>
        root.Dataset(name, values).Attribute("axis", axis).Attribute("units", unit).Attribute("varname", name);

    // Its masks.
    private static GroupNode ScippArray(GroupNode group, string name)
    {
        group.Attribute("scipp-type", "DataArray").Attribute("scipp-name", name);
        GroupNode data = Variable(group, "data", StoredValue.Array([9.0, 7, 5]), "counts", "Q");
        data.Dataset("variances", StoredValue.Array([9.0, 4, 1]));
        GroupNode coordinates = group.Group("coords");
        Variable(coordinates, "coords_0", StoredValue.Array([0.01, 0.02, 0.03, 0.04]), "1/angstrom", "Q").Attribute("scipp-name", "Q");
        Variable(coordinates, "coords_1", StoredValue.String("60"), null, null).Attribute("scipp-name", "run_number");
        GroupNode masks = group.Group("masks");
        Variable(masks, "masks_0", StoredValue.Array([0, 1, 0]), null, "Q").Attribute("scipp-name", "low");
        group.Group("attrs");
        return masks;
    }

    private static GroupNode Variable(GroupNode parent, string name, StoredValue values, string? unit, string? dimension)
    {
        GroupNode group = parent.Group(name).Attribute("scipp-type", "Variable");
        DatasetNode dataset = group.Dataset("values", values);
        if (unit is not null) dataset.Attribute("unit", unit);
        if (dimension is not null) dataset.Attribute("dims", StoredValue.StringArray(dimension));
        return group;
    }

    private string Write(Action<GroupNode> build)
    {
        string path = _folder["arrays.h5"];
        var root = new GroupNode();
        build(root);
        using FileStream file = File.Create(path);
        Hdf5Writer.Write(file, root);
        return path;
    }
}
