using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;

namespace LensTools.Engine.Requests;

/// <summary>
/// The form of a request: a row for each dataset, a column for each question. What is known is filled in; where nothing is asked, it says
/// so.
/// </summary>
internal static class RequestForm
{
    private const string NotAsked = "n/a";

    /// <summary>Its columns and rows.</summary>
    /// <param name="questions">The questions that a cell can answer.</param>
    /// <param name="labels">The labels of a dataset, by its identity.</param>
    public static (IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) Of(
        IReadOnlyList<RequestQuestion> questions, Func<string, IReadOnlyDictionary<string, LedgerEntry>> labels)
    {
        RequestSubject[] subjects = [.. questions.SelectMany(question => question.Subjects)
            .DistinctBy(subject => subject.Id)
            .OrderBy(subject => subject.Path, StringComparer.Ordinal)
            .ThenBy(subject => subject.Entry, StringComparer.Ordinal)];
        HashSet<(string, string)> asked = [.. questions.SelectMany(
            question => question.Subjects.Select(subject => (question.Label!, subject.Id)))];
        return (
            [LabelTable.Path, LabelTable.Entry, LabelTable.Id, .. questions.Select(question => question.Column)],
            [.. subjects.Select(subject => (IReadOnlyList<string>)[
                subject.Path,
                subject.Entry,
                subject.Id,
                .. questions.Select(question => asked.Contains((question.Label!, subject.Id))
                    ? ""
                    : Known(subject.Dataset!, question, labels(subject.Id)) ?? NotAsked)])]);
    }

    /// <summary>What a file itself gives for a label; null if nothing.</summary>
    public static string? Known(Dataset dataset, Term? term) =>
        term is { } known && dataset.Source(known) is { IsPlaceholder: false, Value.Length: > 0 } source
            ? source.Unit is { Length: > 0 } unit ? $"{source.Value} {unit}" : source.Value
            : null;

    private static string? Known(Dataset dataset, RequestQuestion question, IReadOnlyDictionary<string, LedgerEntry> labels) =>
        labels.GetValueOrDefault(question.Label!)?.Value ?? Known(dataset, question.Definition?.Amends);
}
