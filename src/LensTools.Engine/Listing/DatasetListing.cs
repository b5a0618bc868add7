using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Listing;

/// <summary>Finds the datasets of files and folders.</summary>
public sealed class DatasetListing
{
    private const int ProgressEvery = 100;

    // Files that LensTools puts beside the data.
    private static readonly HashSet<string> Ours = [Collections.Collection.FileName, Labels.Ledger.FileName, Sharing.Publications.Publisher.ReceiptsName, Sharing.Publications.Manifest.FileName, Sharing.Publications.Manifest.SumsName, Sharing.Publications.PublishedLabels.FileName, Sharing.Withdrawals.WithdrawnFiles.FileName];

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <summary>The formats to list; empty for all.</summary>
    public IReadOnlyCollection<string> Formats { get; init; } = [];

    /// <summary>Whether folders are searched to the bottom.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether a single file that is asked for and is no dataset is worth a warning.</summary>
    public bool WarnOnSkipped { get; init; }

    /// <summary>How many files are read at once.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>Describes each dataset, in the order of the paths; failures of single files go to the port.</summary>
    /// <param name="paths">Absolute paths of files and folders.</param>
    /// <param name="output">What the operation says.</param>
    /// <param name="stop">Stops the listing.</param>
    public IEnumerable<Dataset> Datasets(IEnumerable<string> paths, IOutputPort output, CancellationToken stop)
    {
        foreach ((string path, FileOutcome outcome) in Files(paths, output, stop))
        {
            if (outcome.Error is not null) output.Error(outcome.Error);
            foreach (Dataset dataset in outcome.Datasets) yield return dataset;
        }
    }

    /// <summary>What became of each file, in the order of the paths; folders that cannot be listed go to the port.</summary>
    public IEnumerable<(string Path, FileOutcome Outcome)> Files(IEnumerable<string> paths, IOutputPort output, CancellationToken stop)
    {
        int done = 0;
        // Whoever names one file wants to know why it gives nothing; of many files the most are no data.
        List<string> asked = [.. paths.Take(2)];
        string? only = WarnOnSkipped && asked.Count == 1 && !Directory.Exists(asked[0]) ? asked[0] : null;
        var problems = new Queue<LensError>();
        foreach ((string path, FileOutcome outcome) in OrderedParallel.Select(Expand(paths, problems), ThrottleLimit, path => (path, FormatRegistry.Describe(path, stop)), stop))
        {
            while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
            if (outcome.SkippedBecause is not null && path == only) output.Warning($"{path} is no dataset: {outcome.SkippedBecause}.");
            else if (outcome.SkippedBecause is not null) output.Verbose($"{path}: passed over, {outcome.SkippedBecause}.");
            if (++done % ProgressEvery == 0) output.Progress(new LensProgress("Reading files", path, done, 0));
            yield return (path, outcome with { Datasets = [.. outcome.Datasets.Where(IsWanted)] });
        }
        while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
    }

    /// <summary>The files that there are, read or not; folders that cannot be listed go to the port.</summary>
    public IEnumerable<string> Paths(IEnumerable<string> paths, IOutputPort output)
    {
        var problems = new Queue<LensError>();
        foreach (string path in Expand(paths, problems))
        {
            while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
            yield return path;
        }
        while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
    }

    /// <summary>Refuses a format that there is not.</summary>
    /// <exception cref="LensException">One of the names is no format.</exception>
    public static void CheckFormats(IEnumerable<string> names)
    {
        if (names.FirstOrDefault(name => FormatRegistry.Formats.All(format => !format.Id.Equals(name, StringComparison.OrdinalIgnoreCase))) is { } unknown)
        {
            throw new LensException(new LensError(
                ErrorKind.FormatUnknown, $"There is no format \"{unknown}\".", unknown, "Use one of: " + string.Join(", ", FormatRegistry.Formats) + "."));
        }
    }

    private bool IsWanted(Dataset dataset) => Formats.Count == 0 || Formats.Contains(dataset.Format.Id, StringComparer.OrdinalIgnoreCase);

    private IEnumerable<string> Expand(IEnumerable<string> paths, Queue<LensError> problems)
    {
        foreach (string path in paths)
        {
            if (!Directory.Exists(path))
            {
                yield return path;
                continue;
            }
            foreach (string file in Walk(path, problems)) yield return file;
        }
    }

    private IEnumerable<string> Walk(string folder, Queue<LensError> problems)
    {
        var folders = new Stack<string>();
        folders.Push(folder);
        while (folders.TryPop(out string? current))
        {
            // By name: the order that a file system happens to have is no order for a user. One folder at a time, so
            // that the first file of a deep tree is out before the last folder is read.
            FileSystemInfo[] entries;
            try
            {
                entries = new DirectoryInfo(current).GetFileSystemInfos("*", Everything);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                problems.Enqueue(LensError.FromReadFailure(problem, current));
                continue;
            }
            // A folder that was published to holds copies, not data of its own.
            if (current != folder && entries.Any(entry => entry.Name == Sharing.Publications.Manifest.FileName)) continue;
            Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            foreach (FileSystemInfo entry in entries)
            {
                if (entry is FileInfo && !Ours.Contains(entry.Name)) yield return entry.FullName;
            }
            if (!Recurse) continue;
            for (int i = entries.Length - 1; i >= 0; i--)
            {
                // A link to a folder may lead back to where it came from.
                if (entries[i] is DirectoryInfo { LinkTarget: null } && !entries[i].Name.StartsWith('.')) folders.Push(entries[i].FullName);
            }
        }
    }
}
