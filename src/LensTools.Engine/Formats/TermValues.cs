using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats;

/// <summary>Makes values of the model from texts, whether a file or a person gives them.</summary>
internal static class TermValues
{
    /// <summary>The value of a term; null if the text is none, or for people, who may be several.</summary>
    /// <param name="term">The term.</param>
    /// <param name="text">The text.</param>
    /// <param name="unit">Its unit as written, or null.</param>
    public static object? Of(TermInfo term, string text, string? unit) => term.Kind switch
    {
        TermKind.People => null,
        TermKind.Number => Number(term, text, unit),
        TermKind.Time => FileTimes.Parse(text),
        TermKind.Measure => $"{text} {unit}".TrimEnd(),
        _ => text,
    };

    // A number whose unit is missing or unknown stays in the metadata as found; the model does not use it.
    private static Quantity? Number(TermInfo term, string text, string? unit)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return null;
        Dimension dimension = term.Dimension!.Value;
        return Units.Find(unit, dimension) is { } known && double.IsFinite(value)
            ? new Quantity(known.ToBase(value) / Units.Find(term.Unit, dimension)!.Factor, term.Unit)
            : null;
    }
}
