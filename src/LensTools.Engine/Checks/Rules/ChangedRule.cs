using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A file is what the list of checksums says that came with it.</summary>
internal sealed class ChangedRule : ICollectionRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Readability.Changed",
        Name = "Changed",
        Description = "The file has the SHA-256 that a SHA256SUMS in its folder or above says.",
        Explanation = "What Receive-LensDataset or a facility wrote a checksum for and is another file now was edited or damaged since.",
        Category = RuleCategory.Readability,
        DefaultSeverity = Severity.Warning,
        Source = "GNU coreutils, sha256sum",
        Remedy = new Remedy(Party.Steward),
    };

    public ICollectionPass Begin() => new Pass();

    private sealed class Pass : ICollectionPass
    {
        private readonly Dictionary<string, ChecksumList?> _byFolder = new(PortablePath.Comparer);

        public IEnumerable<Observation> Add(DatasetFacts facts)
        {
            for (string? folder = Path.GetDirectoryName(facts.Path); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (!_byFolder.TryGetValue(folder, out ChecksumList? list))
                    _byFolder[folder] = list = ChecksumList.In(folder);
                if (list?.Problem is { } problem) yield return Observe(facts, $"{list.Path} cannot be read: {problem}");
                if (list?.Sums.GetValueOrDefault(PortablePath.Relative(folder, facts.Path)) is not { } stated) continue;
                // The nearest list counts. Only a file that is listed is read for it.
                if (facts.FindSha256() is { } now && now != stated)
                    yield return Observe(facts, $"its SHA-256 is {now[..12]}…, and {list.Path} says {stated[..12]}…");
                yield break;
            }
        }

        private static Observation Observe(DatasetFacts facts, string seen) => new(
            new Location(facts.Path),
            seen,
            "the file that the checksum was written for",
            "Receive it again, or write the list again if the change was meant.");
    }

    /// <summary>What a list says.</summary>
    /// <param name="Path">The list.</param>
    /// <param name="Sums">The SHA-256 by file, relative to the list's folder.</param>
    /// <param name="Problem">Why it cannot be read; null if it can.</param>
    private sealed record ChecksumList(string Path, Dictionary<string, string> Sums, string? Problem)
    {
        /// <summary>That of a folder; null if it has none.</summary>
        public static ChecksumList? In(string folder)
        {
            string path = System.IO.Path.Combine(folder, Manifest.SumsName);
            try
            {
                return File.Exists(path) ? new ChecksumList(path, Read(File.ReadLines(path)), null) : null;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return new ChecksumList(path, [], problem.Message);
            }
        }

        // Lines of another form, such as comments, are about no file.
        private static Dictionary<string, string> Read(IEnumerable<string> lines)
        {
            var sums = new Dictionary<string, string>(PortablePath.Comparer);
            foreach (string line in lines)
            {
                // A name with a line break or a backslash is escaped, and so is its line.
                bool isEscaped = line.StartsWith('\\');
                string text = isEscaped ? line[1..] : line;
                if (text.Length < 67 || text[64] != ' ' || text[65] is not (' ' or '*')) continue;
                string sum = text[..64].ToLowerInvariant(), name = text[66..];
                if (isEscaped)
                    name = name.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
                if (name.StartsWith("./", StringComparison.Ordinal)) name = name[2..];
                if (Identities.IsSha256(sum)) sums[name.Normalize()] = sum;
            }
            return sums;
        }
    }
}
