using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Listing;

/// <summary>Finds the datasets of files and folders.</summary>
public sealed class DatasetListing(Workspace workspace)
{
    private const int ProgressEvery = 100;

    // Files that LensTools writes next to the data.
    private static readonly HashSet<string> Ours = [
        Collections.Collection.FileName, Vocabularies.VocabularyFile.FileName, Labels.Ledger.FileName,
        Sharing.Publications.PublishReceipts.FileName,
        Sharing.Publications.PublicationSource.FileName, Sharing.Publications.Manifest.FileName,
        Sharing.Publications.Manifest.SumsName, Sharing.Publications.PublishedLabels.FileName,
        Sharing.Withdrawals.WithdrawnFiles.FileName, Collections.Collection.AttributesName];

    private static readonly EnumerationOptions Everything = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <summary>Whether a file is one that LensTools writes next to the data.</summary>
    internal static bool IsOurs(string path) => Ours.Contains(Path.GetFileName(path), PortablePath.Comparer);

    /// <summary>Files that were named explicitly: each gets a result, whatever it is.</summary>
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    /// <summary>The formats to list; empty for all.</summary>
    public IReadOnlyCollection<string> Formats { get; init; } = [];

    /// <summary>Whether subfolders are searched.</summary>
    public bool Recurse { get; init; }

    /// <summary>Whether folders behind symbolic links are searched too; each folder is searched once.</summary>
    public bool FollowsLinks { get; init; }

    /// <summary>How many files are read at once.</summary>
    public int ThrottleLimit { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether file contents are cached briefly, because they are about to be read again.</summary>
    public bool KeepsContent { get; init; }

    /// <summary>Gets the files that are not datasets, hidden ones excepted, if someone wants them.</summary>
    public ICollection<string>? SkippedPaths { get; init; }

    /// <summary>What was skipped, counted during enumeration.</summary>
    public ListingSummary Summary { get; } = new();

    /// <summary>Describes each dataset, in path order; failures of single files go to the port.</summary>
    /// <param name="paths">Absolute paths of files and folders.</param>
    /// <param name="output">Receives the messages of the operation.</param>
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

    /// <summary>The files that are not datasets, with the reason.</summary>
    public IEnumerable<(string Path, string Reason)> Skipped(IEnumerable<string> paths, IOutputPort output, CancellationToken stop) =>
        Select(paths, reading => (reading.Path, reading.Outcome.SkippedBecause), output, stop)
            .Where(file => file.SkippedBecause is not null)
            .Select(file => (file.Path, file.SkippedBecause!));

    /// <summary>
    /// Runs a function on each file while it is open, several at once, and returns the results in path order; folders that
    /// cannot be listed are reported to the port.
    /// </summary>
    internal IEnumerable<T> Select<T>(IEnumerable<string> paths, Func<FileReading, T> act, IOutputPort output, CancellationToken stop)
    {
        int done = 0;
        var problems = new Queue<LensError>();
        foreach ((string path, T result) in OrderedParallel.Select(
            Expand(paths, problems),
            ThrottleLimit,
            found =>
            {
                using FileReading reading = Open(found.Path, stop);
                foreach (Dataset dataset in reading.Outcome.Datasets) dataset.SearchFolder = found.Folder;
                return (found.Path, act(reading));
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

    /// <summary>Counts a file that is not a dataset; an error if it was named explicitly, unless its result says so.</summary>
    internal void Skip(string path, string reason, IOutputPort output, bool isAnswered = false)
    {
        Summary.Skipped++;
        if (!Path.GetFileName(path).StartsWith('.')) SkippedPaths?.Add(path);
        if (output.IsVerbose) output.Verbose($"{path} was skipped: {reason}.");
        if (Named.Contains(path) && !isAnswered)
            output.Error(new LensError(
                ErrorKind.NotADataset,
                $"{path} is not a dataset: {reason}.",
                path,
                "Leave it out, or ask for the data in a supported format; about_LensFormats lists them."));
    }

    /// <summary>Lists all files without reading them; folders that cannot be listed are reported to the port.</summary>
    public IEnumerable<string> Paths(IEnumerable<string> paths, IOutputPort output)
    {
        var problems = new Queue<LensError>();
        foreach ((string path, _) in Expand(paths, problems))
        {
            while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
            yield return path;
        }
        while (problems.TryDequeue(out LensError? problem)) output.Error(problem);
    }

    /// <summary>Throws if a format does not exist.</summary>
    /// <exception cref="LensException">One of the names is not a format.</exception>
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

    private IEnumerable<(string Path, string? Folder)> Expand(IEnumerable<string> paths, Queue<LensError> problems)
    {
        foreach (string path in paths)
        {
            if (!Directory.Exists(path))
            {
                yield return (path, null);
                continue;
            }
            foreach (string file in Walk(path, problems)) yield return (file, path);
        }
    }

    private IEnumerable<string> Walk(string folder, Queue<LensError> problems)
    {
        var folders = new Stack<string>([folder]);
        // A link may lead back to where it came from.
        HashSet<string>? searched = FollowsLinks ? new HashSet<string>(PortablePath.Comparer) : null;
        while (folders.TryPop(out string? current))
        {
            // Sorted by name, because file system order means nothing to users. One folder at a time, so
            // that the first file of a deep tree is returned before the last folder is read.
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
            // A publication's folder contains copies, not original data.
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
    /// <summary>Files that are not datasets.</summary>
    public int Skipped { get; set; }

    /// <summary>Subfolders that were not searched.</summary>
    public int Folders { get; set; }

    /// <summary>Folders behind symbolic links that were not followed.</summary>
    public int LinkedFolders { get; set; }

    /// <summary>Folders that contain a publication, whose files are copies.</summary>
    public int Publications { get; set; }

    /// <summary>The summary in sentences; null if nothing was left out.</summary>
    /// <param name="howToList">How to list the skipped files.</param>
    /// <param name="howToRecurse">How to search subfolders.</param>
    /// <param name="howToFollow">How to search linked folders.</param>
    public string? ToText(string howToList, string howToRecurse, string howToFollow)
    {
        string[] sentences = [
            Count(Skipped, "file is not a dataset and was skipped", "files are not datasets and were skipped", howToList),
            Count(Folders, "folder was not searched", "folders were not searched", howToRecurse),
            Count(LinkedFolders, "linked folder was not followed", "linked folders were not followed", howToFollow),
            Count(Publications, "folder contains a publication and was not searched", "folders contain publications and were not searched",
                "name one to list it")];
        string text = string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
        return text.Length == 0 ? null : text;
    }

    private static string Count(int count, string one, string many, string advice) =>
        count == 0 ? "" : $"{count} {(count == 1 ? one : many)}; {advice}.";
}
