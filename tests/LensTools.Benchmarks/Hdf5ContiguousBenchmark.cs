using System.Runtime.InteropServices;
using LensTools.Hdf5;

namespace LensTools.Benchmarks;

/// <summary>A contiguous array of 400 MB, beside reading as many bytes of a plain file into the same array.</summary>
internal sealed class Hdf5ContiguousBenchmark : Benchmark
{
    private const double Millions = 50;

    public override string Name => "hdf5-contiguous";

    public override string Description => "a contiguous array of 400 MB, beside a plain read of as many bytes";

    // The speed of a plain read, within what two measurements of one thing differ by.
    protected override double Bar => 0.95;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string path = Path.Combine(folder.Path, "data.h5");
        Peer.Run(Peer.Python, Peer.Script("hdf5_make.py"), "contiguous", path, $"{Millions:0}");
        var values = new double[(int)(Millions * 1e6)];
        var plain = new List<double>();
        var ours = new List<double>();
        var managed = new List<double>();
        for (int i = 0; i < 11; i++)
        {
            plain.Add(Hdf5WalkBenchmark.Seconds(() => ReadPlain(path, values)));
            managed.Add(Hdf5WalkBenchmark.Seconds(() => PureHdfPeer.ReadInto(path, "data", values)));
            ours.Add(Hdf5WalkBenchmark.Seconds(() => ReadOurs(path, values)));
        }
        if (values[^1] != values.Length - 1) throw new InvalidOperationException("the last value is wrong");
        double bytes = values.Length * 8.0 / (1 << 30);
        Print($"plain {bytes / Median(plain):0.00} GiB/s");
        Print($"ours {bytes / Median(ours):0.00} GiB/s");
        Print($"PureHDF {bytes / Median(managed):0.00} GiB/s (median of 11)");
        return Median(plain) / Median(ours);
    }

    private static void ReadPlain(string path, double[] values)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path);
        Span<byte> rest = MemoryMarshal.AsBytes(values.AsSpan());
        long position = RandomAccess.GetLength(handle) - rest.Length;
        while (!rest.IsEmpty)
        {
            int got = RandomAccess.Read(handle, rest, position);
            rest = rest[got..];
            position += got;
        }
    }

    private static void ReadOurs(string path, double[] values)
    {
        using Hdf5File file = Hdf5File.Open(path);
        file.TryGetDataset("/data", out Hdf5Dataset? dataset);
        dataset!.Read(Hdf5Selection.All(dataset.Dataspace), values.AsSpan());
    }
}
