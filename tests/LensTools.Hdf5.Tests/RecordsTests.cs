using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>Compounds by rows and columns, and times. The values are those that the scripts write by h5py.</summary>
public sealed class RecordsTests
{
    private const string Script = """
        import sys, h5py, numpy as np
        record = np.dtype([("time", ">f8"), ("position", [("x", "<i2"), ("y", "<f4")]), ("window", "<u2", (2, 2)),
            ("name", "S8"), ("note", h5py.string_dtype())])
        rows = np.zeros(3, dtype=record)
        rows["time"] = [0.5, 1.5, 2.5]
        rows["position"]["x"], rows["position"]["y"] = [1, -2, 3], [0.25, 0.5, 0.75]
        rows["window"] = np.arange(12).reshape(3, 2, 2)
        rows["name"], rows["note"] = [b"first", b"second", b""], ["eins", "zwei µ", ""]
        with h5py.File(sys.argv[1], "w") as file:
            file["rows"] = rows
            file["rows"].attrs["row"] = rows[1]
            file["number"] = 5
        """;

    [Fact]
    public void Members_are_read_by_row_and_by_column()
    {
        using var folder = new TestFolder();
        (int code, _, string error) = Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, folder["records.h5"]]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(folder["records.h5"]);
        Assert.True(file.TryGetDataset("rows", out Hdf5Dataset? rows));
        Hdf5Records records = rows.ReadRecords();
        Assert.Equal(3, records.Count);
        Assert.Equal([0.5, 1.5, 2.5], records.Column<double>("time"));
        Assert.Equal([1, -2, 3], records.Column<int>("position/x"));
        Assert.Equal(Enumerable.Range(0, 12), records.Column<int>("window"));
        Assert.Equal(["first", "second", ""], records.TextColumn("name"));
        Assert.Equal(["eins", "zwei µ", ""], records.TextColumn("note"));
        Assert.Equal(0.75f, records[2].Get<float>("position/y"));
        Assert.Equal([4, 5, 6, 7], records[1].GetArray<int>("window"));
        Assert.Equal("zwei µ", records[1].GetText("note"));
        Hdf5Records part = rows.ReadRecords(Hdf5Selection.Box([1], [2]));
        Assert.Equal([1.5, 2.5], part.Column<double>("time"));
        Assert.True(rows.TryGetAttribute("row", out Hdf5Attribute? row));
        Assert.Equal("second", row.ReadRecords()[0].GetText("name"));
    }

    [Fact]
    public void A_wrong_member_is_the_callers_error_and_names_the_right_ones()
    {
        using var folder = new TestFolder();
        (int code, _, string error) = Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, folder["records.h5"]]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(folder["records.h5"]);
        Assert.True(file.TryGetDataset("rows", out Hdf5Dataset? rows));
        Hdf5Records records = rows.ReadRecords();
        Assert.Contains(
            "position", Assert.Throws<ArgumentException>(() => records.Column<int>("positions")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => records[3]);
        Assert.Throws<Hdf5TypeMismatchException>(() => records.Column<int>("name"));
        Assert.True(file.TryGetDataset("number", out Hdf5Dataset? number));
        Assert.Throws<Hdf5TypeMismatchException>(() => number.ReadRecords());
    }

    [Fact]
    public void Times_are_seconds()
    {
        using var folder = new TestFolder();
        (int code, _, string error) = Tool.Run(
            Tool.PythonWith("h5py"), [Path.Combine(AppContext.BaseDirectory, "Oracle", "rare.py"), folder.Path, "small"]);
        Assert.True(code == 0, error);
        using Hdf5File file = Hdf5File.Open(folder["times.h5"]);
        foreach (string name in new[] { "little", "big" })
        {
            Assert.True(file.TryGetDataset(name, out Hdf5Dataset? times));
            Assert.Equal(Hdf5DatatypeClass.Time, times.Datatype.Class);
            Assert.Equal([0L, 1_000_000_000, -1], times.Read<long>());
        }
    }
}
