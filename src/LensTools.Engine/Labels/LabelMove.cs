using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Labels;

/// <summary>Gives labels of datasets to what these have become, in one transaction; they are removed from where they were.</summary>
public sealed class LabelMove(Workspace workspace)
{
    private const int MostNamed = 3;

    private readonly List<(LedgerEntry Entry, Collection Collection)> _labels = [];

    /// <summary>The dataset that the labels are given to; null for the likely successor of each.</summary>
    public Dataset? Destination { get; init; }

    /// <inheritdoc cref="LabelTransaction.Reason"/>
    public string? Reason { get; init; }

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Adds a label.</summary>
    public void Add(LedgerEntry entry, Collection collection) => _labels.Add((entry, collection));

    /// <summary>
    /// Writes the transaction, after asking for each dataset. Labels that cannot be moved go to the port, with those of their dataset.
    /// </summary>
    /// <returns>The entries that were written.</returns>
    /// <exception cref="LensException">Nothing was written: labels of several datasets would be given to one, or the ledger cannot be read
    /// or written.</exception>
    public IReadOnlyList<WrittenLabel> Commit(IOutputPort output, CancellationToken stop)
    {
        if (Destination is not null && _labels.Select(label => label.Entry.Id).Distinct().Skip(1).Any())
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"The labels are of {_labels.Select(label => label.Entry.Id).Distinct().Count()} datasets and cannot all be moved to "
                    + $"{Destination.Path}.",
                Destination.Path,
                "Move those of one dataset at a time, or leave -Destination out."));
        var transaction = new LabelTransaction(workspace) { Reason = Reason, Author = Author, IsWhole = true };
        foreach (IGrouping<Collection, LedgerEntry> group in _labels.GroupBy(label => label.Collection, label => label.Entry))
        {
            Collection collection = group.Key;
            Dictionary<string, IReadOnlyList<Dataset>> orphans = Destination is not null
                ? []
                : new OrphanLabels(workspace).Find(collection, output, stop)
                    .DistinctBy(orphan => orphan.Entry.Id)
                    .ToDictionary(orphan => orphan.Entry.Id, orphan => orphan.Successors);
            foreach (IGrouping<string, LedgerEntry> labels in group.GroupBy(entry => entry.Id))
            {
                try
                {
                    Dataset to = Destination ?? Successor(labels.First(), orphans, collection);
                    Move(labels, to, collection, transaction, output, stop);
                }
                catch (LensException problem) when (problem.Error.Kind.Scope == ErrorScope.Item)
                {
                    output.Error(problem.Error);
                }
            }
        }
        return transaction.Commit(new AskedPort(output), stop);
    }

    private void Move(
        IEnumerable<LedgerEntry> labels,
        Dataset to,
        Collection collection,
        LabelTransaction transaction,
        IOutputPort output,
        CancellationToken stop)
    {
        IReadOnlyDictionary<string, LedgerEntry> there = workspace.Labels.Of(to, stop);
        // Of a history, the last of each name.
        labels = [.. labels.GroupBy(label => label.Name, StringComparer.OrdinalIgnoreCase).Select(all => all.MaxBy(label => label.At)!)];
        LedgerEntry first = labels.First();
        if (workspace.Identities.Of(to, stop) == first.Id)
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"{to.Path} has the same content as {first.Path}, so its labels are there already.",
                first.Path,
                "Identical files are one dataset."));
        Vocabulary vocabulary = (workspace.Collections.Find(to.Path) ?? collection).Vocabulary;
        if (labels.FirstOrDefault(label => IsTaken(label, there, vocabulary)) is { } taken)
            throw new LensException(new LensError(
                ErrorKind.LabelExists,
                $"{to.Path} has the label {taken.Name} already, with another value than \"{taken.Value}\".",
                first.Path,
                "Nothing of this dataset was moved. Remove one of the two with Remove-LensLabel, then move the others."));
        string names = string.Join(", ", labels.Select(label => $"{label.Name} = {label.Value}"));
        if (!output.ShouldProcess($"{first.Path} → {PortablePath.Relative(collection.Root, to.Path)}", $"move {names}")) return;
        foreach (LedgerEntry label in labels)
            transaction.Remove(label.Id, PortablePath.ToHostPath(collection.Root, label.Path), label.Name);
        transaction.Add(to, labels.ToDictionary(label => label.Name, label => label.Value));
    }

    private static bool IsTaken(LedgerEntry label, IReadOnlyDictionary<string, LedgerEntry> there, Vocabulary vocabulary)
    {
        (string name, string? value) = vocabulary.Check(label.Name, label.Value, out _);
        return there.GetValueOrDefault(name) is { } other && other.Value != value;
    }

    private static Dataset Successor(LedgerEntry label, Dictionary<string, IReadOnlyList<Dataset>> orphans, Collection collection)
    {
        if (!orphans.TryGetValue(label.Id, out IReadOnlyList<Dataset>? successors))
            throw Unknown("its dataset is there as it was labelled", "Give the other one with -Destination.");
        return successors.Count switch
        {
            1 => successors[0],
            0 => throw Unknown("no file has its name or run number", "Give it with -Destination, or remove the label."),
            _ => throw Unknown(
                $"there are {successors.Count}: {string.Join(", ", successors.Take(MostNamed).Select(
                    dataset => PortablePath.Relative(collection.Root, dataset.Path)))}{(successors.Count > MostNamed ? ", …" : "")}",
                "Give one of them with -Destination."),
        };

        LensException Unknown(string why, string advice) => new(new LensError(
            ErrorKind.SuccessorUnknown, $"What {label.Path} has become cannot be told: {why}.", label.Path, advice));
    }
}
