using System.Collections.Immutable;
using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Formats.Tables;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Labels;

/// <summary>
/// Puts the answers of uploaders, which are labels, in the place of what a file lacks: terms of its description, and the units of its
/// curves. The file stays as it is.
/// </summary>
internal static class LabelAmendments
{
    private const string QUnit = "q-unit", IUnit = "i-unit";

    /// <summary>A dataset with the values of its labels for terms; the location of each says whose answer it is.</summary>
    public static Dataset Apply(Dataset dataset, IReadOnlyDictionary<string, LedgerEntry> labels, Vocabulary vocabulary)
    {
        var amended = new List<(MetadataItem Item, object? Value)>();
        foreach ((string name, LedgerEntry label) in labels)
        {
            if (vocabulary.Labels.GetValueOrDefault(name)?.Amends is not { } term || term == Term.None) continue;
            (string text, string? unit) = Split(label.Value!, TermInfo.Of(term));
            var item = new MetadataItem(
                name,
                text,
                unit,
                string.Create(CultureInfo.InvariantCulture, $"label of {LabelAuthor.NameOf(label.By)}, {label.At:yyyy-MM-dd}"),
                term);
            amended.Add((item, TermValues.Of(TermInfo.Of(term), text, unit ?? TermInfo.Of(term).Unit)));
        }
        return amended.Count == 0 ? dataset : dataset.Amended(amended);
    }

    /// <summary>A curve or plane in the units that its labels say it is in.</summary>
    public static Signal Apply(Signal signal, IReadOnlyDictionary<string, LedgerEntry> labels)
    {
        // A format that has only one unit was read in it, and does not write it.
        if (signal is { IsAgainstQ: true, X.UnitBasis: not Basis.Implied }
            && labels.GetValueOrDefault(QUnit)?.Value is { } q
            && Units.Find(q, Dimension.Momentum) is { } unit)
        {
            // As it was read: in its own unit if that is known, and as it is if not.
            double factor = unit.Factor / (Units.Find(signal.X.SourceUnit, Dimension.Momentum)?.Factor ?? 1);
            signal = signal with { X = Scaled(signal.X, factor) with { Unit = Curves.QUnit, SourceUnit = q, UnitBasis = Basis.Stated } };
            if (signal is Plane plane) signal = plane with { Qx = Scaled(plane.Qx, factor), Qy = Scaled(plane.Qy, factor) };
        }
        if (signal.Y.Quantity == AxisQuantity.Intensity && labels.GetValueOrDefault(IUnit)?.Value is { } i)
            signal = signal with { Y = signal.Y with { Unit = i, SourceUnit = i, UnitBasis = Basis.Stated } };
        return signal;
    }

    private static (string Text, string? Unit) Split(string value, TermInfo term) =>
        term.Kind is TermKind.Number && value.LastIndexOf(' ') is > 0 and int blank ? (value[..blank], value[(blank + 1)..])
            : (value, null);

    private static Axis Scaled(Axis axis, double factor) => factor == 1
        ? axis
        : axis with { Values = Scaled(axis.Values, factor), Sigma = axis.Sigma is { } sigma ? Scaled(sigma, factor) : null };

    private static ImmutableArray<double> Scaled(ImmutableArray<double> values, double factor) =>
        factor == 1 ? values : [.. values.Select(value => value * factor)];
}
