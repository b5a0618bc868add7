using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>What a pipeline of cmdlets does to the files that go through it, in a real PowerShell.</summary>
public sealed class PipelineTests
{
    private const string Rows = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private static readonly string Xml =
        """
        <SASroot version="1.1" xmlns="urn:cansas1d:1.1"><SASentry name="e"><Title>t</Title><Run>1</Run><SASdata>
        """
        + string.Concat(Enumerable.Range(1, 6).Select(
            i => $"""<Idata><Q unit="1/A">0.0{i}</Q><I unit="1/cm">{10 - i}</I><Idev unit="1/cm">0.{i}</Idev></Idata>"""))
        + """
        </SASdata><SASsample><ID>s</ID></SASsample><SASinstrument><name>LOQ</name></SASinstrument></SASentry></SASroot>
        """;

    [Fact]
    public void A_text_is_opened_twice_on_its_way_from_Get_to_Publish()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux counts how often a file is opened");
        using var folder = new TestFolder();
        string data = Directory.CreateDirectory(folder["data"]).FullName;
        for (int i = 0; i < 20; i++)
            folder.Write($"data/{i}.dat", $"# Sample: water {i}\n# Instrument: LOQ\n# Q (1/A) I (1/cm) dI (1/cm)\n{Rows}");
        for (int i = 0; i < 5; i++) folder.Write($"data/{i}.xml", Xml.Replace(">s<", $">s{i}<", StringComparison.Ordinal));
        folder.Write("data/lens.yaml", "name: pipeline\n");
        using var opened = new OpenedFiles(data);
        (int code, string output, string error) = Tool.Run(
            "dotnet",
            [
                PesterTests.Given("Pwsh"), "-NoProfile", "-NonInteractive", "-Command",
                $"Import-Module '{Path.Combine(AppContext.BaseDirectory, "module", "LensTools.psd1")}';"
                + $"(Get-LensDataset '{data}' | Test-LensDataset | Where-Object Verdict -eq Usable | Set-LensLabel quality good -PassThru"
                + $" | Publish-LensDataset '{folder["target"]}' -PassThru).Count",
            ],
            environment: new Dictionary<string, string> { ["XDG_STATE_HOME"] = folder["state"], ["NO_COLOR"] = "1" });
        Assert.True(code == 0 && output.Trim() == "25", output + error);
        // Read and hashed; copied.
        Dictionary<string, int> times = opened.Read()
            .Where(name => name.EndsWith(".dat", StringComparison.Ordinal) || name.EndsWith(".xml", StringComparison.Ordinal))
            .CountBy(name => name)
            .ToDictionary();
        Assert.Equal(25, times.Count);
        Assert.All(times, file => Assert.True(file.Value <= 2, $"{file.Key} was opened {file.Value} times"));
    }
}
