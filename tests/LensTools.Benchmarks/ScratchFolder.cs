namespace LensTools.Benchmarks;

/// <summary>A folder of inputs, gone when the benchmark ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lens-benchmark-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Fills it with small curves of text, a thousand a folder.</summary>
    /// <param name="count">How many.</param>
    /// <param name="points">Of so many points each.</param>
    /// <param name="below">Where; the folder itself where it is null.</param>
    public void AddCurves(int count, int points, string? below = null)
    {
        string rows = string.Concat(Enumerable.Range(1, points).Select(
            i => FormattableString.Invariant($"{i * 0.004:F5} {100.0 / i:F5} {1.0 / i:F5}\n")));
        Parallel.For(0, count, i =>
        {
            string folder = Directory.CreateDirectory(System.IO.Path.Combine(below ?? Path, $"{i / 1000:000}")).FullName;
            File.WriteAllText(
                System.IO.Path.Combine(folder, $"{i:000000}.dat"),
                $"# Sample: number {i}\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n{rows}");
        });
    }
}
