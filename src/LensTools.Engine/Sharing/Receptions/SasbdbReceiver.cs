using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Receptions;

/// <summary>
/// Fetches an entry of the Small Angle Scattering Biological Data Bank through its REST interface
/// (https://www.sasbdb.org/rest-api/docs/): the curve, the distance distribution if there is one, and the entry's
/// description, which states the unit of the curve's angles. SASBDB provides no checksums, so nothing can be verified.
/// </summary>
public sealed partial class SasbdbReceiver
{
    /// <summary>The prefix of an entry's code in a source.</summary>
    public const string Prefix = "sasbdb:";

    private const int LargestSummary = 16 << 20;

    /// <summary>The entry's code, such as SASDP25.</summary>
    public required string Code { get; init; }

    /// <summary>The local folder.</summary>
    public required string Destination { get; init; }

    /// <summary>The URL of SASBDB.</summary>
    public Uri Site { get; init; } = new("https://www.sasbdb.org/");

    /// <summary>Whether existing files that differ are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>How to connect to SASBDB.</summary>
    public ShareOptions Options { get; init; } = new();

    private string Source => Prefix + Code;

    /// <summary>Fetches the entry. Each receipt goes to <paramref name="done"/>; a file that cannot be written goes to the port.</summary>
    /// <exception cref="LensException">There is no such entry, it has no data, or SASBDB cannot be reached.</exception>
    public void Run(IOutputPort output, Action<ReceiveReceipt> done, CancellationToken stop)
    {
        if (!CodePattern().IsMatch(Code))
        {
            throw new LensException(new LensError(
                ErrorKind.EntryInvalid, $"\"{Code}\" is not a SASBDB code.", Code, "A code has seven characters, such as SASDP25."));
        }
        using var client = new WebDavClient(Site, Source, Options);
        byte[] summary = ReadSummary(client, stop);
        List<(string Name, Uri Url)> files = Files(summary);
        Receive($"{Code}.json", part => File.WriteAllBytes(part, summary), output, done, stop);
        foreach ((string name, Uri url) in files)
            Receive(name, part => client.Retry(_ => Download(client, url, part, stop), stop), output, done, stop);
    }

    private byte[] ReadSummary(WebDavClient client, CancellationToken stop)
    {
        ServerDocument summary = client.Read(
            new Uri(Site, $"rest-api/entry/summary/{Code}/"),
            Code,
            LargestSummary,
            stop,
            request => request.Headers.Accept.ParseAdd("application/json"),
            HttpStatusCode.NotFound);
        if (summary.Status == HttpStatusCode.NotFound)
        {
            throw new LensException(new LensError(
                ErrorKind.EntryNotFound,
                $"SASBDB has no entry {Code}.",
                Source,
                "Check the code; an entry on hold is not public until its paper is published."));
        }
        return summary.IsWhole ? summary.Content : throw Invalid($"it is longer than {LargestSummary >> 20} MiB");
    }

    private List<(string Name, Uri Url)> Files(byte[] summary)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(summary);
            var files = new List<(string, Uri)>();
            foreach (string field in (ReadOnlySpan<string>)["intensities_data", "pddf_data"])
            {
                if (json.RootElement.TryGetProperty(field, out JsonElement value)
                    && value.ValueKind == JsonValueKind.String
                    && value.GetString() is { Length: > 0 } text)
                {
                    Uri url = Address(text);
                    files.Add(($"{Code}{Path.GetExtension(url.AbsolutePath).ToLowerInvariant()}", url));
                }
                else if (field == "intensities_data")
                {
                    throw new LensException(new LensError(
                        ErrorKind.EntryEmpty,
                        $"The SASBDB entry {Code} has no intensity file.",
                        Source,
                        "See the entry's page; data in other forms must be downloaded manually."));
                }
            }
            return files;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw Invalid(problem.Message.TrimEnd('.'));
        }
    }

    // Download only from SASBDB itself, whatever its response names.
    private Uri Address(string text)
    {
        var url = new Uri(Site, text);
        static string Host(Uri uri) => uri.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? uri.Host[4..] : uri.Host;
        if (!Host(url).Equals(Host(Site), StringComparison.OrdinalIgnoreCase)) throw Invalid($"it names a file at {url.Host}");
        return new Uri(Site, url.PathAndQuery);
    }

    private static bool Download(WebDavClient client, Uri url, string part, CancellationToken stop)
    {
        using HttpResponseMessage response = client.Once(HttpMethod.Get, url, url.AbsolutePath, stop);
        using Stream body = client.Body(response, url.AbsolutePath, stop);
        using FileStream file = File.Create(part);
        body.CopyTo(file);
        file.Flush(flushToDisk: true);
        return true;
    }

    private void Receive(string name, Action<string> write, IOutputPort output, Action<ReceiveReceipt> done, CancellationToken stop)
    {
        string path = Path.Combine(Destination, name), part = Path.Combine(Destination, $".lens-part-{name}");
        if (!output.ShouldProcess(path, "receive")) return;
        try
        {
            Directory.CreateDirectory(Destination);
            write(part);
            string sha256 = Identities.Compute(part, stop);
            bool isHere = ReceivedFile.IsHere(path, sha256, stop);
            if (isHere || (File.Exists(path) && !Force)) File.Delete(part);
            ReceiveAction action = isHere ? ReceiveAction.Unchanged : ReceivedFile.Accept(part, path, Force, "SASBDB");
            done(new ReceiveReceipt(Source, name, path, new FileInfo(path).Length, sha256, action));
        }
        catch (LensException problem)
        {
            output.Error(problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            output.Error(ReceivedFile.WriteFailed(path, problem));
        }
    }

    private LensException Invalid(string what) => new(new LensError(
        ErrorKind.ServerAnswerInvalid,
        $"SASBDB's description of {Code} cannot be used: {what}.",
        Source,
        "Try again later; if this persists, download the entry manually and tell SASBDB."));

    [GeneratedRegex("^SAS[A-Z0-9]{4}$")]
    private static partial Regex CodePattern();
}
