namespace LensTools.Engine.Datasets;

/// <summary>An experimental technique of the PaNET ontology, release of ExPaNDS (http://purl.org/pan-science/PaNET/).</summary>
public sealed record Technique(string Id, string Label, string Abbreviation)
{
    /// <summary>Small angle scattering of an unknown probe.</summary>
    public static Technique Sas { get; } = new("PaNET01124", "small angle scattering", "SAS");

    /// <summary>Small angle neutron scattering.</summary>
    public static Technique Sans { get; } = new("PaNET01189", "small angle neutron scattering", "SANS");

    /// <summary>Small angle X-ray scattering.</summary>
    public static Technique Saxs { get; } = new("PaNET01188", "small angle x-ray scattering", "SAXS");

    /// <summary>Spin-echo small angle neutron scattering.</summary>
    public static Technique Sesans { get; } = new("PaNET01127", "spin echo small angle neutron scattering", "SESANS");

    /// <summary>Reflectometry.</summary>
    public static Technique Reflectometry { get; } = new("PaNET01121", "reflectometry", "Reflectometry");

    /// <summary>Muon spin spectroscopy.</summary>
    public static Technique Muon { get; } = new("PaNET01051", "muon spin spectroscopy", "muSR");

    /// <summary>Neutron time of flight, with nothing more known.</summary>
    public static Technique TimeOfFlight { get; } = new("PaNET01001", "neutron time of flight", "TOF");

    /// <summary>The technique with an id as written in the tables; null if unknown.</summary>
    public static Technique? Find(string id) =>
        new[] { Sas, Sans, Saxs, Sesans, Reflectometry, Muon, TimeOfFlight }.FirstOrDefault(t => t.Id == id);

    /// <summary>The short name used in the field.</summary>
    public override string ToString() => Abbreviation;
}
