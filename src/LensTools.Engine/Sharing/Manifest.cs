using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>A published file as the manifest at the destination lists it.</summary>
public sealed record ManifestFile
{
    /// <summary>Relative to the destination, with forward slashes, NFC.</summary>
    public required string Path { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was published, in UTC.</summary>
    public required DateTime PublishedAt { get; init; }

    /// <summary>How its arrival was proven.</summary>
    public required string Proof { get; init; }

    /// <summary>The collection that it was published from, if it lay in one.</summary>
    public string? Collection { get; init; }

    /// <summary>The labels of its dataset, or of each of its entries, as name=value.</summary>
    public SortedDictionary<string, string> Labels { get; init; } = [];
}

/// <summary>What is published at a destination, beside the data: <c>lens-manifest.json</c>, and <c>SHA256SUMS</c> for other tools.</summary>
public sealed record Manifest
{
    /// <summary>Its name at the destination.</summary>
    public const string FileName = "lens-manifest.json";

    /// <summary>The list that <c>sha256sum -c</c> reads.</summary>
    public const string SumsName = "SHA256SUMS";

    private static readonly ManifestJson Json = new(new JsonSerializerOptions(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The collection's name.</summary>
    public string? Name { get; init; }

    /// <summary>The licence of the data.</summary>
    public string? Licence { get; init; }

    /// <summary>The files by path.</summary>
    public List<ManifestFile> Files { get; init; } = [];

    /// <summary>The manifest at a target; an empty one where there is none.</summary>
    /// <exception cref="LensException">It is damaged.</exception>
    public static Manifest Read(IShareTarget target, CancellationToken stop)
    {
        if (target.Read(FileName, stop) is not { } bytes) return new Manifest();
        try
        {
            Manifest manifest = JsonSerializer.Deserialize(bytes, Json.Manifest) ?? new Manifest();
            if (manifest.Files is null || manifest.Files.Any(f => f is not { Path.Length: > 0, Sha256.Length: 64, Labels: not null })) throw new JsonException("a file in it lacks its path or SHA-256.");
            if (manifest.Files.GroupBy(f => f.Path, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new JsonException($"{twice.Key} stands in it twice.");
            return manifest;
        }
        catch (JsonException problem)
        {
            throw new LensException(new LensError(
                "LensManifestDamaged", LensErrorCategory.InvalidData, $"{FileName} at {target.Location} cannot be read: {problem.Message}", target.Location, "Mend it, or move it away and publish with -Force: then every file is compared anew.", problem));
        }
    }

    /// <summary>As JSON, files in order of their paths.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this with { Files = [.. Files.OrderBy(f => f.Path, StringComparer.Ordinal)] }, Json.Manifest);

    /// <summary>As lines of <c>sha256sum</c>.</summary>
    public byte[] ToSums() => Encoding.UTF8.GetBytes(string.Concat(Files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => $"{f.Sha256}  {f.Path}\n")));
}

/// <summary>The manifest's JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ManifestFile))]
internal sealed partial class ManifestJson : JsonSerializerContext;
