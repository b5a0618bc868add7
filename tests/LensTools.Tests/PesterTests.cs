using System.Xml.Linq;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>Runs tests/Pester in a real PowerShell, each test of it a row here; skips where there is no PowerShell or Pester.</summary>
public sealed class PesterTests
{
    [Fact]
    public void The_Pester_suite_passes()
    {
        string? pwsh = Environment.GetEnvironmentVariable("LENSTOOLS_PWSH") is { Length: > 0 } given ? given : Tool.Find("pwsh");
        Assert.SkipWhen(pwsh is null, "no pwsh on PATH or in LENSTOOLS_PWSH; the cmdlets were not run");
        (int found, string version, _) = Tool.Run(pwsh!, ["-NoProfile", "-Command", "(Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -ge 5 } | Select-Object -First 1).Version.ToString()"]);
        Assert.SkipWhen(found != 0 || version.Trim().Length == 0, $"{pwsh} has no Pester 5; the cmdlets were not run");

        using var folder = new TestFolder();
        string results = folder["results.xml"], suite = Path.Combine(Repository.Root, "tests", "Pester");
        string script =
            $$"""
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = '{{suite.Replace("'", "''", StringComparison.Ordinal)}}'
            $configuration.Run.Exit = $true
            $configuration.Output.Verbosity = 'Detailed'
            $configuration.TestResult.Enabled = $true
            $configuration.TestResult.OutputPath = '{{results.Replace("'", "''", StringComparison.Ordinal)}}'
            Invoke-Pester -Configuration $configuration
            """;
        (int code, string output, string error) = Tool.Run(pwsh!, ["-NoProfile", "-NonInteractive", "-Command", script], environment: new Dictionary<string, string> { ["NO_COLOR"] = "1" });
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        XElement totals = XDocument.Load(results).Root!;
        int total = (int)totals.Attribute("total")!, failed = (int)totals.Attribute("failures")! + (int)totals.Attribute("errors")!;
        Assert.True(code == 0 && failed == 0 && total > 30, $"{failed} of {total} Pester tests failed in {pwsh}:\n{output}\n{error}");
    }
}
