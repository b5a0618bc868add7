namespace LensTools.Completion;

/// <summary>Selects and quotes the words that complete what was typed.</summary>
internal static class CompletionWords
{
    /// <summary>The candidates that begin with the typed word, in their order; quotes around it are ignored.</summary>
    public static IEnumerable<(string Text, string Tip)> Match(string typed, IEnumerable<(string Text, string Tip)> candidates)
    {
        string word = typed.Trim('\'', '"');
        return candidates.Where(candidate => candidate.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The word as it must be written on a command line.</summary>
    public static string Quote(string word) =>
        word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '*') ? word : $"'{word.Replace("'", "''")}'";
}
