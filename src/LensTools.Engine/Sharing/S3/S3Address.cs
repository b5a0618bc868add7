using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.S3;

/// <summary>
/// A folder in a bucket: <c>s3://bucket/folder</c> on the server that the settings of AWS name (AWS_ENDPOINT_URL, profiles), or
/// <c>s3:https://server/bucket/folder</c> on a server of one's own.
/// </summary>
/// <param name="Server">The server; null for that of the settings, or Amazon's.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="Folder">The folder in it; "" for all of it.</param>
internal sealed record S3Address(Uri? Server, string Bucket, string Folder) : ITargetAddress
{
    private const string OwnServer = "s3:http", Plain = "s3://";

    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html: the service's own variable comes first.
    private static readonly string[] EndpointVariables = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"];

    /// <inheritdoc/>
    public string Shown =>
        (Server is null ? $"{Plain}{Bucket}" : $"s3:{Server.AbsoluteUri.TrimEnd('/')}/{Bucket}") + (Folder.Length > 0 ? $"/{Folder}" : "");

    /// <summary>Whether a destination is one.</summary>
    public static bool Is(string destination) =>
        destination.StartsWith(Plain, StringComparison.OrdinalIgnoreCase)
            || destination.StartsWith(OwnServer, StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses a URL.</summary>
    /// <exception cref="LensException">It is none, or contains a key.</exception>
    public static S3Address Parse(string text)
    {
        string below;
        Uri? server = null;
        if (text.StartsWith(Plain, StringComparison.OrdinalIgnoreCase))
        {
            below = text[Plain.Length..];
            string? configured =
                EndpointVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 });
            if (configured is not null && !Uri.TryCreate(configured, UriKind.Absolute, out server)) throw Invalid(configured);
        }
        else
        {
            if (!Uri.TryCreate(text["s3:".Length..], UriKind.Absolute, out Uri? url) || url.Host.Length == 0) throw Invalid(text);
            server = new Uri(url.GetLeftPart(UriPartial.Authority));
            below = Uri.UnescapeDataString(url.AbsolutePath);
            if (url.UserInfo.Length > 0) throw Unsafe(url.Host);
        }
        string[] parts = below.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) throw Invalid(text);
        if (parts[0].Contains('@', StringComparison.Ordinal)) throw Unsafe(parts[0][(parts[0].LastIndexOf('@') + 1)..]);
        return new S3Address(server, parts[0], string.Join('/', parts.Skip(1)));
    }

    /// <inheritdoc/>
    public (string Above, string Name) Parent()
    {
        int slash = Folder.LastIndexOf('/');
        return ((this with { Folder = slash < 0 ? "" : Folder[..slash] }).Shown, Folder[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public IShareTarget Open(ShareOptions options, CancellationToken stop) => S3Target.Open(this, options, stop);

    private static LensException Invalid(string text) => new(new LensError(
        ErrorKind.DestinationInvalid,
        $"\"{text}\" names no bucket.",
        text,
        "Give s3://bucket/folder, or s3:https://server/bucket/folder for a server of your own."));

    private static LensException Unsafe(string host) => new(new LensError(
        ErrorKind.DestinationUnsafe,
        $"The URL of {host} contains a key.",
        host,
        "Give the access key and the secret key with -Credential or the settings of AWS; URLs appear in logs."));
}
