using System.Reflection;
using LensTools.Engine.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

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

    /// <summary>A built-in profile by name, or one from a file by path.</summary>
    /// <exception cref="LensException">There is none, or it cannot be read.</exception>
    public static Profile Load(string name)
    {
        bool isPath = name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        if (isPath) return LoadFile(name);
        string builtIn = BuiltIn.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) ?? throw new LensException(new LensError(
            "LensProfileUnknown", LensErrorCategory.InvalidArgument, $"There is no profile \"{name}\".", name, $"Use one of: {string.Join(", ", BuiltIn)}; or give the path of a .yaml file."));
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(builtIn + Suffix)!;
        using var reader = new StreamReader(stream);
        return Parse(builtIn, reader.ReadToEnd(), builtIn);
    }

    /// <summary>The weight of a rule.</summary>
    public Severity SeverityOf(IRule rule) => _severities.GetValueOrDefault(rule.Id, rule.DefaultSeverity);

    /// <summary>A limit that rules use; every profile has those of the default profile.</summary>
    public double Limit(string name) => _limits[name];

    private static Profile LoadFile(string path)
    {
        try
        {
            return Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path), path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromSystem(problem, path));
        }
    }

    private static Profile Parse(string name, string text, string source)
    {
        IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        try
        {
            ProfileFile file = yaml.Deserialize<ProfileFile?>(text) ?? new ProfileFile();
            string? strange = file.Rules?.Keys.FirstOrDefault(id => RuleRegistry.Rules.All(rule => !string.Equals(rule.Id, id, StringComparison.OrdinalIgnoreCase)));
            if (strange is not null)
            {
                throw new LensException(new LensError(
                    "LensProfileInvalid", LensErrorCategory.InvalidData, $"{source} names a rule \"{strange}\", which there is not.", source, "Use rules from: " + string.Join(", ", RuleRegistry.Rules.Select(r => r.Id)) + "."));
            }
            return new Profile(name, file, name == DefaultName && source == DefaultName ? null : Load(file.BasedOn ?? DefaultName));
        }
        catch (YamlException problem)
        {
            throw new LensException(new LensError(
                "LensProfileInvalid", LensErrorCategory.InvalidData, $"{source}, line {problem.Start.Line}: {problem.InnerException?.Message ?? problem.Message}", source, "Mend that line.", problem));
        }
    }

    private sealed class ProfileFile
    {
        public string? Description { get; set; }

        public string? BasedOn { get; set; }

        public Dictionary<string, Severity>? Rules { get; set; }

        public Dictionary<string, double>? Limits { get; set; }
    }
}
