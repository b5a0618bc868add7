namespace LensTools.Testing;

/// <summary>Where things lie: the repository and the corpora beside it.</summary>
internal static class Repository
{
    /// <summary>The folder that holds LensTools.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The round robin of the examples.</summary>
    public static string RoundRobin { get; } = Path.Combine(Root, "examples", "roundrobin");

    /// <summary>A folder or file of the corpora; skips the test where they are absent.</summary>
    public static string Corpora(string path = "") => Path.Combine(Shared("corpora"), path);

    /// <summary>The folder of inputs made after bug reports; skips the test where it is absent.</summary>
    public static string Reported() => Shared("reported");

    /// <summary>A file of the published standards; skips the test where they are absent.</summary>
    public static string Standards(string path) => Path.Combine(Shared("standards"), path);

    private static string Shared(string name)
    {
        string folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", name));
        Assert.SkipUnless(Directory.Exists(folder), $"the {name} are not beside the repository (../shared/{name})");
        return folder;
    }

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LensTools.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds LensTools.sln");
    }
}
