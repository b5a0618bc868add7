using System.Globalization;
using System.Text.RegularExpressions;
using LensTools.Testing;

namespace LensTools.Hdf5.Tests;

/// <summary>Everything that h5py reads is read the same here. The expectations are h5py's, made while the tests run.</summary>
public sealed class OracleTests
{
    // Files of the corpora where we and h5py 3.7 (HDF5 1.10.8) differ, and why that is right.
    private static readonly Dictionary<string, string> KnownDifferences = new()
    {
        ["/opaque_2d_string "] = "h5py takes opaque elements with a tag of its own for NumPy text",
        ["/huge_1d "] = "2,147,483,700 bytes do not fit into one .NET array; the reader says so and offers pieces",
    };

    // Files of the corpora that h5py 3.7 cannot open.
    private static readonly HashSet<string> Unreadable = [];

    [Fact]
    public void Every_file_of_the_matrix_is_read_as_h5py_reads_it()
    {
        using var folder = new TestFolder();
        string python = Tool.PythonWith("h5py");
        (int code, _, string error) = Tool.Run(python, [Path.Combine(AppContext.BaseDirectory, "Oracle", "matrix.py"), folder.Path]);
        Assert.True(code == 0, error);

        string[] files = Directory.GetFiles(folder.Path, "*.h5");
        Assert.Equal(7, files.Length);
        Compare(python, files);
    }

    [Fact]
    public void Rare_structures_are_read_as_h5py_reads_them()
    {
        using var folder = new TestFolder();
        string python = Tool.PythonWith("h5py");
        (int code, _, string error) = Tool.Run(python, [Path.Combine(AppContext.BaseDirectory, "Oracle", "rare.py"), folder.Path]);
        Assert.True(code == 0, error);

        string[] files = Directory.GetFiles(folder.Path, "*.h5");
        Assert.Equal(5, files.Length);
        Compare(python, files);
    }

    [Fact]
    public void Every_HDF5_file_of_the_corpora_is_read_as_h5py_reads_it()
    {
        string corpora = Repository.Corpora();
        string python = Tool.PythonWith("h5py");
        string[] files = [.. Directory.EnumerateFiles(corpora, "*", SearchOption.AllDirectories)
            .Where(IsHdf5)
            .Order(StringComparer.Ordinal)];
        Assert.True(files.Length > 140, $"only {files.Length} HDF5 files were found");
        Compare(python, files);
    }

    [Theory]
    [InlineData("earliest")]
    [InlineData("latest")]
    public void Comments_and_modification_times_are_those_that_h5ls_shows(string version)
    {
        string h5ls = Tool.Find("h5ls") ?? "";
        Assert.SkipWhen(h5ls.Length == 0, "Debian's hdf5-tools is not installed");
        using var folder = new TestFolder();
        DateTime before = DateTime.UtcNow.AddSeconds(-1);
        const string Script = "import sys, h5py\nwith h5py.File(sys.argv[1], 'w', libver=sys.argv[2]) as f: "
            + "h5py.h5o.set_comment(f.create_dataset('data', data=[1, 2], track_times=True).id, b'two numbers')";
        (int code, _, string error) = Tool.Run(Tool.PythonWith("h5py"), ["-c", Script, folder["times.h5"], version]);
        Assert.True(code == 0, error);
        string shown =
            Tool.Run(h5ls, ["-v", folder["times.h5"] + "/data"], environment: new Dictionary<string, string> { ["TZ"] = "UTC" }).Output;
        string time = Regex.Match(shown, @"Modified:\s+(\S+ \S+) UTC").Groups[1].Value;
        using Hdf5File file = Hdf5File.Open(folder["times.h5"]);
        Assert.True(file.TryGetDataset("data", out Hdf5Dataset? dataset));
        Assert.Contains("two numbers", shown, StringComparison.Ordinal);
        Assert.Equal("two numbers", dataset.Comment);
        Assert.InRange(dataset.ModificationTime!.Value, before, DateTime.UtcNow);
        // h5ls shows the times of new headers only.
        Assert.Equal(version == "latest", time.Length > 0);
        if (time.Length > 0)
            Assert.Equal(DateTime.ParseExact(time, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), dataset.ModificationTime);
    }

    private static void Compare(string python, string[] files)
    {
        (int code, string output, string error) = Tool.Run(
            python, [Path.Combine(AppContext.BaseDirectory, "Oracle", "dump.py")], string.Join('\n', files) + "\n");
        Assert.True(code == 0, error);
        var expected = output.Split("# ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(lines => lines[0], lines => lines[1..]);
        var problems = new List<string>();
        int objects = 0;
        foreach (string file in files)
        {
            string[] theirs = expected[file].Order(StringComparer.Ordinal).ToArray();
            string[] ours = Ours(file);
            // Against a file that h5py cannot read at all nothing is compared, so each of those is named.
            if (theirs is ["ERROR"] != Unreadable.Contains(Path.GetFileName(file)))
                problems.Add($"{Path.GetFileName(file)}: h5py reads {theirs.Length} lines, here {ours.Length}: {ours.FirstOrDefault()}");
            objects += ours.Length;
            problems.AddRange(Differences(theirs, ours)
                .Select(difference => $"{Path.GetFileName(file)}: {difference}")
                .Where(line => !IsKnown(line)));
        }
        Assert.True(
            problems.Count == 0,
            $"{problems.Count} differences in {objects} objects and attributes:\n{string.Join('\n', problems.Take(40))}");
    }

    private static string[] Ours(string file)
    {
        try
        {
            return FileDump.Of(file);
        }
        catch (Hdf5Exception problem)
        {
            return [$"ERROR {problem.Message}"];
        }
    }

    // What h5py cannot read need not be readable here, and an error there may be an error here.
    private static IEnumerable<string> Differences(string[] theirs, string[] ours)
    {
        var unreadable = theirs.Where(line => line.EndsWith("ERROR", StringComparison.Ordinal)).Select(line => line[..^5].Trim()).ToList();
        bool IsUnreadable(string line) => unreadable.Any(path => line.StartsWith(path, StringComparison.Ordinal));
        foreach (string line in theirs.Except(ours).Where(line => !line.EndsWith("ERROR", StringComparison.Ordinal)))
            yield return "h5py has   " + line;
        foreach (string line in ours.Except(theirs).Where(line => !IsUnreadable(line))) yield return "we have    " + line;
    }

    private static bool IsKnown(string line) => KnownDifferences.Keys.Any(key => line.Contains(key, StringComparison.Ordinal));

    internal static bool IsHdf5(string path)
    {
        Span<byte> head = stackalloc byte[64 * 1024];
        using FileStream file = File.OpenRead(path);
        return Hdf5File.HasSignature(head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }
}
