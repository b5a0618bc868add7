namespace LensTools.Engine.Datasets;

/// <summary>The terms of the model that a value of a file can be the source of.</summary>
public enum Term
{
    /// <summary>The value has no place in the model.</summary>
    None,
    /// <summary>The facility.</summary>
    Facility,
    /// <summary>The instrument.</summary>
    Instrument,
    /// <summary>What the measurement is called.</summary>
    Title,
    /// <summary>The sample's name.</summary>
    Sample,
    /// <summary>The run number.</summary>
    RunNumber,
    /// <summary>The proposal or experiment number.</summary>
    Proposal,
    /// <summary>When the measurement began.</summary>
    StartTime,
    /// <summary>When it ended.</summary>
    EndTime,
    /// <summary>The wavelength, in angstrom in the model.</summary>
    Wavelength,
    /// <summary>The distance from sample to detector, in metres in the model.</summary>
    DetectorDistance,
    /// <summary>The sample's temperature, in kelvin in the model.</summary>
    Temperature,
    /// <summary>The sample's thickness, in millimetres in the model.</summary>
    Thickness,
    /// <summary>Neutrons, muons or X-rays.</summary>
    Probe,
    /// <summary>The people who measured.</summary>
    Users,
    /// <summary>The concentration of what was measured, as written.</summary>
    Concentration,
    /// <summary>The solvent or buffer.</summary>
    Solvent,
    /// <summary>How long was measured, in seconds in the model.</summary>
    Duration,
}

/// <summary>A value as it stands in a file.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Value">The value as text, blanks around it taken off.</param>
/// <param name="Unit">Its unit as written, or null.</param>
/// <param name="Location">Where: a path in an HDF5 or XML file, a line of a text.</param>
/// <param name="Term">The term of the model that it is the source of.</param>
/// <param name="IsPlaceholder">Whether it is no value but stands where one should be, such as 99999 or "unknown".</param>
/// <param name="SourceKey">The rule of the dialect that makes it the source of <paramref name="Term"/>, or null where it is none.</param>
public sealed record MetadataItem(string Name, string Value, string? Unit, string Location, Term Term = Term.None, bool IsPlaceholder = false, string? SourceKey = null);
