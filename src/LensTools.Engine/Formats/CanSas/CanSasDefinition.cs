using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats.CanSas;

/// <summary>What an entry of canSAS1d 1.1 must have (http://www.cansas.org/formats/1.1/cansas1d.xsd).</summary>
internal sealed class CanSasDefinition(string root, int line)
{
    // By version.
    private static readonly Dictionary<string, string> Namespaces = new() { ["1.1"] = "urn:cansas1d:1.1", ["1.0"] = "cansas1d/1.0" };

    // Each below the one that it is in: of what is missing itself, no parts are missing.
    private static readonly string[] Required = [
        "Title", "Run", "SASdata", "SASdata/Idata", "SASsample", "SASsample/ID", "SASinstrument", "SASinstrument/name",
        "SASinstrument/SASsource", "SASinstrument/SASsource/radiation", "SASinstrument/SAScollimation", "SASinstrument/SASdetector",
        "SASinstrument/SASdetector/name", "SASnote"];

    private readonly HashSet<string> _found = [];

    /// <summary>Counts an element as there.</summary>
    /// <param name="path">Its path below the entry.</param>
    public void Add(string path) => _found.Add(path);

    /// <summary>The required elements that are not there.</summary>
    public IEnumerable<Nonconformity> Missing() => Required
        .Where(path => !_found.Contains(path) && (Above(path) is not { } above || _found.Contains(above)))
        .Select(path => new Nonconformity(
            $"{path[(path.LastIndexOf('/') + 1)..]}Missing", $"{root}/{path} (line {line})", "nothing", path));

    /// <summary>What is wrong with the root of a document.</summary>
    public static IEnumerable<Nonconformity> CheckRoot(string uri, string? version)
    {
        if (version is null) yield return new Nonconformity("VersionMissing", "/SASroot@version", "nothing", "1.1");
        else if (!Namespaces.TryGetValue(version, out string? known))
            yield return new Nonconformity("VersionOther", "/SASroot@version", version, "1.1");
        else if (uri != known)
            yield return new Nonconformity("NamespaceOther", "/SASroot", uri.Length == 0 ? "nothing" : uri, known);
    }

    private static string? Above(string path) => path.LastIndexOf('/') is > 0 and int end ? path[..end] : null;
}
