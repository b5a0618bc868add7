using System.Diagnostics;

namespace LensTools.Engine.Tests.Cli;

/// <summary>The runner as a process of its own.</summary>
internal static class LensProgram
{
    /// <summary>How it is started: as the program that it is on Windows, where no dotnet need be installed.</summary>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments) => OperatingSystem.IsWindows()
        ? new(Path.Combine(AppContext.BaseDirectory, "lens.exe"), arguments)
        : new("dotnet", [Path.Combine(AppContext.BaseDirectory, "lens.dll"), .. arguments]);
}
