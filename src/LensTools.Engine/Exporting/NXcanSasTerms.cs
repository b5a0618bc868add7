using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Exporting;

/// <summary>The values that the NeXus application definition NXcanSAS 1.1 lists, and what else can be said in them.</summary>
internal static class NXcanSasTerms
{
    private static readonly string[] QUnits = ["1/angstrom", "1/nm", "1/m"];

    private static readonly string[] Radiations =
    [
        "Spallation Neutron Source", "Pulsed Reactor Neutron Source", "Reactor Neutron Source", "Synchrotron X-ray Source",
        "Pulsed Muon Source", "Rotating Anode X-ray", "Fixed Tube X-ray", "UV Laser", "Free-Electron Laser", "Optical Laser",
        "Ion Source", "UV Plasma Source", "neutron", "x-ray", "muon", "electron", "ultraviolet", "visible light", "positron", "proton",
    ];

    /// <summary>The unit of Q; null if the definition has none such.</summary>
    public static string? QUnit(string? unit) => QUnits.Contains(unit) ? unit : null;

    /// <summary>The unit of I, null if the definition has none such, and the factor that converts values to it.</summary>
    public static (string? Unit, double Factor) IUnit(string? unit)
    {
        if (Units.Find(unit, Dimension.Intensity) is { } absolute) return absolute.Factor == 0.01 ? ("1/m", 1) : ("1/cm", absolute.Factor);
        if (Units.Find(unit, Dimension.AreaPerMass) is { } perMass)
            return perMass.Factor == 10000 ? ("m2/g", 1) : ("cm2/g", perMass.Factor);
        bool hasNoScale = Units.Find(unit, Dimension.Arbitrary) is not null || Units.Find(unit, Dimension.Counts) is not null;
        return (hasNoScale ? "arbitrary" : null, 1);
    }

    /// <summary>The kind of radiation or source; null if the definition has none such.</summary>
    public static string? Radiation(string probe)
    {
        string? listed = Array.Find(Radiations, known => string.Equals(known, probe.Trim(), StringComparison.OrdinalIgnoreCase));
        bool Says(string word) => probe.Contains(word, StringComparison.OrdinalIgnoreCase);
        return listed ?? (Says("neutron") ? "neutron" : Says("muon") ? "muon" : Says("ray") || Says("photon") ? "x-ray" : null);
    }
}
