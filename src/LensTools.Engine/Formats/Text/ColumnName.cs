using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>What a column of a text is.</summary>
internal enum ColumnRole
{
    /// <summary>Something that is not known.</summary>
    Other,
    /// <summary>Momentum transfer.</summary>
    Q,
    /// <summary>Intensity.</summary>
    I,
    /// <summary>The intensity's standard deviation.</summary>
    Idev,
    /// <summary>The square of it.</summary>
    Variance,
    /// <summary>The resolution in Q.</summary>
    Qdev,
    /// <summary>"sigma(q)": the resolution in Q, or the standard deviation of I(q).</summary>
    SigmaOfQ,
    /// <summary>Reflectivity, also an intensity; r as the name of the first column is a distance.</summary>
    R,
    /// <summary>The intensity of one of several measurements, which the name tells apart.</summary>
    Set,
    /// <summary>An intensity that was fitted or computed.</summary>
    Fit,
    /// <summary>The horizontal component of momentum transfer in a plane.</summary>
    Qx,
    /// <summary>The vertical one.</summary>
    Qy,
    /// <summary>The end of an interval of confidence.</summary>
    Bound,
    /// <summary>What is made of an intensity or of Q: a logarithm, a power, a ratio.</summary>
    Transformed,
    /// <summary>An axis of something else, such as an angle or a time.</summary>
    OtherAxis,
}

/// <summary>A column by its heading.</summary>
/// <param name="Role">What it is.</param>
/// <param name="Unit">The unit in the heading; null if there is none.</param>
/// <param name="Name">The heading without the unit.</param>
internal sealed record Column(ColumnRole Role, string? Unit, string Name = "")
{
    /// <summary>Whether it is a full width at half maximum rather than a standard deviation.</summary>
    public bool IsFullWidth => HasWord("FWHM");

    /// <summary>Whether it is relative to the intensity, in percent.</summary>
    public bool IsPercentage => HasWord("%");

    /// <summary>Whether an intensity was measured.</summary>
    public bool IsIntensity => Role is ColumnRole.I or ColumnRole.R or ColumnRole.Set;

    private bool HasWord(string word) =>
        Name.Contains(word, StringComparison.OrdinalIgnoreCase) || Unit?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>Tells by its name what a column is.</summary>
internal static partial class ColumnName
{
    private static readonly (ColumnRole Role, Regex Name)[] Roles = Load();

    // Blanks and the marks of programs and of LaTeX.
    private static readonly SearchValues<char> Dropped = SearchValues.Create(" \t\u00a0_.$\\{}\"|<>⟨⟩,#");

    private static readonly Remembered<ColumnRole> Known = new(Find);

    /// <summary>The role of a name; <see cref="ColumnRole.Other"/> if it is not known.</summary>
    public static ColumnRole RoleOf(string name) => Known.Of(name);

    private static ColumnRole Find(string name)
    {
        string plain = Plain(name);
        foreach ((ColumnRole role, Regex pattern) in Roles)
        {
            if (pattern.IsMatch(plain)) return role;
        }
        return ColumnRole.Other;
    }

    private static (ColumnRole Role, Regex Name)[] Load()
    {
        var words = new Dictionary<string, string>();
        var roles = new List<(ColumnRole, Regex)>();
        foreach (string[] row in Table.Read("columns.tsv"))
        {
            string pattern = words.Aggregate(row[1], (text, word) => text.Replace($"{{{word.Key}}}", word.Value, StringComparison.Ordinal));
            if (char.IsLower(row[0][0])) words[row[0]] = pattern;
            else roles.Add((Enum.Parse<ColumnRole>(row[0]), new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant)));
        }
        return [.. roles];
    }

    private static string Plain(string name)
    {
        string text = name.Trim().ToLowerInvariant();
        if (!Special().IsMatch(text)) text = Argument().Replace(text, "");
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            switch (c)
            {
                case 'σ' or 'ς' or '∑':
                    plain.Append("sigma");
                    break;
                case 'δ' or '∆' or '∂':
                    plain.Append('d');
                    break;
                default:
                    if (!Dropped.Contains(c)) plain.Append(c);
                    break;
            }
        }
        return Hyphen().Replace(plain.ToString(), "").Replace("(fwhm)", "fwhm", StringComparison.Ordinal).TrimEnd('%').Replace("(%)", "");
    }

    // "I(q)" is I; but S(q) and P(q) are names of their own.
    [GeneratedRegex(@"(?<=\w)\s*\((?:q|s|qz|h|k|x|qx\s*,\s*qy)\)|(?<=[a-z])\[q\]")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^\W*(?:[spf]\((?:q|k)\)|chi\(s\)|sig(?:ma)?\s*\(q\))")]
    private static partial Regex Special();

    [GeneratedRegex(@"(?<=\w)-(?=\w)")]
    private static partial Regex Hyphen();
}
