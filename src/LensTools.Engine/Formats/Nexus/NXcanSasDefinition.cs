using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>Compares an entry and its SASdata with the NeXus application definition NXcanSAS 1.1.</summary>
internal static class NXcanSasDefinition
{
    private const string Version = "1.1";

    private static readonly HashSet<string> QUnits = ["1/m", "1/nm", "1/angstrom"], IUnits = ["1/m", "1/cm", "m2/g", "cm2/g", "arbitrary"];
    private static readonly HashSet<string> QFields = ["Q", "Qx", "Qy", "Qz", "Qdev", "dQ", "dQw", "dQl", "Qmean"], IFields = ["I", "Idev"];

    // Spellings of "uncertainties" that writers use.
    private static readonly string[] MisspelledUncertainties = ["uncertainty", "uncertainity", "unertainties"];

    /// <summary>Every departure of an entry, in the order of the file.</summary>
    public static IEnumerable<Nonconformity> Check(Hdf5Group entry)
    {
        foreach (Nonconformity deviation in CheckClasses(entry, "NXentry", "SASentry")) yield return deviation;
        string? version = NexusValues.Attribute(entry, "version");
        if (version is null) yield return new Nonconformity("VersionMissing", $"{entry.Path}@version", "nothing", Version);
        else if (version != Version) yield return new Nonconformity("VersionOther", $"{entry.Path}@version", version, Version);
        if (!entry.TryGetDataset("definition", out _))
            yield return new Nonconformity("DefinitionMissing", $"{entry.Path}/definition", "nothing", "NXcanSAS");
        if (!entry.TryGetDataset("title", out _))
            yield return new Nonconformity("TitleMissing", $"{entry.Path}/title", "nothing", "a title");
        if (!entry.TryGetDataset("run", out _))
        {
            bool isNumbered = entry.Children.Any(c => c is Hdf5Dataset && c.Name.StartsWith("run_", StringComparison.Ordinal));
            yield return isNumbered
                ? new Nonconformity("RunNumbered", $"{entry.Path}/run", "run_0 and others", "run")
                : new Nonconformity("RunMissing", $"{entry.Path}/run", "nothing", "a run");
        }
        foreach (Hdf5Group data in SasData.GroupsIn(entry))
        {
            foreach (Nonconformity deviation in CheckData(data)) yield return deviation;
        }
    }

    private static IEnumerable<Nonconformity> CheckClasses(Hdf5Group group, string nexus, string canSas)
    {
        string? found = NexusValues.Attribute(group, "NX_class");
        if (found is null) yield return new Nonconformity("ClassMissing", $"{group.Path}@NX_class", "nothing", nexus);
        else if (found != nexus) yield return new Nonconformity("ClassInvalid", $"{group.Path}@NX_class", found, nexus);
        if (NexusValues.Attribute(group, "canSAS_class") is null)
            yield return new Nonconformity(
                "CanSasClassMissing",
                $"{group.Path}@canSAS_class",
                NexusValues.Attribute(group, "SAS_class") is { } old ? $"SAS_class={old}" : "nothing",
                canSas);
    }

    private static IEnumerable<Nonconformity> CheckData(Hdf5Group data)
    {
        foreach (Nonconformity deviation in CheckClasses(data, "NXdata", "SASdata")) yield return deviation;
        string? signal = NexusValues.Attribute(data, "signal");
        if (signal is null) yield return new Nonconformity("SignalMissing", $"{data.Path}@signal", "nothing", "I");
        else if (!data.TryGetDataset(signal, out _)) yield return Dangling($"{data.Path}@signal", signal);
        if (NexusValues.Attribute(data, "I_axes") is null)
            yield return new Nonconformity(
                "AxesMissing",
                $"{data.Path}@I_axes",
                NexusValues.Attribute(data, "axes") is { } axes ? $"axes={axes}" : "nothing",
                "the axes of I");
        if (!data.TryGetAttribute("Q_indices", out Hdf5Attribute? indices))
            yield return new Nonconformity(
                "IndicesMissing", $"{data.Path}@Q_indices", "nothing", "the dimensions of I that correspond to Q");
        else if (indices.Datatype.IsString)
            yield return new Nonconformity(
                "IndicesText", $"{data.Path}@Q_indices", $"the text \"{NexusValues.Text(indices)}\"", "integers");
        foreach (string name in new[] { "I_uncertainty", "I_uncertainties" })
        {
            if (NexusValues.Attribute(data, name) is not { } value) continue;
            yield return new Nonconformity("UncertaintyAttribute", $"{data.Path}@{name}", value, "uncertainties, an attribute of I");
            if (!data.TryGetDataset(value, out _)) yield return Dangling($"{data.Path}@{name}", value);
        }
        foreach (Hdf5Dataset field in data.Children.OfType<Hdf5Dataset>())
        {
            foreach (Nonconformity deviation in CheckField(data, field)) yield return deviation;
        }
    }

    private static IEnumerable<Nonconformity> CheckField(Hdf5Group data, Hdf5Dataset field)
    {
        string path = $"{data.Path}/{field.Name}";
        string? unit = NexusValues.Attribute(field, "units");
        if (unit is null && NexusValues.Attribute(field, "unit") is { } singular)
        {
            unit = singular;
            yield return new Nonconformity("UnitAttribute", $"{path}@unit", singular, "units");
        }
        if (QFields.Contains(field.Name) || IFields.Contains(field.Name))
        {
            bool isQ = QFields.Contains(field.Name);
            if (unit is null)
                yield return new Nonconformity(
                    "UnitMissing", $"{path}@units", "nothing", isQ ? "1/angstrom, 1/nm or 1/m" : "1/cm, 1/m, cm2/g, m2/g or arbitrary");
            else if (isQ && !QUnits.Contains(unit))
                yield return new Nonconformity("UnitSpelling", $"{path}@units", unit, "1/angstrom, 1/nm or 1/m");
            else if (!isQ && !IUnits.Contains(unit))
                yield return new Nonconformity("IntensityUnit", $"{path}@units", unit, "1/cm, 1/m, cm2/g, m2/g or arbitrary");
        }
        foreach (string name in MisspelledUncertainties)
        {
            if (NexusValues.Attribute(field, name) is not { } value) continue;
            yield return new Nonconformity("UncertaintyAttribute", $"{path}@{name}", value, "uncertainties");
            if (!data.TryGetDataset(value, out _)) yield return Dangling($"{path}@{name}", value);
        }
        foreach (string name in new[] { "uncertainties", "resolutions" })
        {
            foreach (string value in (NexusValues.Attribute(field, name) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
            {
                if (!data.TryGetDataset(value, out _)) yield return Dangling($"{path}@{name}", value);
            }
        }
    }

    private static Nonconformity Dangling(string location, string name) =>
        new("DanglingReference", location, $"\"{name}\", which does not exist", "the name of a dataset");
}
