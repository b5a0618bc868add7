using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;

namespace LensTools.Engine.Sharing.Withdrawals;

/// <summary>A file that is no longer published.</summary>
/// <param name="Path">Where it was published.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Reason">Why it was withdrawn.</param>
/// <param name="WithdrawnAt">When, in UTC.</param>
/// <param name="KeptAs">Where it is kept below the publication; null if it was deleted.</param>
public sealed record WithdrawnFile(string Path, long Size, string Sha256, string Reason, DateTime WithdrawnAt, string? KeptAs)
{
    /// <summary>The id of the source that it was published from; null if it was published before sources had ids.</summary>
    public string? Source { get; init; }
}

/// <summary>
/// The files withdrawn from a publication and why, next to its manifest: <c>lens-withdrawn.jsonl</c>, one per line, newest last.
/// </summary>
public static class WithdrawnFiles
{
    /// <summary>Its name at the destination.</summary>
    public const string FileName = "lens-withdrawn.jsonl";

    /// <summary>The hidden folder that keeps withdrawn files.</summary>
    public const string FolderName = ".lens-withdrawn";

    private static readonly WithdrawnJson Json = new(
        new JsonSerializerOptions(WithdrawnJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Reads the lines one by one.</summary>
    /// <exception cref="JsonException">A line is damaged.</exception>
    public static IEnumerable<WithdrawnFile> Read(Stream stream)
    {
        using var text = new StreamReader(stream, Encoding.UTF8);
        while (text.ReadLine() is { } line)
        {
            if (line.Length > 0)
                yield return JsonSerializer.Deserialize(line, Json.WithdrawnFile) is { Path: not null, Sha256: not null } file
                    ? Checked(file)
                    : throw new JsonException("a line lacks its path or SHA-256.");
        }
    }

    // The file is untrusted: its paths must not lead out of the publication.
    private static WithdrawnFile Checked(WithdrawnFile file)
    {
        bool isSafe = Identities.IsSha256(file.Sha256)
            && PortablePath.Problem(file.Path) is null
            && (file.KeptAs is null
                || (file.KeptAs.StartsWith(FolderName + "/", StringComparison.Ordinal) && PortablePath.Problem(file.KeptAs) is null));
        return isSafe ? file : throw new JsonException($"the line for \"{file.Path}\" leads out of the publication.");
    }

    /// <summary>Writes all lines.</summary>
    public static void Write(Stream stream, IEnumerable<WithdrawnFile> files)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (WithdrawnFile file in files) text.WriteLine(JsonSerializer.Serialize(file, Json.WithdrawnFile));
    }
}

/// <summary>The JSON of withdrawn files, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WithdrawnFile))]
internal sealed partial class WithdrawnJson : JsonSerializerContext;
