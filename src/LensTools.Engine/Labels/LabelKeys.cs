namespace LensTools.Engine.Labels;

/// <summary>Compares labels by dataset and by name, whose case does not matter.</summary>
internal static class LabelKeys
{
    public static IEqualityComparer<(string Id, string Name)> Comparer { get; } = EqualityComparer<(string Id, string Name)>.Create(
        (one, other) => one.Id == other.Id && IsSame(one.Name, other.Name),
        key => HashCode.Combine(key.Id, StringComparer.OrdinalIgnoreCase.GetHashCode(key.Name)));

    public static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
