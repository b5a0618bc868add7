using System.Reflection;

namespace LensTools.Engine.Formats.Tables;

/// <summary>A table that is data rather than code: tab-separated values built into the assembly.</summary>
internal static class Table
{
    /// <summary>The rows of a table; comments and blank lines are left out.</summary>
    public static IEnumerable<string[]> Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the table {name} is not built into the assembly");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line.Split('\t');
        }
    }
}
