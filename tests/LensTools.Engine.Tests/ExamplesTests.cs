using LensTools.Examples;
using LensTools.Testing;

namespace LensTools.Engine.Tests;

/// <summary>The examples are what their generator makes.</summary>
public sealed class ExamplesTests
{
    [Fact]
    public void The_committed_round_robin_is_what_the_generator_writes()
    {
        using var folder = new TestFolder();
        RoundRobin.Write(folder.Path);
        string[] made = [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder.Path, f))
            .Order()];
        Assert.Equal(25, made.Length);
        foreach (string file in made)
            Assert.True(
                File.ReadAllBytes(folder[file]).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Repository.RoundRobin, file))), file);
    }
}
