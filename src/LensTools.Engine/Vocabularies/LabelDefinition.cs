using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Vocabularies;

/// <summary>A label of the vocabulary: its meaning, what values it takes, and how an uploader is asked for it.</summary>
public sealed class LabelDefinition
{
    /// <summary>What it means.</summary>
    public string Description { get; set; } = "";

    /// <summary>The kind of its values; null for one of <see cref="Values"/> if there are any, and for text if there are none.</summary>
    public LabelType? Type { get; set; }

    /// <summary>The unit of a number, such as <c>mg/ml</c>; null if it has none.</summary>
    public string? Unit { get; set; }

    /// <summary>The smallest number that is allowed.</summary>
    public double? Minimum { get; set; }

    /// <summary>The largest number that is allowed.</summary>
    public double? Maximum { get; set; }

    /// <summary>The allowed values; those of a text are suggestions.</summary>
    public List<LabelValue> Values { get; set; } = [];

    /// <summary>A separator that joins several values, as in <c>cylinder@hardsphere</c>; null if only one value is allowed.</summary>
    public string? Combine { get; set; }

    /// <summary>Other names, under which it is found.</summary>
    public List<string> Aliases { get; set; } = [];

    /// <summary>The profiles for which each dataset needs it.</summary>
    public List<string> RequiredFor { get; set; } = [];

    /// <summary>The label that takes its place; null if it is in use.</summary>
    public string? DeprecatedBy { get; set; }

    /// <summary>What an uploader is asked; null if only a steward can know.</summary>
    public string? Question { get; set; }

    /// <summary>A good value, for whoever is asked; null if there is none.</summary>
    public string? Example { get; set; }

    /// <summary>The term of a dataset whose value in the file it takes the place of; null if it takes none's.</summary>
    public Term? Amends { get; set; }

    /// <summary>The kind of its values.</summary>
    [YamlDotNet.Serialization.YamlIgnore]
    public LabelType Kind => Type ?? (Values.Count > 0 ? LabelType.Enum : LabelType.Text);

    /// <summary>The numbers that are allowed, in words; null if all are.</summary>
    [YamlDotNet.Serialization.YamlIgnore]
    public string? Range => (Minimum, Maximum) switch
    {
        (null, null) => null,
        (null, _) => string.Create(CultureInfo.InvariantCulture, $"at most {Maximum} {Unit}").TrimEnd(),
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"at least {Minimum} {Unit}").TrimEnd(),
        _ => string.Create(CultureInfo.InvariantCulture, $"from {Minimum} to {Maximum} {Unit}").TrimEnd(),
    };

    /// <summary>A value by its name or another one; null if it is not listed.</summary>
    public LabelValue? Find(string value) =>
        Values.Find(known => known.Name.Equals(value, StringComparison.OrdinalIgnoreCase))
        ?? Values.Find(known => known.Aliases.Contains(value, StringComparer.OrdinalIgnoreCase));

    /// <summary>The value in use that takes the place of a deprecated one in the end; null if there is none.</summary>
    internal LabelValue? SuccessorOf(LabelValue value)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        LabelValue? now = value;
        while (now?.DeprecatedBy is { } next) now = seen.Add(now.Name) ? Find(next) : null;
        return now;
    }

    /// <summary>This definition with what another one adds: its values, aliases and profiles besides, and its texts instead.</summary>
    internal LabelDefinition With(LabelDefinition more) => new()
    {
        Description = more.Description.Length > 0 ? more.Description : Description,
        Type = more.Type ?? Type,
        Unit = more.Unit ?? Unit,
        Minimum = more.Minimum ?? Minimum,
        Maximum = more.Maximum ?? Maximum,
        Values = [
            .. Values.Select(value =>
                more.Values.Find(other => LabelKeys.IsSame(other.Name, value.Name)) is { } other ? value.With(other) : value),
            .. more.Values.Where(other => !Values.Exists(value => LabelKeys.IsSame(value.Name, other.Name)))],
        Combine = more.Combine ?? Combine,
        Aliases = [.. Aliases.Union(more.Aliases, StringComparer.OrdinalIgnoreCase)],
        RequiredFor = [.. RequiredFor.Union(more.RequiredFor, StringComparer.OrdinalIgnoreCase)],
        DeprecatedBy = more.DeprecatedBy ?? DeprecatedBy,
        Question = more.Question ?? Question,
        Example = more.Example ?? Example,
        Amends = more.Amends ?? Amends,
    };
}
