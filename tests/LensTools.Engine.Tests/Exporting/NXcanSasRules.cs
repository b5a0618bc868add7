using System.Xml.Linq;
using LensTools.Hdf5;

namespace LensTools.Engine.Tests.Exporting;

/// <summary>What a file lacks of the application definition NXcanSAS, as its NXDL states: attributes, fields and listed values.</summary>
internal sealed class NXcanSasRules(string nxdl)
{
    private static readonly XNamespace Nxdl = "http://definition.nexusformat.org/nxdl/3.1";

    private readonly XElement _entry = XDocument.Load(nxdl).Root!.Element(Nxdl + "group")!;

    /// <summary>Every departure of the entries of a file.</summary>
    public IReadOnlyList<string> Check(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        return [.. file.Root.Children.OfType<Hdf5Group>().SelectMany(entry => CheckGroup(_entry, entry))];
    }

    private static IEnumerable<string> CheckGroup(XElement rule, Hdf5Group group)
    {
        foreach (string problem in CheckAttributes(rule, group, group.Path)) yield return problem;
        foreach (XElement field in rule.Elements(Nxdl + "field"))
        {
            string name = field.Attribute("name")!.Value;
            // Of two components, each is a Q.
            string[] names = name == "Q" && group.TryGetDataset("Qx", out _) ? ["Qx", "Qy"] : [name];
            foreach (string own in names)
            {
                if (group.TryGetDataset(own, out Hdf5Dataset? dataset))
                {
                    foreach (string problem in CheckValue(field, dataset)) yield return problem;
                }
                else if (IsRequired(field))
                {
                    yield return $"{group.Path}/{own} is missing";
                }
            }
        }
        foreach (XElement inner in rule.Elements(Nxdl + "group"))
        {
            string canSas = inner.Elements(Nxdl + "attribute").FirstOrDefault(a => a.Attribute("name")!.Value == "canSAS_class")
                ?.Descendants(Nxdl + "item").Single().Attribute("value")!.Value ?? "";
            Hdf5Group[] found = [.. group.Children.OfType<Hdf5Group>().Where(child => Text(child, "canSAS_class") == canSas)];
            if (found.Length == 0 && IsRequired(inner)) yield return $"{group.Path} has no {canSas}";
            foreach (Hdf5Group child in found)
            {
                if (Text(child, "NX_class") != inner.Attribute("type")!.Value) yield return $"{child.Path} is a {Text(child, "NX_class")}";
                foreach (string problem in CheckGroup(inner, child)) yield return problem;
            }
        }
    }

    private static IEnumerable<string> CheckValue(XElement field, Hdf5Dataset dataset)
    {
        foreach (string problem in CheckAttributes(field, dataset, dataset.Path)) yield return problem;
        if (field.Element(Nxdl + "enumeration") is { } values && !Items(values).Contains(dataset.ReadStrings()[0]))
            yield return $"{dataset.Path} is \"{dataset.ReadStrings()[0]}\"";
    }

    private static IEnumerable<string> CheckAttributes(XElement rule, Hdf5Object owner, string path)
    {
        foreach (XElement attribute in rule.Elements(Nxdl + "attribute"))
        {
            string name = attribute.Attribute("name")!.Value;
            if (!owner.TryGetAttribute(name, out Hdf5Attribute? found))
            {
                // Files without masked points have no mask.
                if (IsRequired(attribute) && name != "mask") yield return $"{path}@{name} is missing";
            }
            else if (attribute.Element(Nxdl + "enumeration") is { } values && !Items(values).Contains(found.ReadStrings()[0]))
            {
                yield return $"{path}@{name} is \"{found.ReadStrings()[0]}\"";
            }
        }
    }

    private static bool IsRequired(XElement rule) =>
        rule.Attribute("minOccurs")?.Value != "0" && rule.Attribute("optional")?.Value != "true";

    private static IEnumerable<string> Items(XElement enumeration) =>
        enumeration.Elements(Nxdl + "item").Select(item => item.Attribute("value")!.Value);

    private static string? Text(Hdf5Group group, string name) =>
        group.TryGetAttribute(name, out Hdf5Attribute? attribute) ? attribute.ReadStrings()[0] : null;
}
