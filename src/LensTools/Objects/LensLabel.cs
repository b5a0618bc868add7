using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;

namespace LensTools;

/// <summary>A label of a dataset: a record in the ledger.</summary>
public sealed class LensLabel
{
    internal LensLabel(LedgerEntry record, string root, Dataset? source = null, IReadOnlyList<Dataset>? successors = null)
    {
        Record = record;
        Source = source;
        Successor = [.. (successors ?? []).Select(dataset => dataset.Path)];
        Name = record.Name;
        Value = record.Value;
        DatasetId = record.Id;
        RelativePath = record.Path;
        Path = Engine.Files.PortablePath.ToHostPath(root, record.Path);
        Entry = Identities.EntryOf(record.Id) ?? "";
        At = record.At;
        By = record.By;
        Reason = record.Reason;
        Transaction = record.Transaction;
        Undoes = record.Undoes;
    }

    /// <summary>The label's name.</summary>
    public string Name { get; }

    /// <summary>Its value; null if the label was removed.</summary>
    public string? Value { get; }

    /// <summary>The dataset's path in its collection when the label was given.</summary>
    public string RelativePath { get; }

    /// <summary>The dataset's file when the label was given.</summary>
    public string Path { get; }

    /// <summary>The entry in the file; empty if it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The literal path, as PowerShell's cmdlets accept it.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The dataset's identity.</summary>
    public string DatasetId { get; }

    /// <summary>When it was given, in UTC.</summary>
    public DateTime At { get; }

    /// <summary>Who gave it.</summary>
    public string By { get; }

    /// <summary>Why, if a reason was given.</summary>
    public string? Reason { get; }

    /// <summary>The id of the command that gave it; all labels from one command share it.</summary>
    public string Transaction { get; }

    /// <summary>The transaction that it undoes, if it was given by an undo.</summary>
    public string? Undoes { get; }

    /// <summary>For an orphan, the files that its dataset may have become; empty for other labels.</summary>
    public string[] Successor { get; }

    internal LedgerEntry Record { get; }

    /// <summary>The dataset, if it is known without searching for its file.</summary>
    internal Dataset? Source { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} = {Value}";
}
