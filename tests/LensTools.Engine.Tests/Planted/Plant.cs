namespace LensTools.Engine.Tests.Planted;

/// <summary>A dataset with a fault that a rule must find, or with what is nearly one and must not be taken for it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Name">What is planted.</param>
/// <param name="IsFault">Whether it is a fault.</param>
/// <param name="Write">Writes the dataset into a folder, with a name, and gives the file.</param>
internal sealed record Plant(string Rule, string Name, bool IsFault, Func<Random, string, string, string> Write)
{
    /// <summary>Rules that the fault breaks too, by its nature.</summary>
    public IReadOnlyList<string> Implied { get; init; } = [];

    public override string ToString() => $"{Rule}: {Name}";
}
