using System.Globalization;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;

namespace LensTools.Engine.Labels.Tables;

/// <summary>How a table of labels is written.</summary>
public enum LabelTableFormat
{
    /// <summary>As spreadsheets read it.</summary>
    Csv,
    /// <summary>An array of objects.</summary>
    Json,
}

/// <summary>
/// Writes labels to a table, which <see cref="LabelImport"/> reads back. The file is written whole, beside and renamed.
/// </summary>
public sealed class LabelExport(Workspace workspace)
{
    private readonly List<Subject> _subjects = [];
    private readonly Dictionary<string, Subject> _byId = [];

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>How it is written.</summary>
    public LabelTableFormat Format { get; init; }

    /// <summary>What is between two cells of a line.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Whether each row is a dataset and each column a label, instead of each row a label.</summary>
    public bool IsWide { get; init; }

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>The labels that a wide table has a column for, also if no dataset has them; all that there are if empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Adds a label.</summary>
    public void Add(LedgerEntry entry)
    {
        if (entry.Value is not null) Of(entry.Id, entry.Path).Labels[entry.Name] = entry;
    }

    /// <summary>Adds a dataset, whose labels are those that are added, or those of the ledger.</summary>
    /// <exception cref="LensException">It is not in a collection, or it or the ledger cannot be read.</exception>
    public void Add(Dataset dataset, CancellationToken stop)
    {
        Collection collection = workspace.Collections.Find(dataset.Path) ?? throw Collection.NotFound(dataset.Path);
        Subject subject = Of(workspace.Identities.Of(dataset, stop), PortablePath.Relative(collection.Root, dataset.Path));
        foreach (LedgerEntry entry in workspace.Labels.Of(dataset, stop).Values) subject.Labels.TryAdd(entry.Name, entry);
    }

    /// <summary>Writes the table, after asking.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="LensException">The file is there already, or cannot be written.</exception>
    public bool Write(IOutputPort output)
    {
        Replaceable.Check(Path, Force, "table");
        (IReadOnlyList<string> columns, List<IReadOnlyList<string>> rows) = IsWide ? Wide() : Long();
        if (!output.ShouldProcess(Path, string.Create(CultureInfo.InvariantCulture, $"write {rows.Count} rows"))) return false;
        try
        {
            AtomicFile.Write(Path, stream =>
            {
                if (Format == LabelTableFormat.Json) JsonTable.Write(stream, columns, rows);
                else CsvTable.Write(stream, Delimiter, columns, rows);
            });
            return true;
        }
        catch (DirectoryNotFoundException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.WriteFailed,
                $"{Path} cannot be written, for its folder does not exist.",
                Path,
                "Make the folder, or choose another.",
                problem));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromWriteFailure(problem, Path, "Choose a folder that you may write to."));
        }
    }

    private (IReadOnlyList<string>, List<IReadOnlyList<string>>) Long() => (
        [LabelTable.Path, LabelTable.Entry, LabelTable.Id, LabelTable.Name, LabelTable.Value, .. LabelTable.History],
        [.. Ordered().SelectMany(subject => subject.Labels.Values
            .Where(entry => Names.Count == 0 || Names.Contains(entry.Name, StringComparer.OrdinalIgnoreCase))
            .Select(entry => (IReadOnlyList<string>)[
                subject.Path, subject.Entry, subject.Id, entry.Name, entry.Value!,
                entry.By, entry.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), entry.Reason ?? ""]))]);

    private (IReadOnlyList<string>, List<IReadOnlyList<string>>) Wide()
    {
        string[] names = Names.Count > 0
            ? [.. Names]
            : [.. _subjects.SelectMany(subject => subject.Labels.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order()];
        return (
            [LabelTable.Path, LabelTable.Entry, LabelTable.Id, .. names],
            [.. Ordered().Select(subject => (IReadOnlyList<string>)[
                subject.Path, subject.Entry, subject.Id, .. names.Select(name => subject.Labels.GetValueOrDefault(name)?.Value ?? "")])]);
    }

    private IEnumerable<Subject> Ordered() =>
        _subjects.OrderBy(subject => subject.Path, StringComparer.Ordinal).ThenBy(subject => subject.Entry, StringComparer.Ordinal);

    private Subject Of(string id, string path)
    {
        if (_byId.TryGetValue(id, out Subject? known)) return known;
        var subject = new Subject(id, path, Identities.EntryOf(id) ?? "");
        _subjects.Add(subject);
        return _byId[id] = subject;
    }

    private sealed record Subject(string Id, string Path, string Entry)
    {
        public SortedDictionary<string, LedgerEntry> Labels { get; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
