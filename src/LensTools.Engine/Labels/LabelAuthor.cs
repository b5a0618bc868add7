using LensTools.Engine.Collections;

namespace LensTools.Engine.Labels;

/// <summary>Who gives a label: as stated, else as git knows them, else as the system does.</summary>
public static class LabelAuthor
{
    /// <summary>The author of labels in a collection.</summary>
    /// <param name="stated">What the command was given, or null.</param>
    /// <param name="collection">The collection, whose <c>lens.yaml</c> may name an author.</param>
    public static string Of(string? stated, Collection collection) => stated
        ?? collection.Author
        ?? GitUser(collection.Root)
        ?? $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The name of an author, without an e-mail address behind it.</summary>
    public static string NameOf(string by) => by.IndexOf(" <", StringComparison.Ordinal) is > 0 and int address ? by[..address] : by;

    /// <summary>Whether an author is the one that is asked for, by the name, the address, or both.</summary>
    public static bool Is(string by, string asked) =>
        by.Equals(asked, StringComparison.OrdinalIgnoreCase)
        || NameOf(by).Equals(asked, StringComparison.OrdinalIgnoreCase)
        || by.EndsWith($" <{asked}>", StringComparison.OrdinalIgnoreCase);

    // The repository's configuration comes before the user's, key by key.
    private static string? GitUser(string folder)
    {
        string? name = null, email = null;
        foreach (string[] lines in ConfigurationFiles(folder).Select(Read))
        {
            (string? ownName, string? ownEmail) = ReadUser(lines);
            (name, email) = (name ?? ownName, email ?? ownEmail);
        }
        return name is null ? email : email is null ? name : $"{name} <{email}>";
    }

    // One that may not be read names no one, as if it were not there.
    private static string[] Read(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<string> ConfigurationFiles(string folder)
    {
        for (string? above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (!Directory.Exists(Path.Combine(above, ".git"))) continue;
            yield return Path.Combine(above, ".git", "config");
            break;
        }
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        yield return Path.Combine(home, ".gitconfig");
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "git", "config");
    }

    // "[user]", then "name = A. Steward" and "email = ..." (git-config(1)).
    private static (string? Name, string? Email) ReadUser(IEnumerable<string> lines)
    {
        string? name = null, email = null;
        bool isUser = false;
        foreach (string line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith('[')) isUser = line.Equals("[user]", StringComparison.OrdinalIgnoreCase);
            if (!isUser || line.Split('=', 2, StringSplitOptions.TrimEntries) is not [string key, { Length: > 0 } value]) continue;
            if (key.Equals("name", StringComparison.OrdinalIgnoreCase)) name = value.Trim('"');
            else if (key.Equals("email", StringComparison.OrdinalIgnoreCase)) email = value.Trim('"');
        }
        return (name, email);
    }
}
