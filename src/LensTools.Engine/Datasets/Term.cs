using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Datasets;

/// <summary>What kind of value a term has.</summary>
internal enum TermKind
{
    /// <summary>A text.</summary>
    Text,
    /// <summary>A text that is followed by its unit as written.</summary>
    Measure,
    /// <summary>A number in the unit of the model.</summary>
    Number,
    /// <summary>A point in time.</summary>
    Time,
    /// <summary>People.</summary>
    People,
}

/// <summary>A row of <c>terms.tsv</c>, the table from which <see cref="Term"/> and the properties of datasets are generated.</summary>
internal sealed record TermInfo(Term Term, TermKind Kind, Dimension? Dimension, string Unit, string JsonKey, string Description)
{
    /// <summary>Every term, in the order of the table.</summary>
    public static IReadOnlyList<TermInfo> All { get; } = [.. Table.Read("terms.tsv").Select(row => new TermInfo(
        Enum.Parse<Term>(row[0]),
        Enum.Parse<TermKind>(row[1], ignoreCase: true),
        row[2] == "-" ? null : Enum.Parse<Dimension>(row[2]),
        row[3],
        row[4],
        row[5]))];

    private static readonly TermInfo[] ByTerm = [.. Enum.GetValues<Term>().Select(term => All.FirstOrDefault(info => info.Term == term)!)];

    /// <summary>The row of a term.</summary>
    public static TermInfo Of(Term term) => ByTerm[(int)term];
}
