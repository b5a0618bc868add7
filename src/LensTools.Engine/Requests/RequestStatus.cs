using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;

namespace LensTools.Engine.Requests;

/// <summary>How far a request has come.</summary>
public enum RequestState
{
    /// <summary>No answer has come.</summary>
    Open,
    /// <summary>Some answers have come.</summary>
    Partial,
    /// <summary>All answers have come.</summary>
    Answered,
    /// <summary>Its day has passed, and answers are missing.</summary>
    Overdue,
}

/// <summary>A question of a request, and how far it is answered.</summary>
/// <param name="Question">The question.</param>
/// <param name="Label">The label that takes the answer; null if only another file answers it.</param>
/// <param name="Asked">How many datasets it is about.</param>
/// <param name="Open">The files, relative to the collection, for which it is open.</param>
public sealed record QuestionStatus(string Question, string? Label, int Asked, IReadOnlyList<string> Open);

/// <summary>A request and how far it is answered.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Name">Its name.</param>
/// <param name="To">Whom it is to.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Until">Until when an answer is asked for; null for no date.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Questions">Its questions.</param>
public sealed record RequestStatus(
    Collection Collection,
    string Name,
    string To,
    string By,
    DateTime At,
    DateOnly? Until,
    RequestState State,
    IReadOnlyList<QuestionStatus> Questions)
{
    /// <summary>The requests of a collection, the oldest first.</summary>
    /// <exception cref="LensException">The ledger is damaged or cannot be read.</exception>
    public static IEnumerable<RequestStatus> All(
        Workspace workspace, Collection collection, IOutputPort output, CancellationToken stop)
    {
        LedgerState ledger = collection.Ledger.Read().Intact();
        var contents = new Lazy<HashSet<string>>(() => ContentsOf(workspace, collection, output, stop));
        // One that was undone has a later record without its questions.
        foreach (LedgerRecord record in ledger.Records
            .Where(record => record.Kind == LedgerKinds.Request)
            .GroupBy(record => record.Name)
            .Select(history => history.Last()))
        {
            stop.ThrowIfCancellationRequested();
            if (record.Request is not { } request) continue;
            QuestionStatus[] questions = [.. request.Questions.Select(question => new QuestionStatus(
                question.Question,
                question.Label,
                question.Datasets.Count,
                [.. question.Datasets.Where(dataset => IsOpen(workspace, collection, ledger, question.Label, dataset, contents, stop))
                    .Select(dataset => dataset.Path)]))];
            yield return new RequestStatus(
                collection,
                record.Name,
                request.To,
                record.By,
                record.At,
                request.Until,
                StateOf(questions, request.Until < DateOnly.FromDateTime(workspace.UtcNow)),
                questions);
        }
    }

    private static RequestState StateOf(QuestionStatus[] questions, bool isLate)
    {
        int open = questions.Sum(question => question.Open.Count), asked = questions.Sum(question => question.Asked);
        if (open == 0) return RequestState.Answered;
        if (isLate) return RequestState.Overdue;
        return open == asked ? RequestState.Open : RequestState.Partial;
    }

    // A label answers; or else a file that has been replaced or removed, but not one that was only moved. What is asked of a folder, no
    // file answers: that is open until the request is undone.
    private static bool IsOpen(
        Workspace workspace,
        Collection collection,
        LedgerState ledger,
        string? label,
        RequestedDataset dataset,
        Lazy<HashSet<string>> contents,
        CancellationToken stop)
    {
        if (dataset.Id.Length == 0) return true;
        if (label is not null && ledger.Of(dataset.Id).ContainsKey(label)) return false;
        string path = PortablePath.ToHostPath(collection.Root, dataset.Path);
        try
        {
            if (File.Exists(path) && workspace.Identities.Of(path, Identities.EntryOf(dataset.Id), stop) == dataset.Id) return true;
        }
        catch (LensException)
        {
            // Of a file that cannot be read, the question stays open.
            return true;
        }
        return contents.Value.Contains(Identities.WithoutEntry(dataset.Id));
    }

    // Of all files: where a file was moved to, nobody has said.
    private static HashSet<string> ContentsOf(Workspace workspace, Collection collection, IOutputPort output, CancellationToken stop)
    {
        var contents = new HashSet<string>();
        var quiet = new ErrorsAsVerbose(output);
        foreach (string path in new DatasetListing(workspace) { Recurse = true }.Paths([collection.Root], quiet))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                contents.Add(workspace.Identities.Of(path, null, stop));
            }
            catch (LensException problem)
            {
                quiet.Error(problem.Error);
            }
        }
        return contents;
    }
}
