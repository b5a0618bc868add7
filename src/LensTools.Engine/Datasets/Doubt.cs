namespace LensTools.Engine.Datasets;

/// <summary>Why the numbers of a dataset may not be what they seem.</summary>
public enum DoubtKind
{
    /// <summary>Columns were told apart by their place, not by their names.</summary>
    AssumedColumns,
    /// <summary>A unit is not stated, and the usual one was taken.</summary>
    AssumedUnit,
    /// <summary>Rows or points have values that are no numbers; they are NaN.</summary>
    DamagedRows,
    /// <summary>The data may have been cut off at their end, or are not as many as stated.</summary>
    Incomplete,
    /// <summary>The last number may have lost digits, which nothing shows.</summary>
    MayBeCut,
    /// <summary>Something looks like data and was not read.</summary>
    Unexplained,
    /// <summary>The file masks points.</summary>
    Masked,
    /// <summary>Data were never written or their source is missing, so fill values stand in their place.</summary>
    NeverWritten,
}

/// <summary>What a reader guessed, repaired or left out. Each is a finding, so that no number is doubtful without a word.</summary>
/// <param name="Kind">What kind of doubt.</param>
/// <param name="Location">Where: a path or a line in the file.</param>
/// <param name="Seen">What is there.</param>
/// <param name="Taken">What was made of it.</param>
public sealed record Doubt(DoubtKind Kind, string Location, string Seen, string Taken)
{
    /// <summary>How many intensities are NaN for it.</summary>
    public long Omitted { get; init; }
}
