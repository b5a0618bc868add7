using LensTools.Testing;

namespace LensTools.Benchmarks;

/// <summary>Two thousand files of 10 KiB to apache2 on loopback, beside rclone.</summary>
internal sealed class PublishSmallBenchmark : Benchmark
{
    private const int Files = 2_000, PointsOfTenKiB = 410;
    private const double FilesPerSecond = 400;

    public override string Name => "publish-small";

    public override string Description => "2,000 files of 10 KiB to apache2, beside rclone; 400 files/s; under 150 MiB";

    protected override double Bar => 20;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        using Apache apache = Publisher.Start();
        string data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName, state = Path.Combine(folder.Path, "state");
        folder.AddCurves(Files, PointsOfTenKiB, data);
        int round = 0;
        var ours = Enumerable.Range(0, 5).Select(_ => Publisher.Ours(data, $"{apache.Url}/ours{++round}", state)).ToList();
        Publisher.Check(data, Path.Combine(apache.Root, "ours1"));
        double seconds = Median(ours.Select(run => run.Seconds)), memory = ours.Max(run => run.MemoryMiB);
        Print($"ours: {seconds:0.00} s, {Files / seconds:0} files/s (bar {FilesPerSecond:0})");
        Print($"CPU {Median(ours.Select(run => run.CpuSeconds)):0.0} s");
        Print($"{memory:0} MiB (bar {Publisher.LargestMemoryMiB:0})");
        Print($"median of 5, largest memory");
        (double Seconds, double CpuSeconds, double MemoryMiB) theirs = Publisher.Theirs(data, apache, "theirs");
        Print($"{Publisher.Version} --transfers 8: {theirs.Seconds:0.0} s, CPU {theirs.CpuSeconds:0.0} s, {theirs.MemoryMiB:0} MiB");
        double ratio = theirs.Seconds / seconds;
        return Files / seconds >= FilesPerSecond && memory < Publisher.LargestMemoryMiB
            ? ratio
            : Math.Min(ratio, Bar * Math.Min(Files / seconds / FilesPerSecond, Publisher.LargestMemoryMiB / memory) * 0.999);
    }
}
