using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>Where an entry departs from what NeXus requires of every file (https://manual.nexusformat.org, chapter 1).</summary>
internal static partial class NexusConformance
{
    // What ISIS writes in the place of a NeXus definition.
    private static readonly string[] LocalDefinitions = ["TOFRAW", "ISISTOFRAW", "pulsedTD", "muonTD", "Mantid Processed Workspace"];

    // Deeper groups are logs and histories by the thousand.
    private const int Deepest = 4;

    /// <summary>Every departure, in the order of the file.</summary>
    public static IEnumerable<Nonconformity> Check(Hdf5Group entry, CancellationToken stop)
    {
        if (NexusValues.Attribute(entry.File.Root, "NX_class") is { } root && root != "NXroot")
            yield return new Nonconformity("ClassInvalid", "/@NX_class", root, "NXroot");
        string? definition = entry.TryGetDataset("definition", out Hdf5Dataset? defined) ? NexusValues.Text(defined) : null;
        if (NexusValues.IsOfClass(entry, "NXentry"))
        {
            if (definition is null)
                yield return new Nonconformity(
                    "DefinitionMissing", $"{entry.Path}/definition", "nothing", "the application definition that the entry follows");
            else if (!LocalDefinitions.Contains(definition) && !ClassName().IsMatch(definition))
                yield return new Nonconformity(
                    "DefinitionUnknown", $"{entry.Path}/definition", definition.Length == 0 ? "a blank"
                        : definition, "a definition of NeXus");
        }
        if (Dangling(entry.File.Root, "default") is { } first) yield return first;
        foreach (Nonconformity departure in CheckGroup(entry, Deepest, [], stop)) yield return departure;
    }

    private static IEnumerable<Nonconformity> CheckGroup(Hdf5Group group, int depth, HashSet<long> seen, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (!seen.Add(group.Address)) yield break;
        if (NexusValues.Attribute(group, "NX_class") is { } name && !ClassName().IsMatch(name))
            yield return new Nonconformity(
                "ClassInvalid", $"{group.Path}@NX_class", name.Length == 0 ? "a blank" : name, "a class of NeXus, such as NXdata");
        if (Dangling(group, "default") is { } dangling) yield return dangling;
        if (NexusValues.IsOfClass(group, "NXdata"))
        {
            if (Dangling(group, "signal") is { } signal) yield return signal;
            foreach (Hdf5Dataset field in NexusValues.Children(group).OfType<Hdf5Dataset>())
            {
                if (NexusValues.Attribute(field, "uncertainties") is { Length: > 0 } errors && !group.TryGetDataset(errors, out _))
                    yield return Reference($"{field.Path}@uncertainties", errors);
            }
        }
        if (depth == 0) yield break;
        foreach (Hdf5Group child in NexusValues.Children(group).OfType<Hdf5Group>())
        {
            foreach (Nonconformity departure in CheckGroup(child, depth - 1, seen, stop)) yield return departure;
        }
    }

    // The number 1 marks a signal as older files do.
    private static Nonconformity? Dangling(Hdf5Group group, string attribute) =>
        NexusValues.Attribute(group, attribute) is { Length: > 0 } name
        && !(attribute == "signal" && name == "1")
        && !group.TryGetGroup(name, out _)
        && !group.TryGetDataset(name, out _)
            ? Reference($"{group.Path}@{attribute}", name)
            : null;

    private static Nonconformity Reference(string location, string name) =>
        new("DanglingReference", location, $"\"{name}\", which does not exist", "the name of something that is there");

    [GeneratedRegex("^NX[a-z][A-Za-z0-9_]*$")]
    private static partial Regex ClassName();
}
