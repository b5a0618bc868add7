using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>
/// A publishing process that is killed at a random moment, and the same command again: nothing is visible or all of
/// it is, and what had arrived is not sent twice. LENSTOOLS_KILLS sets how often; a few times unless it is set.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Files = 40, AtOnce = 4;

    private readonly TestFolder _source = new();

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData("dav")]
    [InlineData("user")]
    [InlineData("link")]
    public void Killed_at_any_moment_it_goes_on(string kind)
    {
        string rows = string.Concat(Enumerable.Range(1, 800).Select(
            i => FormattableString.Invariant($"{i * 1e-4:F4} {1000.0 / i:F4} {1 + (i % 3)}\n")));
        for (int i = 0; i < Files; i++)
            _source.Write(
                $"{i % 5}/{i:00}.dat",
                $"# Sample: silica {i}\n# Title: curve {i}\n# Proposal: 1\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n{rows}");
        long largest = Directory.GetFiles(_source.Path, "*", SearchOption.AllDirectories).Max(file => new FileInfo(file).Length),
            all = Directory.GetFiles(_source.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        int kills = Kills;
        var random = new Random(20261123);
        TimeSpan whole = default;
        for (int i = 0; i <= kills; i++)
        {
            using var state = new TestFolder();
            using var server = new DavDouble(kind) { HasBulk = i % 2 == 0 };
            string published = Path.Combine(server.Root, "set");
            // Into a folder that is there, files go one by one under a lock, and count when the manifest lists them.
            bool isThere = i % 3 == 2;
            if (isThere) File.WriteAllText(Path.Combine(Directory.CreateDirectory(published).FullName, "of others.txt"), "of others");
            string destination = kind == "link" ? server.Url + "?dir=/set" : server.Url + "set";
            string? user = kind == "user" ? "u" : null;
            // The first run is not killed: it shows how long there is.
            var watch = Stopwatch.StartNew();
            using Process process = Start(destination, state, user);
            bool ended = i == 0
                ? process.WaitForExit(60_000)
                : process.WaitForExit((int)(whole.TotalMilliseconds * (0.3 + (0.7 * random.NextDouble()))));
            if (i == 0) whole = watch.Elapsed;
            if (!ended) process.Kill();
            process.WaitForExit();
            if (isThere ? File.Exists(Path.Combine(published, "lens-manifest.json")) : Directory.Exists(published))
                Check(published, $"after kill {i}");
            long before = server.BytesReceived;
            using Process again = Start(destination, state, user);
            again.WaitForExit();
            Assert.True(again.ExitCode == 0, $"kill {i}: {again.StandardError.ReadToEnd()}");
            Check(published, $"after the run that followed kill {i}");
            CheckReceipts(server, $"after the run that followed kill {i}");
            // The lists are written anew; of the files no more than was under way.
            long repeated = server.BytesReceived - all - ListBytes(published) * 2;
            Assert.True(
                repeated <= AtOnce * 100 * largest && (kind != "dav" || repeated <= AtOnce * 2 * largest),
                $"kill {i}: {repeated} bytes were sent twice, {before} before it was killed");
            Assert.Empty(Directory.GetFileSystemEntries(server.Root, ".lens-staging*", SearchOption.AllDirectories));
            if (isThere) Assert.Equal("of others", File.ReadAllText(Path.Combine(published, "of others.txt")));
        }
    }

    [Fact]
    public void Killed_while_a_large_file_is_on_its_way_to_apache_it_goes_on()
    {
        Assert.SkipUnless(Apache.IsInstalled, "Debian's apache2 is not installed");
        using (var text = new StreamWriter(_source["large.dat"]))
        {
            text.Write("# Sample: large\n# Title: large\n# Proposal: 1\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n");
            for (int i = 1; i <= 800_000; i++)
                text.Write(string.Create(CultureInfo.InvariantCulture, $"{i * 1e-7:0.0000000} {1e7 / i:0.00000} {1 + (i % 3)}\n"));
        }
        byte[] large = File.ReadAllBytes(_source["large.dat"]);
        using var apache = new Apache();
        var random = new Random(20261125);
        int hits = 0;
        for (int i = 0; i <= Kills / 3; i++)
        {
            using var state = new TestFolder();
            string destination = $"{apache.Url}/set{i}", published = Path.Combine(apache.Root, $"set{i}");
            // Three times, each when more of it has come.
            foreach (double part in new[] { random.NextDouble() / 2, 0.5 + (random.NextDouble() / 4), 0.75 + (random.NextDouble() / 4) })
            {
                using Process process = Start(destination, state);
                long come = 0;
                while (!process.HasExited && (come = Staged(apache)) < part * large.Length) Thread.Sleep(1);
                if (come > 0 && come < large.Length) hits++;
                process.Kill();
                process.WaitForExit();
                if (Directory.Exists(published)) Assert.Equal(large, File.ReadAllBytes(Path.Combine(published, "large.dat")));
            }
            using Process again = Start(destination, state);
            again.WaitForExit();
            Assert.True(again.ExitCode == 0, $"kill {i}: {again.StandardError.ReadToEnd()}");
            Assert.Equal(large, File.ReadAllBytes(Path.Combine(published, "large.dat")));
            Assert.Empty(Directory.GetFileSystemEntries(apache.Root, ".lens*", SearchOption.AllDirectories));
            Directory.Delete(published, recursive: true);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{hits} kills while some of the file had come");
        Assert.True(hits > 0);
    }

    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("LENSTOOLS_KILLS") ?? "5", CultureInfo.InvariantCulture);

    private static long Staged(Apache apache) =>
        Directory.GetDirectories(apache.Root, ".lens-staging-*")
            .Select(folder => new FileInfo(Path.Combine(folder, "large.dat")))
            .Where(file => file.Exists)
            .Sum(file => file.Length);

    private Process Start(string destination, TestFolder state, string? user = null)
    {
        ProcessStartInfo start = Cli.LensProgram.Start("curate", _source.Path, "--publish", destination);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment["XDG_STATE_HOME"] = state.Path;
        if (user is not null) (start.Environment["LENS_USERNAME"], start.Environment["LENS_PASSWORD"]) = (user, "p");
        Process process = Process.Start(start)!;
        // Its report is longer than a pipe holds, and a program that nobody reads waits forever.
        _ = process.StandardOutput.ReadToEndAsync();
        return process;
    }

    private void Check(string published, string when)
    {
        foreach (string file in Directory.GetFiles(_source.Path, "*.dat", SearchOption.AllDirectories))
        {
            string other = Path.Combine(published, Path.GetRelativePath(_source.Path, file));
            Assert.True(
                File.Exists(other) && File.ReadAllBytes(other).AsSpan().SequenceEqual(File.ReadAllBytes(file)),
                $"{when}: {other} is not what was published");
        }
        Assert.Equal(Files, File.ReadAllLines(Path.Combine(published, "SHA256SUMS")).Length);
    }

    // Whatever was interrupted, what is visible has a receipt in the end.
    private void CheckReceipts(DavDouble server, string when)
    {
        string port = new Uri(server.Url).Authority;
        HashSet<string> paths = [.. File.ReadAllLines(_source["lens-receipts.jsonl"])
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(receipt => receipt.GetProperty("destination").GetString()!.Contains(port, StringComparison.Ordinal))
            .Select(receipt => receipt.GetProperty("path").GetString()!)];
        string? without = Directory.GetFiles(_source.Path, "*.dat", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_source.Path, file).Replace('\\', '/'))
            .FirstOrDefault(path => !paths.Contains(path));
        Assert.True(without is null, $"{when}: {without} has no receipt");
    }

    private static long ListBytes(string published) => Directory.GetFiles(published).Sum(file => new FileInfo(file).Length);
}
