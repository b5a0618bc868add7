using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;

namespace LensTools.Engine.Checks;

/// <summary>
/// Finds what a file says about people, in whatever format: the values of the format's own places, of keys that are about people, and
/// e-mail addresses, ORCID iDs and home folders anywhere.
/// </summary>
public static partial class PersonalData
{
    // Longer texts are no names; what they say is searched for addresses all the same.
    private const int LongestName = 200;

    // The keys of a million files are few.
    private static readonly Remembered<bool> KeysOfPersons = new(key => KeyOfPerson().IsMatch(key));
    private static readonly Remembered<bool> KeysOfPhones = new(key => KeyOfPhone().IsMatch(key));

    /// <summary>Whether a value names or reaches a person.</summary>
    public static bool Names(MetadataItem item)
    {
        if (item.IsPlaceholder || item.Value.Length == 0) return false;
        if (item.Term == Term.Users) return true;
        // Most values are numbers.
        if (IsNumber(item.Value)) return KeysOfPhones.Of(item.Name) && Phone().IsMatch(item.Value);
        if (item.Value.Contains('@') && EMail().IsMatch(item.Value)) return true;
        if (item.Value.AsSpan().IndexOfAny('/', '\\') >= 0 && Home().IsMatch(item.Value)) return true;
        if (item.Value.Length >= "0000-0000-0000-0000".Length && Orcid().IsMatch(item.Value)) return true;
        return item.Value.Length <= LongestName
            && ((KeysOfPersons.Of(KeyOf(item)) && IsName(item.Value))
                || (KeysOfPhones.Of(item.Name) && Phone().IsMatch(item.Value))
                || (item.Value.AsSpan().IndexOfAny(':', '=') > 0 && Within().IsMatch(item.Value)));
    }

    /// <summary>
    /// The first value of a dataset that names a person, or null. The file is opened only if its description does not say.
    /// </summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public static MetadataItem? Find(Dataset dataset, CancellationToken stop) =>
        dataset.NamesPeople == false ? null : dataset.ReadMetadata(stop).FirstOrDefault(Names);

    private static bool IsNumber(string value)
    {
        foreach (char c in value)
        {
            if (!char.IsAsciiDigit(c) && c is not ('+' or '-' or '.' or 'e' or 'E' or ' ' or ',')) return false;
        }
        return true;
    }

    // In a tree, a name or a value is that of what is above it: "/entry/user/name".
    private static string KeyOf(MetadataItem item)
    {
        string path = item.Location;
        int end = path.LastIndexOf('/');
        if (end <= 0 || item.Name.Length > "description".Length || !Anonymous().IsMatch(item.Name)) return item.Name;
        return $"{path[(path.LastIndexOf('/', end - 1) + 1)..end]} {item.Name}";
    }

    // Not a number, a mark for nothing, or the name of a program.
    private static bool IsName(string value) => value.Any(char.IsLetter) && !NoName().IsMatch(value);

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")]
    private static partial Regex EMail();

    [GeneratedRegex(@"\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b")]
    private static partial Regex Orcid();

    // The folders of accounts; those that all share are none.
    [GeneratedRegex(
        @"(?:/home/|/Users/|/u/|[A-Za-z]:[\\/]+(?:Users|Documents and Settings)[\\/]+)"
            + @"(?!(?:public|shared|all users|default|data|users?|guest)\b)\w",
        RegexOptions.IgnoreCase)]
    private static partial Regex Home();

    [GeneratedRegex(
        @"(?<![A-Za-z])(?:users?|user_?names?|user_?id|login|accounts?|nutzer|benutzer|utilisateurs?|operators?|operateur|experimenters?|"
            + @"experimentalists?|experimentator|(?:principal|co)?_?investigators?|pi|authors?|proposers?|applicants?|local_?contacts?|"
            + @"contacts?|contact_?persons?|owners?|scientists?|(?:experiment|experimental)?_?team|persons?|people|submitted_?by|"
            + @"created_?by|measured_?by|who)(?![A-Za-z])|[Uu]ser[Nn]ame",
        RegexOptions.IgnoreCase)]
    private static partial Regex KeyOfPerson();

    [GeneratedRegex(@"(?<![A-Za-z])(?:phone|tel|telephone|telefon|mobile|fax)(?:_?(?:number|no))?(?![A-Za-z])", RegexOptions.IgnoreCase)]
    private static partial Regex KeyOfPhone();

    [GeneratedRegex(@"^\+?[\d ()/.-]{6,}$")]
    private static partial Regex Phone();

    // "User: Jane Public" or "Contact: J. Public" within a note.
    [GeneratedRegex(
        @"\b(?i:users?(?: ?names?)?|operators?|experimenters?|authors?|(?:local )?contacts?(?: person)?|(?:principal )?investigators?|"
            + @"proposers?|owners?|scientists?)\s*[:=]\s*(?!(?i:n/?a|none|null|unknown|undefined|unspecified|not|anonymous|default)\b)"
            + @"\p{Lu}(?:\p{L}+|\.\s*\p{Lu})")]
    private static partial Regex Within();

    [GeneratedRegex(
        @"^(?:name|names|value|id|text|description|full_?name|first_?name|last_?name|surname|affiliation)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Anonymous();

    [GeneratedRegex(
        @"^\W*(?:n/?a|none|null|nan|unknown|undefined|unspecified|not (?:set|known|given)|anonymous|default|test|nx\w*)?\W*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex NoName();
}
