using System.Diagnostics;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Cli;

/// <summary>The runner as a process of its own.</summary>
internal static class LensProgram
{
    /// <summary>How it is started: as the program that it is on Windows, where no dotnet need be installed.</summary>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments) => OperatingSystem.IsWindows()
        ? new(Path.Combine(AppContext.BaseDirectory, "lens.exe"), arguments)
        : new("dotnet", [Path.Combine(AppContext.BaseDirectory, "lens.dll"), .. arguments]);

    /// <summary>Runs it to its end, with a state of its own and what the environment holds for it.</summary>
    public static (int ExitCode, string Output, string Error) Run(
        TestFolder state, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = Start(arguments);
        Dictionary<string, string> variables = environment.ToDictionary(variable => variable.Name, variable => variable.Value);
        variables["XDG_STATE_HOME"] = variables["LOCALAPPDATA"] = state.Path;
        return Tool.Run(start.FileName, start.ArgumentList, environment: variables);
    }
}
