namespace LensTools.Hdf5.Writing;

/// <summary>A group of a file to be written.</summary>
internal sealed class GroupNode
{
    private readonly List<(string Name, object Child)> _children = [];
    private readonly Dictionary<string, StoredValue> _attributes = [];

    internal IReadOnlyList<(string Name, object Child)> Children => _children;

    internal IReadOnlyDictionary<string, StoredValue> Attributes => _attributes;

    /// <summary>Adds a group and returns it, to be filled.</summary>
    public GroupNode Group(string name)
    {
        var group = new GroupNode();
        _children.Add((Checked(name), group));
        return group;
    }

    /// <summary>Adds a dataset and returns it, for its attributes.</summary>
    public DatasetNode Dataset(string name, StoredValue value)
    {
        var dataset = new DatasetNode(value);
        _children.Add((Checked(name), dataset));
        return dataset;
    }

    /// <summary>Sets an attribute.</summary>
    public GroupNode Attribute(string name, StoredValue value)
    {
        _attributes[name] = value;
        return this;
    }

    private string Checked(string name)
    {
        if (name.Length == 0 || name == "." || name.Contains('/'))
            throw new ArgumentException($"\"{name}\" cannot be the name of a link", nameof(name));
        if (_children.Any(c => c.Name == name)) throw new ArgumentException($"the group already has \"{name}\"", nameof(name));
        return name;
    }
}

/// <summary>A dataset of a file to be written.</summary>
internal sealed class DatasetNode
{
    private readonly Dictionary<string, StoredValue> _attributes = [];

    internal DatasetNode(StoredValue value) => Value = value;

    internal StoredValue Value { get; }

    internal IReadOnlyDictionary<string, StoredValue> Attributes => _attributes;

    /// <summary>Sets an attribute.</summary>
    public DatasetNode Attribute(string name, StoredValue value)
    {
        _attributes[name] = value;
        return this;
    }
}
