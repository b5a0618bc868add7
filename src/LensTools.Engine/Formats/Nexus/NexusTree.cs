using System.Runtime.CompilerServices;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>The children and classes of the groups of a file that is open: many rules ask for the same ones.</summary>
internal sealed class NexusTree
{
    // NeXus' own attribute first, then those that canSAS introduced.
    private static readonly string[] ClassAttributes = ["NX_class", "canSAS_class", "SAS_class"];

    private static readonly ConditionalWeakTable<Hdf5File, NexusTree> Trees = [];

    private readonly Dictionary<long, IReadOnlyList<Hdf5Object>> _children = [];
    private readonly Dictionary<long, string[]> _classes = [];

    /// <summary>The tree of a file.</summary>
    public static NexusTree Of(Hdf5File file) => Trees.GetOrCreateValue(file);

    /// <summary>What a group holds, links followed.</summary>
    public IReadOnlyList<Hdf5Object> Children(Hdf5Group group)
    {
        lock (_children)
        {
            if (!_children.TryGetValue(group.Address, out IReadOnlyList<Hdf5Object>? known))
                _children[group.Address] = known = [.. group.Children];
            return known;
        }
    }

    /// <summary>Whether a group declares a class in any of the attributes for it.</summary>
    public bool IsOfClass(Hdf5Group group, string name)
    {
        string[]? classes;
        lock (_classes)
        {
            if (!_classes.TryGetValue(group.Address, out classes))
                _classes[group.Address] = classes = [.. ClassAttributes.Select(attribute => NexusValues.Attribute(group, attribute))
                    .OfType<string>()];
        }
        return Array.IndexOf(classes, name) >= 0;
    }
}
