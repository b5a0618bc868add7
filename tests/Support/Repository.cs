namespace LensTools.Testing;

/// <summary>Where things lie: the repository and the corpora beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds LensTools.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The round robin of the examples.</summary>
    public static string RoundRobin { get; } = Path.Combine(Root, "examples", "roundrobin");

    /// <summary>A folder or file of the corpora; skips the test where they are absent.</summary>
    public static string Corpora(string path = "")
    {
        string corpora = Path.GetFullPath(Path.Combine(Root, "..", "shared", "corpora"));
        Assert.SkipUnless(Directory.Exists(corpora), "the corpora are not beside the repository (../shared/corpora)");
        return Path.Combine(corpora, path);
    }

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LensTools.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds LensTools.sln");
    }
}
