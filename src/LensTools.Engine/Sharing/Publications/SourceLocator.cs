using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Finds the sources of files. A file that was found by searching a folder is of that folder, or of the nearest folder above that
/// is a collection or has a <c>lens-source.json</c>; a file that was named itself is of the nearest one above it, or of its folder.
/// </summary>
internal sealed class SourceLocator(CollectionLocator collections, string stateFolder)
{
    public const string StateFolderName = "sources";

    private readonly Dictionary<string, PublicationSource> _byRoot = new(PortablePath.Comparer);
    private readonly Dictionary<string, PublicationSource?> _byFolder = new(PortablePath.Comparer);
    private Dictionary<string, string>? _elsewhere;
    private (string Folder, string? Searched, PublicationSource Source)? _last;

    /// <summary>The source of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="searched">The folder that was named to find it; null if the file was named itself.</param>
    /// <exception cref="LensException">The file that holds the id is damaged.</exception>
    public PublicationSource Of(string path, string? searched)
    {
        string folder = Path.GetDirectoryName(path) ?? path;
        // The files of a folder come one after the other.
        if (_last is { } last && last.Folder == folder && last.Searched == searched) return last.Source;
        PublicationSource source = Of(path, folder, searched);
        _last = (folder, searched, source);
        return source;
    }

    private PublicationSource Of(string path, string folder, string? searched)
    {
        if (searched is null || !PortablePath.IsBelow(path, searched)) return Known(folder) ?? Source(folder, null);
        // Sources below the folder that was named were made when they were named themselves; collections are made on purpose.
        return collections.Find(path) is { } collection && PortablePath.IsBelow(collection.Root, searched)
            ? Known(collection.Root)!
            : OfFolder(searched);
    }

    /// <summary>The source that a folder is in, or would be if it were published.</summary>
    /// <exception cref="LensException">The file that holds the id is damaged.</exception>
    public PublicationSource OfFolder(string folder) => Known(folder) ?? Source(folder, null);

    /// <summary>The source that a folder is in, if it is in one.</summary>
    /// <exception cref="LensException">The file that holds the id is damaged.</exception>
    public PublicationSource? Find(string folder) => Known(folder);

    private PublicationSource? Known(string folder)
    {
        if (_byFolder.TryGetValue(folder, out PublicationSource? known)) return known;
        string? id = IdOf(folder);
        if (id is not null || File.Exists(Path.Combine(folder, Collection.FileName))) known = Source(folder, id);
        else if (Path.GetDirectoryName(folder) is { } above) known = Known(above);
        return _byFolder[folder] = known;
    }

    private PublicationSource Source(string root, string? id)
    {
        if (!_byRoot.TryGetValue(root, out PublicationSource? source))
        {
            Collection? collection = collections.Find(Path.Combine(root, Collection.FileName));
            _byRoot[root] = source = new PublicationSource(root, id, collection?.Root == root ? collection : null);
        }
        return source;
    }

    private string? IdOf(string folder)
    {
        string path = Path.Combine(folder, PublicationSource.FileName);
        if (File.Exists(path))
        {
            return Read(path)?.Id ?? throw new LensException(new LensError(
                ErrorKind.SourceInvalid,
                $"{path} holds no id of a source.",
                path,
                "Restore it from a copy. If you delete it, the folder becomes a new source, and what it published before is another's."));
        }
        _elsewhere ??= ReadElsewhere();
        return _elsewhere.GetValueOrDefault(folder);
    }

    private Dictionary<string, string> ReadElsewhere()
    {
        var ids = new Dictionary<string, string>(PortablePath.Comparer);
        string folder = Path.Combine(stateFolder, StateFolderName);
        if (!Directory.Exists(folder)) return ids;
        foreach (string path in Directory.EnumerateFiles(folder, "*.json"))
        {
            if (Read(path) is { Id: { } id, Root: { } root }) ids[root] = id;
        }
        return ids;
    }

    private static SourceFile? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SourceJson.Default.SourceFile) is { Id.Length: > 0 } source
                ? source
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }
}
