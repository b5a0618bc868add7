using System.Reflection;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks;

/// <summary>What a collection is for: how much each rule weighs, and the limits the rules use. Profiles are YAML.</summary>
public sealed class Profile
{
    /// <summary>The profile that is used where none is named.</summary>
    public const string DefaultName = "training";

    private const string Suffix = ".profile.yaml";

    private readonly Dictionary<string, Severity> _severities;
    private readonly Dictionary<string, double> _limits;

    private Profile(string name, ProfileFile file, Profile? basis)
    {
        Name = name;
        Description = file.Description ?? "";
        _severities = new Dictionary<string, Severity>(basis?._severities ?? [], StringComparer.OrdinalIgnoreCase);
        _limits = new Dictionary<string, double>(basis?._limits ?? [], StringComparer.OrdinalIgnoreCase);
        foreach ((string rule, Severity severity) in file.Rules ?? []) _severities[rule] = severity;
        foreach ((string limit, double value) in file.Limits ?? []) _limits[limit] = value;
    }

    /// <summary>The names of the built-in profiles.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length]).Order()];

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it is for.</summary>
    public string Description { get; }

    /// <summary>Whether a profile is given as a file rather than by the name of a built-in one.</summary>
    public static bool IsPath(string name) => name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>A built-in profile by name, or one from a file by path.</summary>
    /// <exception cref="LensException">There is none, or it cannot be read.</exception>
    public static Profile Load(string name) => Load(name, []);

    private static Profile Load(string name, HashSet<string> basis)
    {
        if (!basis.Add(name)) throw Invalid(name, "it is based on itself", "Base it on training or benchmark.");
        if (IsPath(name)) return LoadFile(name, basis);
        string builtIn = BuiltIn.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) ?? throw new LensException(new LensError(
            ErrorKind.ProfileUnknown, $"There is no profile \"{name}\".", name, $"Use one of: {string.Join(", ", BuiltIn)}; or give the path of a .yaml file."));
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(builtIn + Suffix)!;
        using var reader = new StreamReader(stream);
        return Parse(builtIn, reader.ReadToEnd(), builtIn, builtIn == DefaultName ? null : file => Load(file.BasedOn ?? DefaultName, basis));
    }

    /// <summary>The weight of a rule.</summary>
    public Severity SeverityOf(IRule rule) => _severities.GetValueOrDefault(rule.Id, rule.DefaultSeverity);

    /// <summary>A limit that rules use; every profile has those of the default profile.</summary>
    public double Limit(string name) => _limits[name];

    private static Profile LoadFile(string path, HashSet<string> basis)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LensException(new LensError(ErrorKind.ProfileUnknown, $"There is no profile {path}.", path, $"Check the path, or use one of: {string.Join(", ", BuiltIn)}.", problem));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Parse(Path.GetFileNameWithoutExtension(path), text, path, file =>
        {
            string wanted = file.BasedOn ?? DefaultName;
            return Load(IsPath(wanted) ? Path.GetFullPath(wanted, folder) : wanted, basis);
        });
    }

    private static Profile Parse(string name, string text, string source, Func<ProfileFile, Profile>? loadBasis)
    {
        ProfileFile file = YamlText.Read<ProfileFile>(text, source, ErrorKind.ProfileInvalid, "Mend that line; about_LensTools shows what a profile may hold.");
        Profile? basis = loadBasis?.Invoke(file);
        if (file.Rules?.Keys.FirstOrDefault(id => RuleRegistry.Rules.All(rule => !string.Equals(rule.Id, id, StringComparison.OrdinalIgnoreCase))) is { } strange)
            throw Invalid(source, $"there is no rule \"{strange}\"", "Use rules from: " + string.Join(", ", RuleRegistry.Rules.Select(r => r.Id)) + ".");
        if (file.Rules?.FirstOrDefault(rule => !Enum.IsDefined(rule.Value)) is { Key: not null } odd)
            throw Invalid(source, $"{odd.Value} is no weight for {odd.Key}", "Use one of: off, information, warning, question, error.");
        if (basis is not null && file.Limits?.Keys.FirstOrDefault(limit => !basis._limits.ContainsKey(limit)) is { } unknown)
            throw Invalid(source, $"there is no limit \"{unknown}\"", "Use limits from: " + string.Join(", ", basis._limits.Keys) + ".");
        return new Profile(name, file, basis);
    }

    private static LensException Invalid(string source, string problem, string advice) =>
        new(new LensError(ErrorKind.ProfileInvalid, $"{source}: {problem}.", source, advice));

    private sealed class ProfileFile
    {
        public string? Description { get; set; }

        public string? BasedOn { get; set; }

        public Dictionary<string, Severity>? Rules { get; set; }

        public Dictionary<string, double>? Limits { get; set; }
    }
}
