using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>The lines of words around a table, as people and instruments write what they know about it.</summary>
internal static partial class HeaderLines
{
    /// <summary>Adds what a line says to the metadata of an entry: a key and its value, or the line as it is.</summary>
    public static void Add(EntryContent entry, string dialect, int line, string text)
    {
        // SPEC's letters: a comment, and the date.
        if (text.StartsWith("#C ", StringComparison.Ordinal)) text = text[3..];
        else if (text.StartsWith("#D ", StringComparison.Ordinal)) text = "#date" + text[2..];
        string content = text.Trim().TrimStart('#', '%', '!', '*').Trim();
        if (content.Length == 0 || content.All(c => c is '=' or '-' or '*' or '_')) return;
        string location = TextScan.LocationOf(line);
        int split = content.IndexOfAny([':', '=']);
        (string key, string value) = split > 0 ? (content[..split].Trim(), content[(split + 1)..].Trim()) : ("", content);
        Term term = DialectKeys.Find(dialect, key).Term;
        // "#title of some sort", as NIST writes it: a key, if it is a known one.
        if (term == Term.None
            && KeyLine().Match(text) is { Success: true } named
            && DialectKeys.Find(dialect, named.Groups["key"].Value).Term is not Term.None and var known)
        {
            (key, value, term) = (named.Groups["key"].Value, named.Groups["value"].Value.Trim('"'), known);
        }
        if (key.Length is 0 or > 40)
        {
            entry.Items.Add(new MetadataItem("line", content, null, location));
            return;
        }
        // What follows a run of blanks is another key: "Sample:   ly68  c=  2.610 mg/ml Code:       ly68".
        int next = value.IndexOf("  ", StringComparison.Ordinal);
        if (next > 0 && value.AsSpan(next).IndexOfAny(':', '=') >= 0)
        {
            Add(entry, dialect, line, value[next..]);
            value = value[..next];
        }
        (value, string? unit) = SplitUnit(value, term);
        entry.Add(dialect, key, value, location, unit);
    }

    private static (string Value, string? Unit) SplitUnit(string value, Term term)
    {
        if (term is not (Term.Wavelength or Term.DetectorDistance or Term.Temperature or Term.Thickness or Term.Concentration
            or Term.Duration))
            return (value, null);
        int blank = value.IndexOf(' ');
        if (blank < 0) return (value, null);
        string unit = value[(blank + 1)..].Trim(' ', '(', ')', '[', ']');
        int end = unit.IndexOf(' ');
        return (value[..blank], end < 0 ? unit : unit[..end]);
    }

    // A colon within the value belongs to a time.
    [GeneratedRegex(@"^#(?<key>[A-Za-z]{2,})[ \t]+(?<value>(?:[^:=]|(?<=\d):(?=\d))+?)\s*$")]
    private static partial Regex KeyLine();
}
