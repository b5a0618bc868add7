namespace LensTools.Engine.Requests;

/// <summary>What an uploader was asked, as the ledger keeps it.</summary>
/// <param name="To">Whom: an uploader, a facility or a folder.</param>
/// <param name="Until">Until when an answer is asked for; null for no date.</param>
/// <param name="Questions">The questions.</param>
public sealed record RequestRecord(string To, DateOnly? Until, IReadOnlyList<RequestedAnswer> Questions);

/// <summary>A question and the datasets that it is about.</summary>
/// <param name="Question">The question.</param>
/// <param name="Label">The label that takes the answer; null if only another file answers it.</param>
/// <param name="Datasets">The datasets.</param>
public sealed record RequestedAnswer(string Question, string? Label, IReadOnlyList<RequestedDataset> Datasets);

/// <summary>A dataset that a question is about.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Path">Its file, relative to the collection.</param>
public sealed record RequestedDataset(string Id, string Path);
