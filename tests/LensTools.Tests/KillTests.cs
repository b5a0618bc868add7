using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>
/// A PowerShell that is killed at a random moment of a publication whose pipeline wants only the first receipts, and the same
/// command again: nothing is listed that is not there, and in the end every file has a true receipt.
/// LENSTOOLS_KILLS sets how often; a few times unless it is set.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Files = 60;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pipeline_that_is_killed_at_any_moment_goes_on()
    {
        string rows = string.Concat(Enumerable.Range(1, 800).Select(
            i => FormattableString.Invariant($"{i * 1e-4:F4} {1000.0 / i:F4} 1\n")));
        for (int i = 0; i < Files; i++) _folder.Write($"set/{i % 5}/{i:00}.dat", $"# Sample: {i}\n# Q (1/A) I (1/cm) dI (1/cm)\n{rows}");
        int kills = int.Parse(Environment.GetEnvironmentVariable("LENSTOOLS_KILLS") ?? "5", CultureInfo.InvariantCulture);
        var random = new Random(20261126);
        int within = 0;
        TimeSpan whole = default;
        for (int i = 0; i <= kills; i++)
        {
            // Into a folder that is there, files go one by one, and count when the manifest lists them.
            Directory.CreateDirectory(_folder[$"{i}"]);
            if (i % 2 == 1) _folder.Write($"{i}/target/of others.txt", "of others");
            // The first is not killed: it shows how long there is; later ones find the code compiled.
            using Process process = Start(i, i - 1);
            Assert.Equal("ready", process.StandardOutput.ReadLine());
            var watch = Stopwatch.StartNew();
            if (i == 0)
            {
                process.WaitForExit();
                whole = watch.Elapsed;
            }
            else
            {
                process.WaitForExit((int)(whole.TotalMilliseconds * 0.6 * random.NextDouble()));
                if (!process.HasExited) within++;
                process.Kill();
                process.WaitForExit();
            }
            Check(i, isWhole: i == 0);
            // What was killed before has been run again, without being killed.
            if (i > 1) Check(i - 1, isWhole: true);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{within} of {kills} were killed within {whole.TotalMilliseconds:0} ms");
        Assert.True(within > 0);
    }

    private string Target(int number) => _folder[Path.Combine($"{number}", "target")];

    // Publishes to one target, then says that it is ready, and publishes to the next.
    private Process Start(int next, int again)
    {
        string Publish(int number) => $"$sets | Publish-LensDataset '{Target(number)}' -PassThru | Select-Object -First 3 | "
            + "ForEach-Object Path | Out-Null; ";
        var start = new ProcessStartInfo(
            "dotnet",
            [
                PesterTests.Given("Pwsh"), "-NoProfile", "-NonInteractive", "-Command",
                "$ErrorActionPreference = 'Stop'; "
                    + $"Import-Module '{Path.Combine(AppContext.BaseDirectory, "module", "LensTools.psd1")}'; "
                    + $"$sets = Get-LensDataset '{_folder["set"]}' -Recurse; {(again > 0 ? Publish(again) : "")}"
                    + $"[Console]::WriteLine('ready'); {Publish(next)}",
            ])
        {
            RedirectStandardOutput = true
        };
        start.Environment["XDG_STATE_HOME"] = start.Environment["LOCALAPPDATA"] = _folder["state"];
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }

    private void Check(int number, bool isWhole)
    {
        string target = Target(number), sums = Path.Combine(target, "SHA256SUMS");
        if (isWhole) Assert.True(File.Exists(sums), $"nothing was published to {target}");
        string[] lines = File.Exists(sums) ? File.ReadAllLines(sums) : [];
        Assert.True(lines.Length == Files || (lines.Length == 0 && !isWhole), $"{target} lists {lines.Length} files");
        foreach (string line in lines) Assert.Equal(line[..64], Sha256(Path.Combine(target, line[66..])));
        if (number % 2 == 1) Assert.Equal("of others", File.ReadAllText(Path.Combine(target, "of others.txt")));
        else if (lines.Length == 0) Assert.False(Directory.Exists(target), $"{target} is there, and lists nothing");

        var sources = new HashSet<string>();
        foreach (JsonElement receipt in Receipts().Where(receipt => receipt.GetProperty("destination").GetString() == target))
        {
            sources.Add(receipt.GetProperty("source").GetString()!);
            Assert.Equal(
                receipt.GetProperty("sha256").GetString(), Sha256(Path.Combine(target, receipt.GetProperty("path").GetString()!)));
        }
        if (!isWhole) return;
        Assert.Equal(Files, sources.Count);
        Assert.Empty(Directory.GetDirectories(_folder[$"{number}"], ".lens-staging*", SearchOption.AllDirectories));
    }

    // A line that was being written when the process died is no receipt.
    private IEnumerable<JsonElement> Receipts()
    {
        string path = _folder["set/lens-receipts.jsonl"];
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            JsonElement? receipt = null;
            try
            {
                receipt = JsonDocument.Parse(line).RootElement;
            }
            catch (JsonException)
            {
                continue;
            }
            yield return receipt.Value;
        }
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
