using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Checks;

/// <summary>
/// The severity of each rule and the thresholds that rules compare with, for one purpose. Profiles are YAML;
/// <c>profile.schema.json</c> says what may be in them.
/// </summary>
public sealed class Profile
{
    /// <summary>The profile that is used if none is named.</summary>
    public const string DefaultName = "training";

    /// <summary>The version of the schema of profiles.</summary>
    public const int SchemaVersion = 1;

    private const string Suffix = ".profile.yaml";

    private readonly Dictionary<string, Severity> _severities;
    private readonly Dictionary<string, double> _thresholds;

    private Profile(string name, ProfileFile file, Profile? basis)
    {
        Description = file.Description ?? "";
        _severities = basis is null ? RuleRegistry.All.ToDictionary(info => info.Id, info => info.DefaultSeverity) : new(basis._severities);
        _thresholds = basis is null
            ? Declared.ToDictionary(threshold => threshold.Name, threshold => threshold.Default)
            : new(basis._thresholds);
        foreach ((string rule, Severity severity) in file.Rules ?? []) _severities[RuleRegistry.Find(rule)!.Id] = severity;
        foreach ((string threshold, double value) in file.Thresholds ?? []) _thresholds[Declared.First(t => Is(t, threshold)).Name] = value;
        Stamp = new ProfileStamp(name, file.Version ?? 1, ComputeHash()) { Thresholds = _thresholds };
    }

    /// <summary>The names of the built-in profiles.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length]).Order()];

    /// <summary>Its name, version and hash, as recorded in results.</summary>
    public ProfileStamp Stamp { get; }

    /// <summary>What it is for.</summary>
    public string Description { get; }

    private static IEnumerable<ThresholdInfo> Declared => RuleRegistry.All.SelectMany(info => info.Thresholds);

    /// <summary>Whether a profile is given as a file rather than by the name of a built-in one.</summary>
    public static bool IsPath(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>A built-in profile by name, or one from a file by path.</summary>
    /// <exception cref="LensException">There is none, or it cannot be read.</exception>
    public static Profile Load(string name) => Load(name, []);

    /// <summary>The severity of a rule.</summary>
    public Severity SeverityOf(RuleInfo info) => _severities.GetValueOrDefault(info.Id, info.DefaultSeverity);

    /// <summary>The value of a threshold that a rule declares.</summary>
    public double Threshold(string name) => _thresholds[name];

    private static Profile Load(string name, HashSet<string> basis)
    {
        if (!basis.Add(name)) throw Invalid(name, "it is based on itself", "Base it on training or benchmark.");
        if (IsPath(name)) return LoadFile(name, basis);
        string builtIn = BuiltIn.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new LensException(new LensError(
                ErrorKind.ProfileUnknown,
                $"There is no profile \"{name}\".",
                name,
                $"Use one of: {string.Join(", ", BuiltIn)}; or give the path of a .yaml file."));
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(builtIn + Suffix)!;
        using var reader = new StreamReader(stream);
        return Parse(
            builtIn, reader.ReadToEnd(), builtIn, builtIn == DefaultName ? null : file => Load(file.BasedOn ?? DefaultName, basis));
    }

    private static Profile LoadFile(string path, HashSet<string> basis)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LensException(new LensError(
                ErrorKind.ProfileUnknown,
                $"There is no profile {path}.",
                path,
                $"Check the path, or use one of: {string.Join(", ", BuiltIn)}.",
                problem));
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
        ProfileFile file = YamlText.Read<ProfileFile>(
            text, source, ErrorKind.ProfileInvalid, "Correct that line; about_LensTools shows what a profile may contain.");
        if (file.Schema > SchemaVersion)
            throw Invalid(
                source,
                $"it uses version {file.Schema} of the profile schema, but this LensTools supports only up to {SchemaVersion}",
                "Update LensTools.");
        Profile? basis = loadBasis?.Invoke(file);
        if (file.Rules?.Keys.FirstOrDefault(id => RuleRegistry.Find(id) is null) is { } strange)
            throw Invalid(
                source,
                $"there is no rule \"{strange}\"",
                "Use rules from: " + string.Join(", ", RuleRegistry.All.Select(info => info.Id)) + ".");
        if (file.Rules?.FirstOrDefault(rule => !Enum.IsDefined(rule.Value)) is { Key: not null } odd)
            throw Invalid(source, $"{odd.Value} is not a valid severity for {odd.Key}", "Use one of: off, information, warning, error.");
        if (file.Thresholds?.Keys.FirstOrDefault(key => !Declared.Any(threshold => Is(threshold, key))) is { } unknown)
            throw Invalid(
                source,
                $"there is no threshold \"{unknown}\"",
                "Use thresholds from: " + string.Join(", ", Declared.Select(threshold => threshold.Name)) + ".");
        return new Profile(name, file, basis);
    }

    private static bool Is(ThresholdInfo threshold, string name) => threshold.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    // Of the settings, not of the text: comments and the order of keys do not affect a verdict.
    private string ComputeHash()
    {
        var text = new StringBuilder();
        foreach ((string rule, Severity severity) in _severities.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{rule}={severity}\n");
        foreach ((string threshold, double value) in _thresholds.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{threshold}={value:R}\n");
        foreach (RuleInfo rule in RuleRegistry.All.Where(rule => rule.Code is not null).OrderBy(rule => rule.Id, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{rule.Id}={rule.DefaultSeverity}: {rule.Code}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static LensException Invalid(string source, string problem, string advice) =>
        new(new LensError(ErrorKind.ProfileInvalid, $"{source}: {problem}.", source, advice));

    private sealed class ProfileFile
    {
        public int? Schema { get; set; }

        public int? Version { get; set; }

        public string? Description { get; set; }

        public string? BasedOn { get; set; }

        public Dictionary<string, Severity>? Rules { get; set; }

        public Dictionary<string, double>? Thresholds { get; set; }
    }
}
