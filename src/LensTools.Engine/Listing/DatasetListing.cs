using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Listing;

/// <summary>Finds the datasets of files and folders.</summary>
public sealed class DatasetListing(Workspace workspace)
{
    private const int ProgressEvery = 100;

    // Files that LensTools puts beside the data.
    private static readonly HashSet<string> Ours = [
        Collections.Collection.FileName, Labels.Ledger.FileName, Sharing.Publications.PublishReceipts.FileName,
        Sharing.Publications.Manifest.FileName, Sharing.Publications.Manifest.SumsName, Sharing.Publications.PublishedLabels.FileName,
        Sharing.Withdrawals.WithdrawnFiles.FileName];

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <summary>Files that were named by themselves: they get an answer each, whatever they are.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    /// <summary>The formats to list; empty for all.</summary>
    public IReadOnlyCollection<string> Formats { get; init; } = [];

    /// <summary>Whether folders are searched to the bottom.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether folders behind symbolic links are searched too; each folder is searched once.</summary>
    public bool FollowsLinks { get; init; }

    /// <summary>How many files are read at once.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether what is read is kept for a moment, because someone will read it again right away.</summary>
    public bool KeepsContent { get; init; }

    /// <summary>What of the paths was left out, counted while they are gone through.</summary>
    public ListingSummary Summary { get; } = new();

    /// <summary>Describes each dataset, in the order of the paths; failures of single files go to the port.</summary>
    /// <param name="paths">Absolute paths of files and folders.</param>
    /// <param name="output">What the operation says.</param>
    /// <param name="stop">Stops the listing.</param>
    public IEnumerable<Dataset> Datasets(IEnumerable<string> paths, IOutputPort output, CancellationToken stop)
    {
        foreach ((string path, FileOutcome outcome) in Select(paths, reading => (reading.Path, reading.Outcome), output, stop))
        {
            if (outcome.Error is not null) output.Error(outcome.Error);
            if (outcome.SkippedBecause is not null) Skip(path, outcome.SkippedBecause, output);
            if (output.IsVerbose && outcome.Datasets.Count > 0)
                output.Verbose($"{path}: {outcome.Datasets[0].Format}, {outcome.Datasets.Count} datasets.");
            foreach (Dataset dataset in outcome.Datasets.Where(IsWanted)) yield return dataset;
        }
    }

    /// <summary>The files that are no datasets, with the reason.</summary>
    public IEnumerable<(string Path, string Reason)> Skipped(IEnumerable<string> paths, IOutputPort output, CancellationToken stop) =>
        Select(paths, reading => (reading.Path, reading.Outcome.SkippedBecause), output, stop)
            .Where(file => file.SkippedBecause is not null)
            .Select(file => (file.Path, file.SkippedBecause!));

    /// <summary>
    /// Does something with each file while it is open, several at once, and gives the results in the order of the paths; folders that
    /// cannot be listed go to the port.
    /// </summary>
    internal IEnumerable<T> Select<T>(IEnumerable<string> paths, Func<FileReading, T> act, IOutputPort output, CancellationToken stop)
    {
        int done = 0;
        var problems = new Queue<LensError>();
        foreach ((string path, T result) in OrderedParallel.Select(
            Expand(paths, problems),
            ThrottleLimit,
            path =>
            {
                using FileReading reading = Open(path, stop);
                return (path, act(reading));
            },
            stop))
        {
            while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
            if (++done % ProgressEvery == 0) output.Progress(new LensProgress("Reading files", path, done, 0));
            yield return result;
        }
        while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
    }

    /// <summary>Opens a file as the listing does.</summary>
    internal FileReading Open(string path, CancellationToken stop) =>
        FileReading.Open(path, KeepsContent ? workspace.RecentFiles : null, stop);

    /// <summary>Counts a file that is no dataset; one that was named itself is an error, unless it is answered otherwise.</summary>
    internal void Skip(string path, string reason, IOutputPort output, bool isAnswered = false)
    {
        Summary.Skipped++;
        if (output.IsVerbose) output.Verbose($"{path} was skipped: {reason}.");
        if (Named.Contains(path) && !isAnswered)
            output.Error(new LensError(
                ErrorKind.NotADataset,
                $"{path} is no dataset: {reason}.",
                path,
                "Leave it out, or ask for the data in a format that is read; about_LensFormats lists them."));
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
        if (names.FirstOrDefault(name => FormatRegistry.Formats.All(format => !format.Id.Equals(name, StringComparison.OrdinalIgnoreCase)))
            is { } unknown)
        {
            throw new LensException(new LensError(
                ErrorKind.FormatUnknown,
                $"There is no format \"{unknown}\".",
                unknown,
                "Use one of: " + string.Join(", ", FormatRegistry.Formats) + "."));
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
        var folders = new Stack<string>([folder]);
        // A link may lead back to where it came from.
        HashSet<string>? searched = FollowsLinks ? new HashSet<string>(PortablePath.Comparer) : null;
        while (folders.TryPop(out string? current))
        {
            // By name: the order that a file system happens to have is no order for a user. One folder at a time, so
            // that the first file of a deep tree is out before the last folder is read.
            FileSystemInfo[] entries;
            try
            {
                if (searched?.Add(SymbolicLinks.RealPath(current)) == false) continue;
                entries = new DirectoryInfo(current).GetFileSystemInfos("*", Everything);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                problems.Enqueue(LensError.FromReadFailure(problem, current));
                continue;
            }
            // A folder that was published to holds copies, not data of its own.
            if (current != folder && entries.Any(entry => entry.Name == Sharing.Publications.Manifest.FileName))
            {
                Summary.Publications++;
                continue;
            }
            Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            foreach (FileSystemInfo entry in entries)
            {
                if (entry is FileInfo && !Ours.Contains(entry.Name)) yield return entry.FullName;
            }
            for (int i = entries.Length - 1; i >= 0; i--)
            {
                if (entries[i] is not DirectoryInfo inner || inner.Name.StartsWith('.')) continue;
                if (!Recurse) Summary.Folders++;
                else if (!FollowsLinks && inner.LinkTarget is not null) Summary.LinkedFolders++;
                else folders.Push(inner.FullName);
            }
        }
    }
}

/// <summary>What a listing left out.</summary>
public sealed class ListingSummary
{
    /// <summary>Files that are no datasets.</summary>
    public int Skipped { get; set; }

    /// <summary>Folders below one that is not searched to the bottom.</summary>
    public int Folders { get; set; }

    /// <summary>Folders behind symbolic links that were not followed.</summary>
    public int LinkedFolders { get; set; }

    /// <summary>Folders that hold a publication, whose files are copies.</summary>
    public int Publications { get; set; }

    /// <summary>The same in sentences; null if nothing was left out.</summary>
    /// <param name="howToList">How the files that were skipped can be listed.</param>
    /// <param name="howToRecurse">How folders are searched to the bottom.</param>
    /// <param name="howToFollow">How linked folders are searched.</param>
    public string? ToText(string howToList, string howToRecurse, string howToFollow)
    {
        string[] sentences = [
            Count(Skipped, "file is no dataset and was skipped", "files are no datasets and were skipped", howToList),
            Count(Folders, "folder was not searched", "folders were not searched", howToRecurse),
            Count(LinkedFolders, "linked folder was not followed", "linked folders were not followed", howToFollow),
            Count(Publications, "folder holds a publication and was not searched", "folders hold publications and were not searched",
                "name one to list it")];
        string text = string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
        return text.Length == 0 ? null : text;
    }

    private static string Count(int count, string one, string many, string advice) =>
        count == 0 ? "" : $"{count} {(count == 1 ? one : many)}; {advice}.";
}
