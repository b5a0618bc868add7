using System.Reflection;
using System.Xml.Linq;
using LensTools.Testing;

namespace LensTools.Tests;

/// <summary>Runs tests/Pester in a real PowerShell, on the module as it is packed, published and installed.</summary>
public sealed class PesterTests
{
    [Fact]
    public void The_Pester_suite_passes()
    {
        // PowerShell's home and working folder, so that the user's repositories and modules are neither used nor touched.
        using var home = new TestFolder();
        string results = home["results.xml"];
        (int code, string output, string error) = Tool.Run(
            "dotnet",
            [
                Given("Pwsh"), "-NoProfile", "-NonInteractive", "-File",
                Path.Combine(Repository.Root, "tests", "Pester", "Invoke-Suite.ps1"),
                "-Package", Path.Combine(AppContext.BaseDirectory, "module"), "-Pester", Given("Pester"), "-Results", results,
            ],
            folder: home.Path,
            environment: new Dictionary<string, string>
            {
                ["HOME"] = home.Path,
                ["XDG_DATA_HOME"] = Directory.CreateDirectory(home[".local/share"]).FullName,
                ["NO_COLOR"] = "1",
            });
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.True(File.Exists(results), $"the Pester suite did not run:\n{output}\n{error}");
        XElement totals = XDocument.Load(results).Root!;
        int total = (int)totals.Attribute("total")!, failed = (int)totals.Attribute("failures")! + (int)totals.Attribute("errors")!;
        Assert.True(code == 0 && failed == 0 && total > 30, $"{failed} of {total} Pester tests failed:\n{output}\n{error}");
    }

    /// <summary>A path that the project file gives.</summary>
    internal static string Given(string name) =>
        typeof(PesterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
}
