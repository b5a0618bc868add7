using System.Globalization;
using System.Text;

namespace LensTools.Engine.Requests;

/// <summary>The letter to an uploader, in plain words: which datasets, what is missing, why, and how to answer.</summary>
internal sealed class RequestLetter
{
    private const int MostNamed = 8, Columns = 78;

    /// <summary>Whom it is to.</summary>
    public required string To { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>What the data are to be used for, such as "for training".</summary>
    public required string Purpose { get; init; }

    /// <summary>Who asks.</summary>
    public required string From { get; init; }

    /// <summary>Until when an answer is asked for; null for no date.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>How many datasets it is about.</summary>
    public required int Datasets { get; init; }

    /// <summary>The questions.</summary>
    public required IReadOnlyList<RequestQuestion> Questions { get; init; }

    /// <summary>The names of the forms, of a spreadsheet and of a text.</summary>
    public required (string Csv, string Yaml) Forms { get; init; }

    /// <summary>The letter as Markdown.</summary>
    public string ToMarkdown() => Write(
        heading: text => $"## {text}",
        title: text => $"# {text}",
        code: text => $"`{text}`",
        paragraph: text => text);

    /// <summary>The letter as plain text of at most 78 columns.</summary>
    public string ToText() => Write(
        heading: text => $"{text}\n{new string('-', Math.Min(Columns, text.Length))}",
        title: text => $"{text}\n{new string('=', Math.Min(Columns, text.Length))}",
        code: text => text,
        paragraph: Wrapped);

    private string Write(
        Func<string, string> heading, Func<string, string> title, Func<string, string> code, Func<string, string> paragraph)
    {
        var text = new StringBuilder();
        void Add(string block) => text.Append(block).Append("\n\n");
        string until = Until is { } day ? $" by {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}" : "";
        RequestQuestion[] forForm = [.. Questions.Where(question => question.Label is not null)];
        RequestQuestion[] forFiles = [.. Questions.Where(question => question.Label is null)];
        Add(title($"Questions about {Counted(Datasets, "dataset")} of {Collection}"));
        Add($"Dear {To},");
        Add(paragraph($"thank you for your data in the collection {Collection}. Before they can be used {Purpose}, we need to know "
            + "what only you can tell."));
        if (forForm.Length > 0)
            Add(paragraph($"Please fill in the form {code(Forms.Csv)}, which opens in any spreadsheet, or {code(Forms.Yaml)}, which is the "
                + $"same as text, and send it back{until}. A row is a dataset, a column a question: fill in the empty cells. What "
                + "you do not know may stay empty. Your files stay as they are."));
        else
            Add(paragraph($"Please answer{until}."));
        int number = 0;
        foreach (RequestQuestion question in forForm.Concat(forFiles))
        {
            Add(heading($"{++number}. {question.Text}"));
            Add(paragraph($"About {Counted(question.Subjects.Count, "dataset")}: {Named(question, code)}."));
            Add(paragraph($"Why it matters: {question.Why}"));
            Add(paragraph(question.Label is { } label
                ? $"Answer in the column {code(label)}: {question.Answer}."
                : "Please answer by letter, or send the files again; they keep their names."));
        }
        Add(paragraph("If a question makes no sense for your data, please say so: then the question is wrong, not the data."));
        text.Append("Kind regards,\n").Append(From).Append('\n');
        return text.ToString();
    }

    // Those that are in no form are all named here.
    private static string Named(RequestQuestion question, Func<string, string> code)
    {
        int named = question.Label is null ? question.Subjects.Count : MostNamed;
        string names = string.Join(", ", question.Subjects.Take(named).Select(subject => code(subject.Name)));
        return question.Subjects.Count > named ? $"{names}, and {question.Subjects.Count - named} more, which are in the form" : names;
    }

    private static string Counted(int count, string noun) => count == 1 ? $"one {noun}" : $"{count} {noun}s";

    private static string Wrapped(string text)
    {
        var lines = new StringBuilder();
        int length = 0;
        foreach (string word in text.Split(' '))
        {
            if (length > 0 && length + 1 + word.Length > Columns)
            {
                lines.Append('\n');
                length = 0;
            }
            if (length > 0) lines.Append(' ');
            lines.Append(word);
            length += (length > 0 ? 1 : 0) + word.Length;
        }
        return lines.ToString();
    }
}
