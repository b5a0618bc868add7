using LensTools.Engine.Collections;
using LensTools.Engine.Labels.Tables;

namespace LensTools;

/// <summary>A label of a table, and the dataset that it is for.</summary>
public sealed class LensLabelMatch
{
    internal LensLabelMatch(LabelMatch match)
    {
        Status = $"{match.Status}";
        Row = match.Label.Number;
        RowPath = match.Label.Path;
        RelativePath = match.Path;
        Entry = (match.Id is null ? null : Identities.EntryOf(match.Id)) ?? match.Label.Entry;
        DatasetId = match.Id ?? (match.Label.Id.Length > 0 ? match.Label.Id : null);
        Name = match.Label.Name;
        Value = match.Label.Value;
        Candidate = [.. match.Candidates];
        Message = match.Message;
    }

    /// <summary>
    /// What has become of it: Matched, Unchanged (the dataset has it already), Empty (no value), Unknown, Ambiguous, Changed (the file has
    /// other content than when the table was written), Contradicted (a row before it gives another value) or Refused (by the vocabulary).
    /// </summary>
    public string Status { get; }

    /// <summary>The line of the table, or the number of the object in JSON.</summary>
    public int Row { get; }

    /// <summary>The path in the table.</summary>
    public string RowPath { get; }

    /// <summary>The dataset's path in the collection; null if it was not found.</summary>
    public string? RelativePath { get; }

    /// <summary>The entry in the file; empty if it is the only one, or not said.</summary>
    public string Entry { get; }

    /// <summary>The dataset's identity; null if it is not known.</summary>
    public string? DatasetId { get; }

    /// <summary>The label.</summary>
    public string Name { get; }

    /// <summary>Its value.</summary>
    public string Value { get; }

    /// <summary>The files that may be meant, if there are several.</summary>
    public string[] Candidate { get; }

    /// <summary>Why it was not written; empty if it was.</summary>
    public string Message { get; }

    /// <summary>The dataset for the table.</summary>
    internal string Dataset => (RelativePath ?? (RowPath.Length > 0 ? RowPath : DatasetId ?? "")) + (Entry.Length > 0 ? $"#{Entry}" : "");

    /// <inheritdoc/>
    public override string ToString() => $"{Status}: {Name} = {Value}";
}
