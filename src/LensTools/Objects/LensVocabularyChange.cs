using LensTools.Engine.Labels;

namespace LensTools;

/// <summary>A change that a command has made to the definition of a label.</summary>
public sealed class LensVocabularyChange
{
    internal LensVocabularyChange(LedgerRecord record)
    {
        Name = record.Name;
        Before = record.Before;
        After = record.After;
        At = record.At;
        By = record.By;
        Reason = record.Reason;
        Transaction = record.Transaction;
        Undoes = record.Undoes;
    }

    /// <summary>The label.</summary>
    public string Name { get; }

    /// <summary>Its lines in lens-vocabulary.yaml before; null if there were none.</summary>
    public string? Before { get; }

    /// <summary>Its lines since; null if there are none.</summary>
    public string? After { get; }

    /// <summary>When it was changed, in UTC.</summary>
    public DateTime At { get; }

    /// <summary>Who changed it.</summary>
    public string By { get; }

    /// <summary>Why, if a reason was given.</summary>
    public string? Reason { get; }

    /// <summary>The id of the command, which Undo-LensLabel takes.</summary>
    public string Transaction { get; }

    /// <summary>The transaction that it undoes, if it is an undo.</summary>
    public string? Undoes { get; }

    /// <inheritdoc/>
    public override string ToString() => After ?? $"{Name}: none";
}
