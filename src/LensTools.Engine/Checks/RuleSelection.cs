using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks;

/// <summary>Which rules of a profile are applied.</summary>
public sealed class RuleSelection
{
    private readonly string[] _only, _except;

    /// <param name="only">Rules or categories to apply, such as <c>Data</c> or <c>Data.*</c>; empty for all.</param>
    /// <param name="except">Rules or categories to leave out.</param>
    /// <exception cref="LensException">A named rule does not exist.</exception>
    public RuleSelection(IEnumerable<string> only, IEnumerable<string> except)
    {
        (_only, _except) = ([.. only], [.. except]);
        if (_only.Concat(_except).FirstOrDefault(name => !RuleRegistry.All.Any(info => IsNamed(info, name))) is { } unknown)
        {
            throw Unknown(unknown);
        }
    }

    /// <summary>The error for a rule that does not exist.</summary>
    public static LensException Unknown(string rule) => new(new LensError(
        ErrorKind.RuleUnknown,
        $"There is no rule \"{rule}\".",
        rule,
        "Use rules from: " + string.Join(", ", RuleRegistry.All.Select(info => info.Id)) + "."));

    /// <summary>All rules.</summary>
    public static RuleSelection All { get; } = new([], []);

    /// <summary>Whether a rule is chosen.</summary>
    public bool Includes(RuleInfo info) =>
        (_only.Length == 0 || _only.Any(name => IsNamed(info, name))) && !_except.Any(name => IsNamed(info, name));

    private static bool IsNamed(RuleInfo info, string name)
    {
        string wanted = name.EndsWith(".*", StringComparison.Ordinal) ? name[..^2] : name;
        return string.Equals(info.Id, wanted, StringComparison.OrdinalIgnoreCase)
            || info.Id.StartsWith(wanted + ".", StringComparison.OrdinalIgnoreCase);
    }
}
