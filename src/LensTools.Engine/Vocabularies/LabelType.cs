namespace LensTools.Engine.Vocabularies;

/// <summary>What kind of values a label takes.</summary>
public enum LabelType
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>One of the values that are listed.</summary>
    Enum,
    /// <summary>A number, in the unit of the label.</summary>
    Number,
    /// <summary>True or false.</summary>
    Boolean,
    /// <summary>A date, or a date with a time, as ISO 8601 has it.</summary>
    Date,
    /// <summary>A DOI or a web address.</summary>
    Reference,
}
