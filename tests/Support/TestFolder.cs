namespace LensTools.Testing;

/// <summary>A folder of a test's own, gone when the test ends.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder(string name = "lens test") =>
        Path = Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{name} {Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        string path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Copies the files of a folder, to the bottom; into a folder of this one where one is named.</summary>
    public void CopyFrom(string folder, string into = "")
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string relative = System.IO.Path.GetRelativePath(folder, file);
            if (relative.StartsWith(".lens", StringComparison.Ordinal) || relative.StartsWith("lens-", StringComparison.Ordinal)) continue;
            string copy = System.IO.Path.Combine(Path, into, relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Makes a symbolic link; skips the test where the host has none.</summary>
    public void Link(string name, string target, bool isFolder = false)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        try
        {
            if (isFolder) Directory.CreateSymbolicLink(this[name], target);
            else File.CreateSymbolicLink(this[name], target);
        }
        catch (Exception problem) when (OperatingSystem.IsWindows() && problem is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"symbolic links cannot be made here: {problem.Message}");
        }
        FileSystemInfo link = isFolder ? new DirectoryInfo(this[name]) : new FileInfo(this[name]);
        Assert.SkipWhen(OperatingSystem.IsWindows() && link.LinkTarget is null, "Wine does not report where a symbolic link leads");
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
