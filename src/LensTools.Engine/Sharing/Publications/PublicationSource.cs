using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Where published files come from: a collection, or a folder that was published, curated or watched. At a destination
/// only files of the same source are replaced, renamed or withdrawn. Its id is in <c>lens-source.json</c> in the folder,
/// or in the state folder if the folder cannot be written to; a copy of the folder that keeps the file is the same source.
/// </summary>
public sealed class PublicationSource
{
    /// <summary>The file that holds the id.</summary>
    public const string FileName = "lens-source.json";

    internal PublicationSource(string root, string? id, Collection? collection)
    {
        Root = root;
        IsSaved = id is not null;
        Id = id ?? Guid.NewGuid().ToString("N");
        Collection = collection;
    }

    /// <summary>The folder, absolute; paths at a destination are relative to it.</summary>
    public string Root { get; }

    /// <summary>Identifies the source wherever the folder is: 32 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The beginning of the id, enough to tell the sources of one place apart.</summary>
    internal string ShortId => Id[..8];

    /// <summary>The name of the collection, or of the folder.</summary>
    public string Name => Collection?.Name ?? (Path.GetFileName(Root) is { Length: > 0 } name ? name : Root);

    /// <summary>The collection; null for a folder that is none.</summary>
    internal Collection? Collection { get; }

    /// <summary>Whether the id will be found again.</summary>
    internal bool IsSaved { get; private set; }

    /// <summary>The source as a manifest describes it.</summary>
    internal ManifestSource ToManifest() =>
        new() { Id = Id, Name = Name, Licence = Collection?.Licence, Description = Collection?.Description };

    /// <summary>Writes the id if it is new, so that later runs find it.</summary>
    /// <param name="stateFolder">Where ids are kept of folders that cannot be written to.</param>
    /// <param name="output">Told if the id cannot be kept at all.</param>
    internal void Save(string stateFolder, IOutputPort output)
    {
        if (IsSaved) return;
        IsSaved = true;
        try
        {
            Write(Path.Combine(Root, FileName), new SourceFile { Id = Id });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            try
            {
                string folder = Directory.CreateDirectory(Path.Combine(stateFolder, SourceLocator.StateFolderName)).FullName;
                Write(Path.Combine(folder, $"{Id}.json"), new SourceFile { Id = Id, Root = Root });
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException)
            {
                output.Warning(
                    $"The id of the source cannot be kept in {Root} or {stateFolder} ({again.Message}); "
                        + "a later run will be another source.");
            }
        }
    }

    private static void Write(string path, SourceFile source) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, source, SourceJson.Default.SourceFile));
}

/// <summary>The id of a source in a file.</summary>
internal sealed record SourceFile
{
    public string? Id { get; init; }

    /// <summary>The folder, if the file is not in it.</summary>
    public string? Root { get; init; }
}

/// <summary>The JSON of source files, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SourceFile))]
internal sealed partial class SourceJson : JsonSerializerContext;
