using LensTools.Engine.Datasets;

namespace LensTools;

/// <summary>A person named in a file.</summary>
public sealed class LensPerson
{
    private LensPerson(Person person)
    {
        Name = person.Name;
        Orcid = person.Orcid;
        Affiliation = person.Affiliation;
    }

    /// <summary>The name as written.</summary>
    public string Name { get; }

    /// <summary>The ORCID iD.</summary>
    public string? Orcid { get; }

    /// <summary>Where they work.</summary>
    public string? Affiliation { get; }

    internal static LensPerson[] Of(IReadOnlyList<Person> people) => [.. people.Select(person => new LensPerson(person))];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
