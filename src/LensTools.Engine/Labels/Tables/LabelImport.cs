using System.Text.RegularExpressions;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Requests;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Labels.Tables;

/// <summary>What has become of a label of a table.</summary>
public enum LabelMatchStatus
{
    /// <summary>Its dataset is found and is given it.</summary>
    Matched,
    /// <summary>Its dataset is found and has it already.</summary>
    Unchanged,
    /// <summary>It has no value, so the dataset's label stays as it is.</summary>
    Empty,
    /// <summary>No dataset of the collection is meant.</summary>
    Unknown,
    /// <summary>Several datasets may be meant.</summary>
    Ambiguous,
    /// <summary>The file is there, but its content is not what the table was written for.</summary>
    Changed,
    /// <summary>A row before it gives the dataset another value.</summary>
    Contradicted,
    /// <summary>The vocabulary does not have the label or the value.</summary>
    Refused,
}

/// <summary>A label of a table, and the dataset that it is for.</summary>
/// <param name="Label">The label as it is in the table.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="Id">The identity of the dataset, if it was found.</param>
/// <param name="Path">The dataset's file, relative to the collection, if it was found.</param>
/// <param name="Candidates">The files that may be meant, if there are several.</param>
/// <param name="Message">Why it is not written; empty if it is.</param>
public sealed record LabelMatch(
    TableLabel Label, LabelMatchStatus Status, string? Id, string? Path, IReadOnlyList<string> Candidates, string Message);

/// <summary>
/// Gives datasets the labels of a table, in one transaction. A row is matched by the identity of its dataset, else by its path, else by
/// the name of its file. If the vocabulary refuses a value, nothing is written.
/// </summary>
public sealed partial class LabelImport(Workspace workspace)
{
    private const int MostNamed = 3;

    // What uploaders were asked for.
    private HashSet<(string Id, string Name)>? _asked;

    /// <summary>The table.</summary>
    public required string Path { get; init; }

    /// <summary>Whether a label or value that the vocabulary lacks is added to it, instead of refused.</summary>
    public bool AllowNew { get; init; }

    /// <summary>
    /// Whether it is a form that an uploader has filled in: each cell counts by itself, so that one that is refused keeps none of the
    /// others back; what the file itself gives, and what is no answer, is left out.
    /// </summary>
    public bool IsResponse { get; init; }

    /// <inheritdoc cref="LabelTransaction.Reason"/>
    public string? Reason { get; init; }

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Reads the table and writes the transaction, after asking for each distinct change.</summary>
    /// <param name="folder">A folder of the collection.</param>
    /// <param name="output">Asked, and told what is refused.</param>
    /// <param name="matched">Gets each label of the table with its dataset, in the table's order, once all is written.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The labels that were written; none if the vocabulary refuses one, which goes to the port.</returns>
    /// <exception cref="LensException">Nothing was written: the table or the ledger cannot be read, or the ledger cannot be written.
    /// </exception>
    public IReadOnlyList<WrittenLabel> Run(string folder, IOutputPort output, Action<LabelMatch> matched, CancellationToken stop)
    {
        Collection collection = workspace.Collections.OfFolder(folder);
        TableLabel[] labels = [.. Read()];
        var files = new TableDatasets(workspace, collection, output, stop);
        LedgerState ledger = collection.Ledger.Read().Intact();
        var transaction = new LabelTransaction(workspace)
        {
            Reason = Reason,
            Author = Author,
            AllowNew = AllowNew,
            Source = IsResponse ? LabelSource.Uploader : LabelSource.Import,
        };
        var matches = new List<LabelMatch>();
        var given = new Dictionary<(string, string), TableLabel>(LabelKeys.Comparer);
        foreach (TableLabel label in labels)
        {
            matches.Add(Match(label, files, ledger, collection, transaction, given));
            WarnOfSpreadsheet(label, output);
        }
        LabelMatch[] refused = [.. matches.Where(match => match.Status == LabelMatchStatus.Refused)];
        if (refused.Length > 0 && !IsResponse) output.Error(Refusal(refused));
        IReadOnlyList<WrittenLabel> written = refused.Length > 0 && !IsResponse ? [] : transaction.Commit(output, stop);
        // A pipeline may end with the first of them.
        foreach (LabelMatch match in matches) matched(match);
        return written;
    }

    private LensError Refusal(LabelMatch[] refused) => new(
        ErrorKind.TableRefused,
        $"{Path}: {refused.Length} labels are outside the vocabulary, so nothing was written: "
            + string.Join(" ", refused.Take(MostNamed).Select(match => $"Row {match.Label.Number}: {match.Message}"))
            + (refused.Length > MostNamed ? " …" : ""),
        Path,
        "Correct them, or add what is new to the vocabulary with -AllowNew. What the command returns has the Status Refused for each.");

    private IEnumerable<TableLabel> Read()
    {
        if (!File.Exists(Path))
            throw new LensException(new LensError(
                ErrorKind.PathNotFound,
                Directory.Exists(Path) ? $"{Path} is a folder, and no table." : $"There is no file {Path}.",
                Path,
                "Give the table, as Export-LensLabel writes it."));
        try
        {
            byte[] bytes = File.ReadAllBytes(Path);
            (string[] columns, IReadOnlyList<TableRow> rows) = System.IO.Path.GetExtension(Path).ToLowerInvariant() switch
            {
                ".json" => JsonTable.Read(bytes, Path),
                ".yaml" or ".yml" => YamlTable.Read(bytes, Path),
                _ => CsvTable.Read(bytes, Path),
            };
            return LabelTable.Labels(rows, columns, Path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, Path));
        }
    }

    private LabelMatch Match(
        TableLabel label,
        TableDatasets files,
        LedgerState ledger,
        Collection collection,
        LabelTransaction transaction,
        Dictionary<(string, string), TableLabel> given)
    {
        if (label.Value.Length == 0) return new(label, LabelMatchStatus.Empty, null, null, [], "it has no value");
        if (label.Name.Length == 0) return new(label, LabelMatchStatus.Refused, null, null, [], "The label has no name.");
        if (IsResponse && IsNoAnswer(label, collection.Vocabulary))
            return new(label, LabelMatchStatus.Empty, null, null, [], $"\"{label.Value}\" is no answer");
        LabelMatch match = files.Find(label, ledger);
        if (match.Status != LabelMatchStatus.Matched) return match;
        if (IsResponse && files.DatasetOf(match.Id!) is { } dataset && IsOfFile(dataset, label, collection.Vocabulary))
            return match with { Status = LabelMatchStatus.Unchanged, Message = "the file gives it" };
        if (IsResponse && !IsAsked(label.Name, match.Id!, ledger))
        {
            // It was filled in when the form was made, and may be out of date, or changed by a spreadsheet.
            return ledger.Of(match.Id!).GetValueOrDefault(label.Name)?.Value == label.Value
                ? match with { Status = LabelMatchStatus.Unchanged }
                : match with
                {
                    Status = LabelMatchStatus.Refused,
                    Message = $"\"{label.Value}\" was not asked for; if it is right, give it with Set-LensLabel.",
                };
        }
        if (!given.TryAdd((match.Id!, label.Name), label) && given[(match.Id!, label.Name)] is var first && first.Value != label.Value)
            return match with
            {
                Status = LabelMatchStatus.Contradicted,
                Message = $"row {first.Number} gives the same dataset \"{first.Value}\", which counts",
            };
        try
        {
            (string name, string? value) =
                transaction.Set(match.Id!, PortablePath.ToHostPath(collection.Root, match.Path!), label.Name, label.Value);
            bool isThere = ledger.Of(match.Id!).GetValueOrDefault(name)?.Value == value;
            return isThere ? match with { Status = LabelMatchStatus.Unchanged } : match;
        }
        catch (LensException problem)
        {
            return match with { Status = LabelMatchStatus.Refused, Message = problem.Error.Message };
        }
    }

    // A value that the vocabulary lists is one, whatever it looks like.
    private static bool IsNoAnswer(TableLabel label, Vocabulary vocabulary) =>
        Formats.Tables.Placeholders.Contains(Term.None, label.Value)
        && vocabulary.Labels.GetValueOrDefault(label.Name)?.Find(label.Value) is null;

    private bool IsAsked(string name, string id, LedgerState ledger) =>
        (_asked ??= ledger.Records
            .Where(record => record.Request is not null)
            .SelectMany(record => record.Request!.Questions)
            .SelectMany(question => question.Datasets.Select(dataset => (dataset.Id, question.Label ?? "")))
            .ToHashSet(LabelKeys.Comparer)).Contains((id, name));

    private static bool IsOfFile(Dataset dataset, TableLabel label, Vocabulary vocabulary) =>
        vocabulary.Labels.GetValueOrDefault(label.Name)?.Amends is { } term && RequestForm.Known(dataset, term) == label.Value;

    private static void WarnOfSpreadsheet(TableLabel label, IOutputPort output)
    {
        if (SpreadsheetDate().IsMatch(label.Value))
            output.Warning(
                $"Row {label.Number}: \"{label.Value}\" of {label.Name} looks like a date that a spreadsheet made of another text.");
    }

    // Excel makes 5-Oct of 5-10, and 10.May of 10.5 where points are in dates.
    [GeneratedRegex(@"^(\d{1,2}[-. ](Jan|Feb|Mar|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez)\.?|#+)$", RegexOptions.IgnoreCase)]
    private static partial Regex SpreadsheetDate();
}
