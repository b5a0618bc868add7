using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// The receipts of what was published from a source, next to its data: <c>lens-receipts.jsonl</c>, one line per file. If the
/// source is not writable, they are in the state folder.
/// </summary>
internal sealed class PublishReceipts(string stateFolder, IOutputPort output) : IDisposable
{
    /// <summary>Their name in the source.</summary>
    public const string FileName = "lens-receipts.jsonl";

    private const string StateFolderName = "receipts";

    private readonly Dictionary<string, FileStream?> _streams = [];

    /// <summary>Adds a receipt; warns once if it cannot be kept anywhere.</summary>
    public void Add(PublicationSource source, PublishReceipt receipt)
    {
        if (!_streams.TryGetValue(source.Root, out FileStream? stream)) _streams[source.Root] = stream = Open(source);
        if (stream is null) return;
        try
        {
            JsonSerializer.Serialize(stream, receipt, ReceiptJson.Default.PublishReceipt);
            stream.WriteByte((byte)'\n');
        }
        catch (IOException problem)
        {
            Warn(source, problem);
        }
    }

    /// <summary>Writes all receipts to the disk.</summary>
    public void Flush()
    {
        foreach (FileStream? stream in _streams.Values) stream?.Flush(flushToDisk: true);
    }

    /// <summary>The receipts of a source for one destination; lines that cannot be read are skipped.</summary>
    /// <exception cref="LensException">They cannot be read.</exception>
    public static IEnumerable<PublishReceipt> Read(string stateFolder, PublicationSource source, string destination)
    {
        foreach (string path in Paths(stateFolder, source).Where(File.Exists))
        {
            using StreamReader lines = OpenRead(path);
            while (lines.ReadLine() is { } line)
            {
                if (Parse(line) is { } receipt && receipt.Destination.TrimEnd('/', '\\') == destination.TrimEnd('/', '\\'))
                    yield return receipt;
            }
        }
    }

    public void Dispose()
    {
        foreach (FileStream? stream in _streams.Values) stream?.Dispose();
    }

    private static string[] Paths(string stateFolder, PublicationSource source) =>
        [Path.Combine(source.Root, FileName), Path.Combine(stateFolder, StateFolderName, $"{source.Id}.jsonl")];

    private static StreamReader OpenRead(string path)
    {
        try
        {
            return new StreamReader(InUse.OpenRead(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }

    private FileStream? Open(PublicationSource source)
    {
        Exception? problem = null;
        foreach (string path in Paths(stateFolder, source))
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                // Another publication of the source may be writing its own.
                return InUse.Wait(() => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                problem = failure;
            }
        }
        Warn(source, problem!);
        return null;
    }

    private void Warn(PublicationSource source, Exception problem)
    {
        _streams[source.Root] = null;
        output.Warning(
            $"The receipts of {source.Root} cannot be written ({problem.Message}); the manifest at the destination is the only receipt.");
    }

    private static PublishReceipt? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ReceiptJson.Default.PublishReceipt);
        }
        catch (JsonException)
        {
            // Torn when the power failed.
            return null;
        }
    }
}

/// <summary>The receipts' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PublishReceipt))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
