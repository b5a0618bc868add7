using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>The words of a CIF: names, values in quotes or text fields, and key words (IUCr, CIF 1.1 syntax).</summary>
internal static class CifTokens
{
    /// <summary>Each word with its line; <c>IsQuoted</c> distinguishes values from key words that look alike.</summary>
    public static IEnumerable<(string Text, int Line, bool IsQuoted)> Read(ReadOnlyMemory<byte> text)
    {
        int number = 0;
        System.Text.StringBuilder? field = null;
        foreach (string line in Lines(text))
        {
            number++;
            if (line.StartsWith(';'))
            {
                if (field is null)
                {
                    field = new System.Text.StringBuilder(line[1..]);
                }
                else
                {
                    yield return (field.ToString().Trim(), number, true);
                    field = null;
                }
                continue;
            }
            if (field is not null)
            {
                field.Append('\n').Append(line);
                continue;
            }
            int at = 0;
            while (Next(line, ref at, out bool isQuoted) is { } word) yield return (word, number, isQuoted);
        }
    }

    private static string? Next(string line, ref int at, out bool isQuoted)
    {
        isQuoted = false;
        while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
        if (at == line.Length || line[at] == '#') return null;
        int start = at;
        if (line[at] is '\'' or '"')
        {
            char quote = line[at];
            // A quote ends a value only if white space follows.
            for (at++; at < line.Length; at++)
            {
                if (line[at] == quote && (at + 1 == line.Length || char.IsWhiteSpace(line[at + 1]))) break;
            }
            isQuoted = true;
            string value = line[(start + 1)..Math.Min(at, line.Length)];
            at = Math.Min(at + 1, line.Length);
            return value;
        }
        while (at < line.Length && !char.IsWhiteSpace(line[at])) at++;
        return line[start..at];
    }

    private static List<string> Lines(ReadOnlyMemory<byte> text)
    {
        var all = new List<string>();
        var lines = new TextLines(text.Span);
        while (lines.MoveNext()) all.Add(TextLines.ToText(lines.Current));
        return all;
    }
}
