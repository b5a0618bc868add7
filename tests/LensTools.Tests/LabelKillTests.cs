using System.Diagnostics;
using System.Globalization;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>
/// A PowerShell that is killed while it labels, and two that label at once: what was reported is there, each transaction is there whole or
/// not at all, and the vocabulary knows every label. LENSTOOLS_KILLS and LENSTOOLS_SECONDS set how often and how long.
/// </summary>
public sealed class LabelKillTests : IDisposable
{
    private const int Sets = 300;

    private readonly TestFolder _folder = new();

    public LabelKillTests()
    {
        for (int i = 0; i < Sets; i++)
            _folder.Write($"run{i}.dat", string.Concat(
                Enumerable.Range(1, 20).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k * 0.01} {i + k} 1\n"))));
        _folder.Write("lens.yaml", "name: killed\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_command_that_is_killed_at_any_moment_has_labelled_all_or_nothing()
    {
        // Each transaction gives all datasets a value that the vocabulary has not had.
        const string Script = """
            $labels = @(Get-LensLabel $folder -Name quality -WarningAction SilentlyContinue 6>$null)
            $bad = @(Test-LensVocabulary $folder 6>$null | Where-Object Problem -ne Missing)
            [Console]::WriteLine("$($labels.Count) $(@($labels.Value | Sort-Object -Unique).Count) $($labels[0].Value) $($bad.Count)")
            $i = "$($labels[0].Value)" -replace '\D' -as [int]
            while ($true) {
                $i++
                $sets | Set-LensLabel quality "v$i" -AllowNew -WarningAction SilentlyContinue
                [Console]::WriteLine("$i")
            }
            """;
        int kills = int.Parse(Environment.GetEnvironmentVariable("LENSTOOLS_KILLS") ?? "5", CultureInfo.InvariantCulture);
        var random = new Random(20261126);
        int reported = 0;
        for (int i = 0; i <= kills; i++)
        {
            using Process process = Start(Script);
            string[] state = process.StandardOutput.ReadLine()!.Split(' ');
            if (i > 0)
            {
                // All datasets have one value, which is the last that was reported or a later one; and the vocabulary has it.
                Assert.Equal(($"{Sets}", "1", "0"), (state[0], state[1], state[3]));
                Assert.InRange(int.Parse(state[2][1..], CultureInfo.InvariantCulture), reported, reported + 1);
            }
            // The first command compiles the code; after it, any moment of those that follow.
            reported = int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            Task<string> rest = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            process.WaitForExit(random.Next(400));
            process.Kill();
            process.WaitForExit();
            if ((await rest).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() is { } last)
                reported = int.Parse(last, CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void Two_that_label_at_once_lose_nothing()
    {
        int seconds = int.Parse(Environment.GetEnvironmentVariable("LENSTOOLS_SECONDS") ?? "8", CultureInfo.InvariantCulture);
        string Writer(string name) => $$"""
            [Console]::WriteLine('ready')
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $i = 0
            while ($watch.Elapsed.TotalSeconds -lt {{seconds}}) {
                $i++
                $sets | Set-LensLabel {{name}} "{{name}} $i"
                # Both give this one: which of them was overtaken by the other is said.
                $sets[0] | Set-LensLabel concentration "{{name}} $i" -ErrorAction SilentlyContinue -ErrorVariable +overtaken
            }
            $other = @($overtaken | Where-Object FullyQualifiedErrorId -notlike 'LensLabelOvertaken*')
            if ($other.Count -gt 0) { throw $other[0] }
            [Console]::WriteLine("$i")
            [Console]::WriteLine("$($overtaken.Count)")
            """;
        using Process one = Start(Writer("comment")), other = Start(Writer("sample-name"));
        Assert.Equal(("ready", "ready"), (one.StandardOutput.ReadLine(), other.StandardOutput.ReadLine()));
        int first = int.Parse(one.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        int second = int.Parse(other.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        int overtaken = int.Parse(one.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture)
            + int.Parse(other.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        one.WaitForExit();
        other.WaitForExit();
        Assert.True(first > 1 && second > 1);
        string[] lines = File.ReadAllLines(_folder["lens-labels.jsonl"]);
        // Two transactions a round, each closed by a line.
        Assert.Equal(((first + second) * (Sets + 3)) - (2 * overtaken), lines.Length);
        using Process reader = Start("""
            $labels = 'comment', 'sample-name' | ForEach-Object { (Get-LensLabel $folder -Name $_)[-1].Value }
            [Console]::WriteLine($labels -join ', ')
            [Console]::WriteLine("$(@(Get-LensLabel $folder -History).Count) $(@(Get-LensLabel $folder -Conflict).Count)")
            """);
        Assert.Equal($"comment {first}, sample-name {second}", reader.StandardOutput.ReadLine());
        Assert.Equal($"{((first + second) * (Sets + 1)) - overtaken} 0", reader.StandardOutput.ReadLine());
    }

    private Process Start(string script)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                PesterTests.Given("Pwsh"), "-NoProfile", "-NonInteractive", "-Command",
                "$ErrorActionPreference = 'Stop'; $InformationPreference = 'SilentlyContinue'; "
                    + $"Import-Module '{Path.Combine(AppContext.BaseDirectory, "module", "LensTools.psd1")}'; "
                    // A file that a kill left half written is told of as no dataset.
                    + $"$folder = '{_folder.Path}'; $sets = Get-LensDataset $folder 6>$null; " + script,
            ])
        {
            RedirectStandardOutput = true
        };
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }
}
