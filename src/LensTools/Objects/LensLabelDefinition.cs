using LensTools.Engine.Vocabularies;

namespace LensTools;

/// <summary>A label of a vocabulary: its meaning, and what values it takes.</summary>
public sealed class LensLabelDefinition
{
    internal LensLabelDefinition(string name, LabelDefinition definition, LabelOrigin origin)
    {
        Name = name;
        Type = $"{definition.Kind}";
        Unit = definition.Unit;
        Minimum = definition.Minimum;
        Maximum = definition.Maximum;
        Value = [.. definition.Values.Select(value => new LensLabelValue(value))];
        Separator = definition.Combine;
        Description = definition.Description;
        Alias = [.. definition.Aliases];
        RequiredFor = [.. definition.RequiredFor];
        DeprecatedBy = definition.DeprecatedBy;
        Question = definition.Question;
        Origin = $"{origin}";
    }

    /// <summary>The label's name.</summary>
    public string Name { get; }

    /// <summary>The kind of its values: Text, Enum, Number, Boolean, Date or Reference.</summary>
    public string Type { get; }

    /// <summary>The unit of a number; null if it has none.</summary>
    public string? Unit { get; }

    /// <summary>The smallest number that is allowed; null for no limit.</summary>
    public double? Minimum { get; }

    /// <summary>The largest number that is allowed; null for no limit.</summary>
    public double? Maximum { get; }

    /// <summary>The allowed values; those of a text are suggestions.</summary>
    public LensLabelValue[] Value { get; }

    /// <summary>What joins several values; null if only one is allowed.</summary>
    public string? Separator { get; }

    /// <summary>What it means.</summary>
    public string Description { get; }

    /// <summary>Other names, under which it is found.</summary>
    public string[] Alias { get; }

    /// <summary>The profiles for which each dataset needs it.</summary>
    public string[] RequiredFor { get; }

    /// <summary>The label that takes its place; null if it is in use.</summary>
    public string? DeprecatedBy { get; }

    /// <summary>What an uploader is asked; null if only a steward can know.</summary>
    public string? Question { get; }

    /// <summary>Where it is defined: BuiltIn, Collection (lens.yaml) or Vocabulary (lens-vocabulary.yaml).</summary>
    public string Origin { get; }

    /// <summary>Its values for the table: as many as fit, and how many there are.</summary>
    internal string Values
    {
        get
        {
            // The width of the column in LensTools.Format.ps1xml.
            const int Width = 28;
            if (DeprecatedBy is not null) return $"use {DeprecatedBy}";
            string[] names = [.. Value.Where(value => value.DeprecatedBy is null).Select(value => value.Name)];
            if (names.Length == 0) return Unit ?? "";
            string all = string.Join(", ", names), rest = $", … ({names.Length})";
            return all.Length <= Width ? all
                : string.Join(", ", names.TakeWhile((_, i) => string.Join(", ", names[..(i + 1)]).Length + rest.Length <= Width)) + rest;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A value that a label may have.</summary>
public sealed class LensLabelValue
{
    internal LensLabelValue(LabelValue value)
    {
        Name = value.Name;
        Description = value.Description;
        Alias = [.. value.Aliases];
        DeprecatedBy = value.DeprecatedBy;
    }

    /// <summary>As it is written.</summary>
    public string Name { get; }

    /// <summary>What it means.</summary>
    public string Description { get; }

    /// <summary>Other spellings, which are replaced by the name.</summary>
    public string[] Alias { get; }

    /// <summary>The value that takes its place; null if it is in use.</summary>
    public string? DeprecatedBy { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
