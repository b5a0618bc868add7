using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats;

/// <summary>A file that was opened and recognised, and is read until it is disposed of.</summary>
public sealed class FileReading : IDisposable
{
    private readonly DatasetFile? _file;

    private FileReading(string path, FileOutcome outcome, DatasetFile? file)
    {
        (Path, Outcome, _file) = (path, outcome, file);
        Datasets = file is null ? [] : [.. outcome.Datasets.Select(dataset => new DatasetReading(dataset, file, ownsFile: false))];
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    public FileOutcome Outcome { get; }

    /// <summary>Each of its datasets, to be read.</summary>
    public IReadOnlyList<DatasetReading> Datasets { get; }

    /// <summary>Opens a file and recognises it by its content. Failures are reported in the outcome.</summary>
    /// <param name="path">The file.</param>
    /// <param name="recent">Where its content is kept for the next reader, or null.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static FileReading Open(string path, RecentFiles? recent, CancellationToken stop)
    {
        DatasetFile? file = null;
        FileOutcome outcome;
        try
        {
            // Checked before the file is opened: a pipe has no length, and opening one waits for a writer.
            if (SymbolicLinks.Follow(path).Length == 0) return new FileReading(path, FormatRegistry.Empty(path), null);
            file = DatasetFile.Open(path, null, stop);
            file.Recent = recent;
            outcome = file.Guard(() => FormatRegistry.Describe(file));
        }
        catch (NotADatasetException found)
        {
            outcome = new FileOutcome([], SkippedBecause: found.Message);
        }
        catch (LensException problem)
        {
            outcome = new FileOutcome([], Error: problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            outcome = new FileOutcome([], Error: LensError.FromReadFailure(problem, path));
        }
        catch
        {
            file?.Dispose();
            throw;
        }
        return new FileReading(path, outcome, file);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Release();
}
