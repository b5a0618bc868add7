using LensTools.Engine.Collections;

namespace LensTools.Engine.Labels;

/// <summary>Who gives a label: as stated, else as git knows them, else as the system does.</summary>
internal static class LabelAuthor
{
    /// <summary>The author of labels in a collection.</summary>
    /// <param name="stated">What the command was given, or null.</param>
    /// <param name="collection">The collection, whose <c>lens.yaml</c> may name an author.</param>
    public static string Of(string? stated, Collection collection) => stated
        ?? collection.Author
        ?? GitUser(collection.Root)
        ?? $"{Environment.UserName}@{Environment.MachineName}";

    // The repository's configuration comes before the user's.
    private static string? GitUser(string folder)
    {
        foreach (string file in ConfigurationFiles(folder))
        {
            if (!File.Exists(file)) continue;
            (string? name, string? email) = ReadUser(File.ReadLines(file));
            if (name is not null || email is not null) return name is null ? email : email is null ? name : $"{name} <{email}>";
        }
        return null;
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
