using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Pages;

/// <summary>A page on which a reviewer labels datasets by eye, with the keyboard; its answers are a table of labels.</summary>
public sealed class DatasetReview(Workspace workspace)
{
    private readonly List<TestResult> _results = [];
    private Collection? _collection;

    /// <summary>The page.</summary>
    public required string Path { get; init; }

    /// <summary>The labels that are given, the first first.</summary>
    public IReadOnlyList<string> Labels { get; init; } = ["quality"];

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Adds a dataset with what was found in it; what could not be read, and a folder, are nothing to look at.</summary>
    /// <exception cref="LensException">It is in no collection, or in another one than those before it.</exception>
    public void Add(TestResult result)
    {
        if (result.IsOfFolder || result.Dataset is not { } dataset) return;
        Collection collection = workspace.Collections.Find(dataset.Path) ?? throw Collection.NotFound(dataset.Path);
        _collection ??= collection;
        if (!PortablePath.Comparer.Equals(_collection.Root, collection.Root))
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"{dataset.Name} is in the collection {collection.Root}, and those before it in {_collection.Root}.",
                dataset.Path,
                "Make a page for each collection: its answers are read into one."));
        _results.Add(result);
    }

    /// <summary>Writes the page, after asking.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="LensException">A label is not known, the file is there already, or cannot be written.</exception>
    public bool Write(IOutputPort output, CancellationToken stop)
    {
        if (_collection is not { } collection) return false;
        (string Name, LabelDefinition Definition)[] labels = [.. Labels.Select(name => Find(name, collection.Vocabulary))];
        Replaceable.Check(Path, Force, "page");
        if (!output.ShouldProcess(Path, $"write a page to label {_results.Count} datasets")) return false;
        try
        {
            AtomicFile.Write(Path, stream => new ReviewPage(workspace, collection, _results, labels).Write(stream, stop));
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromWriteFailure(problem, Path, "Choose a folder that is there, and that you may write to."));
        }
    }

    private static (string Name, LabelDefinition Definition) Find(string name, Vocabulary vocabulary) =>
        vocabulary.Find(name) is { } known
            ? (known, vocabulary.Labels[known])
            : throw new LensException(new LensError(
                ErrorKind.LabelUnknown,
                $"The vocabulary has no label {name}.",
                name,
                "Get-LensVocabulary lists the labels; Update-LensVocabulary defines another."));
}
