using LensTools.Engine.Requests;

namespace LensTools;

/// <summary>How far a request has come.</summary>
public enum LensRequestState
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

/// <summary>What an uploader is asked, and what of it is answered.</summary>
public sealed class LensRequest
{
    internal LensRequest(WrittenRequest written, DateTime at, string by)
    {
        Name = written.Name;
        Collection = written.Collection.Root;
        To = written.Record.To;
        By = by;
        At = at;
        Until = written.Record.Until?.ToDateTime(TimeOnly.MinValue);
        State = LensRequestState.Open;
        Questions = [.. written.Record.Questions.Select(question => new LensQuestion(new QuestionStatus(
            question.Question, question.Label, question.Datasets.Count, [.. question.Datasets.Select(dataset => dataset.Path)])))];
        Files = [.. written.Files];
    }

    internal LensRequest(RequestStatus status)
    {
        Name = status.Name;
        Collection = status.Collection.Root;
        To = status.To;
        By = status.By;
        At = status.At;
        Until = status.Until?.ToDateTime(TimeOnly.MinValue);
        State = (LensRequestState)status.State;
        Questions = [.. status.Questions.Select(question => new LensQuestion(question))];
        Files = [];
    }

    /// <summary>Its name, with which its files begin.</summary>
    public string Name { get; }

    /// <summary>The folder of the collection.</summary>
    public string Collection { get; }

    /// <summary>Whom it is to.</summary>
    public string To { get; }

    /// <summary>Who asks.</summary>
    public string By { get; }

    /// <summary>When it was written, in UTC.</summary>
    public DateTime At { get; }

    /// <summary>Until when an answer is asked for; null for no date.</summary>
    public DateTime? Until { get; }

    /// <summary>Open, Partial, Answered or Overdue.</summary>
    public LensRequestState State { get; }

    /// <summary>How many answers are asked for: one for each question and dataset.</summary>
    public int Asked => Questions.Sum(question => question.Asked);

    /// <summary>How many of them are missing.</summary>
    public int Open => Questions.Sum(question => question.Open.Length);

    /// <summary>The questions.</summary>
    public LensQuestion[] Questions { get; }

    /// <summary>The letter and the forms; empty for a request that was written before.</summary>
    public string[] Files { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {State}";
}

/// <summary>A question of a request.</summary>
public sealed class LensQuestion
{
    internal LensQuestion(QuestionStatus status)
    {
        Question = status.Question;
        Label = status.Label;
        Asked = status.Asked;
        Open = [.. status.Open];
    }

    /// <summary>The question.</summary>
    public string Question { get; }

    /// <summary>The label that takes the answer; null if only another file answers it.</summary>
    public string? Label { get; }

    /// <summary>How many datasets it is about.</summary>
    public int Asked { get; }

    /// <summary>The files, relative to the collection, for which it is open.</summary>
    public string[] Open { get; }

    /// <inheritdoc/>
    public override string ToString() => Question;
}
