namespace LensTools.Engine.Labels;

/// <summary>The kinds of lines. Kinds that this version does not use are reserved; it keeps such lines and reports them.</summary>
public static class LedgerKinds
{
    /// <summary>A label is given.</summary>
    public const string Label = "label";

    /// <summary>A label is removed.</summary>
    public const string Retract = "retract";

    /// <summary>A transaction is undone.</summary>
    public const string Undo = "undo";

    /// <summary>A finding is suppressed.</summary>
    public const string Suppress = "suppress";

    /// <summary>An uploader is asked.</summary>
    public const string Request = "request";

    /// <summary>Datasets are divided into parts.</summary>
    public const string Split = "split";

    /// <summary>The vocabulary changes.</summary>
    public const string Vocabulary = "vocabulary";

    /// <summary>The last line of a transaction: how many lines it has, and their SHA-256.</summary>
    public const string Commit = "commit";
}
