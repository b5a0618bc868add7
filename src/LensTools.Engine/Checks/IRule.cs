namespace LensTools.Engine.Checks;

/// <summary>What a rule saw; the profile gives it its weight.</summary>
public sealed record Observation(string Location, string Seen, string Expected, string Advice);

/// <summary>One thing that is checked. A rule is a pure function of what it is shown.</summary>
public interface IRule
{
    /// <summary>A stable name: group and subject, such as <c>Metadata.Title</c>.</summary>
    string Id { get; }

    /// <summary>What it checks, in a sentence.</summary>
    string Description { get; }

    /// <summary>Its weight where the profile says nothing.</summary>
    Severity DefaultSeverity { get; }

    /// <summary>What is wrong with a dataset.</summary>
    IEnumerable<Observation> Check(RuleContext context);
}
