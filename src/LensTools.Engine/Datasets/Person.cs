using System.Text.RegularExpressions;

namespace LensTools.Engine.Datasets;

/// <summary>A person named in a file.</summary>
/// <param name="Name">The name as written, without the parts below.</param>
/// <param name="Orcid">The ORCID iD, such as 0000-0002-1825-0097 (https://support.orcid.org, structure of the identifier), or null.</param>
/// <param name="Affiliation">Where they work, or null.</param>
public sealed partial record Person(string Name, string? Orcid = null, string? Affiliation = null)
{
    /// <summary>Separates an ORCID iD from the name that it follows.</summary>
    public static Person Parse(string text)
    {
        if (OrcidPattern().Match(text) is not { Success: true } orcid) return new Person(text.Trim());
        string name = (text[..orcid.Index] + text[(orcid.Index + orcid.Length)..]).Trim(' ', ',', ';', '(', ')', '[', ']', '<', '>');
        return new Person(name.Length > 0 ? name : orcid.Groups[1].Value, orcid.Groups[1].Value);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    [GeneratedRegex(@"(?:https?://orcid\.org/|orcid:?\s*)?\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b", RegexOptions.IgnoreCase)]
    private static partial Regex OrcidPattern();
}
