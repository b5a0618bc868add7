using System.Text.Encodings.Web;
using System.Text.Json;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Sharing;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Collections;

/// <summary>A folder of data with a <c>lens.yaml</c>: its name, licence, profile, vocabulary and targets.</summary>
public sealed class Collection
{
    /// <summary>The file that makes a folder a collection.</summary>
    public const string FileName = "lens.yaml";

    /// <summary>The file that tells git how to merge ledgers.</summary>
    internal const string AttributesName = ".gitattributes";

    private const string CacheFolder = ".lens";

    private Collection(string root, CollectionFile file)
    {
        Root = root;
        Name = string.IsNullOrWhiteSpace(file.Name) ? Path.GetFileName(root) : file.Name;
        Licence = file.Licence;
        Description = file.Description;
        Author = string.IsNullOrWhiteSpace(file.Author) ? null : file.Author;
        Profile = ResolveProfile(file.Profile ?? Checks.Profile.DefaultName);
        Truth = string.IsNullOrWhiteSpace(file.Truth) ? null : Path.GetFullPath(file.Truth, root);
        Targets = (file.Targets ?? [])
            .Where(target => target.Value is not null)
            .ToDictionary(target => target.Key, target => target.Value!);
        VocabularyFile = new VocabularyFile(root);
        Vocabulary = Vocabulary.Load(file.Vocabulary, file.Labels, VocabularyFile.Read());
        Ledger = new Ledger(this);
    }

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The licence of its data as an SPDX identifier; null if none is stated.</summary>
    public string? Licence { get; }

    /// <summary>What it is, in a sentence; null if it does not say.</summary>
    public string? Description { get; }

    /// <summary>Who gives its labels, unless a command says another; null if it does not say.</summary>
    public string? Author { get; }

    /// <summary>The profile that its data are tested against.</summary>
    public string Profile { get; }

    /// <summary>The file of values that are known of its samples, absolute; null if there is none.</summary>
    public string? Truth { get; }

    /// <summary>Names for destinations.</summary>
    public IReadOnlyDictionary<string, TargetSettings> Targets { get; }

    /// <summary>The labels that may be given.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The labels that this collection adds to its vocabulary.</summary>
    internal VocabularyFile VocabularyFile { get; }

    /// <summary>The labels that were given.</summary>
    public Ledger Ledger { get; }

    /// <summary>The collection that a file or folder is in, or null.</summary>
    /// <exception cref="LensException">Its <c>lens.yaml</c> cannot be read.</exception>
    public static Collection? Find(string path)
    {
        for (string? folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path);
            folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, FileName))) return Open(folder);
        }
        return null;
    }

    /// <summary>Opens the collection of a folder.</summary>
    /// <exception cref="LensException">Its <c>lens.yaml</c> cannot be read.</exception>
    public static Collection Open(string root)
    {
        string path = Path.Combine(root, FileName);
        try
        {
            return new Collection(root, YamlText.Read<CollectionFile>(
                File.ReadAllText(path),
                path,
                ErrorKind.CollectionInvalid,
                "Correct that line; about_LensTools shows what lens.yaml may contain."));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }

    /// <summary>Makes a folder a collection.</summary>
    /// <exception cref="LensException">It already is one, or cannot be written.</exception>
    public static Collection Create(string root, string name, string? licence, string? profile)
    {
        string path = Path.Combine(root, FileName);
        if (File.Exists(path))
        {
            throw new LensException(new LensError(
                ErrorKind.CollectionExists, $"{root} is already a collection.", path, $"Edit {path} to change it."));
        }
        if (profile is not null) _ = Checks.Profile.Load(Checks.Profile.IsPath(profile) ? Path.GetFullPath(profile, root) : profile);
        try
        {
            Directory.CreateDirectory(root);
            AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(Template(name, licence, profile))));
            MergeByUnion(root);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromWriteFailure(problem, path, "Choose a folder that you may write to."));
        }
        return Open(root);
    }

    // Two branches that both labelled merge to a ledger with the lines of both (gitattributes(5), union).
    private static void MergeByUnion(string root)
    {
        const string Rule = Ledger.FileName + " merge=union";
        string path = Path.Combine(root, AttributesName);
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        if (text.Split('\n').Any(line => line.Trim() == Rule)) return;
        if (text.Length > 0 && !text.EndsWith('\n')) text += "\n";
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes($"{text}{Rule}\n")));
    }

    /// <summary>The error for a file or folder that is not in a collection.</summary>
    public static LensException NotFound(string path) => new(new LensError(
        ErrorKind.CollectionNotFound,
        $"{path} is not in a collection: no folder above it has a {FileName}.",
        path,
        "Make its folder a collection with New-LensCollection."));

    /// <summary>A path in the folder of files that can be regenerated, which is created if necessary.</summary>
    internal string CachePath(string name)
    {
        string folder = Path.Combine(Root, CacheFolder);
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            // The folder keeps itself out of git.
            File.WriteAllText(Path.Combine(folder, ".gitignore"), "*\n");
        }
        return Path.Combine(folder, name);
    }

    private string ResolveProfile(string profile) => Checks.Profile.IsPath(profile) ? Path.GetFullPath(profile, Root) : profile;

    private static string Template(string name, string? licence, string? profile) =>
        $"""
        # A LENS collection. about_LensTools shows what this file may contain.
        name: {Quote(name)}
        licence: {(licence is null ? "# an SPDX identifier such as CC-BY-4.0" : Quote(licence))}
        profile: {Quote(profile ?? Checks.Profile.DefaultName)}
        vocabulary: {Vocabulary.DefaultName}
        # Labels of this collection, in addition to those of the vocabulary, are in {VocabularyFile.FileName}:
        # Update-LensVocabulary writes it, and it can be edited by hand.
        # Names for destinations:
        # targets:
        #   archive: https://cloud.example.org/remote.php/dav/files/steward/collection

        """;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Every JSON string is also a YAML string (YAML 1.2, 1.3); line breaks and the like are escaped.
    private static string Quote(string text) => JsonSerializer.Serialize(text, Readable);

    private sealed class CollectionFile
    {
        public string? Name { get; set; }

        public string? Licence { get; set; }

        public string? Description { get; set; }

        public string? Author { get; set; }

        public string? Profile { get; set; }

        public string? Truth { get; set; }

        public string? Vocabulary { get; set; }

        public Dictionary<string, LabelDefinition?>? Labels { get; set; }

        public Dictionary<string, TargetSettings?>? Targets { get; set; }
    }
}
