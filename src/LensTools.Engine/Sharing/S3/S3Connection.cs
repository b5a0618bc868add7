using Amazon.Runtime;
using Amazon.S3;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.S3;

/// <summary>
/// Requests to a bucket by the AWS SDK, again if they fail in passing. The keys come from the credential, or from where every tool of
/// AWS finds them. Each request carries the SHA-256 of its body, which the server compares (Signature Version 4).
/// </summary>
internal sealed class S3Connection : IDisposable
{
    private const string UsualRegion = "us-east-1";

    private readonly ShareOptions _options;
    private readonly S3Transfer _transfer;
    private readonly S3Failures _failures;
    private readonly AmazonS3Client _client;

    /// <exception cref="LensException">There are no keys, or the server's address is none.</exception>
    public S3Connection(S3Address address, ShareOptions options)
    {
        (_options, Bucket) = (options, address.Bucket);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        PinnedCertificate? pinned = null;
        if (options.CertificateThumbprint is { } thumbprint)
        {
            pinned = new PinnedCertificate(thumbprint);
            pinned.Pin(handler);
        }
        _failures = new S3Failures(address.Shown, pinned);
        _transfer = new S3Transfer(options, handler);
        var configuration = new AmazonS3Config
        {
            HttpClientFactory = new ClientFactory(_transfer),
            MaxErrorRetry = 0,
            // Checksums beyond the signed SHA-256 are unknown to other servers than Amazon's.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (address.Server is { } server)
        {
            configuration.ServiceURL = server.AbsoluteUri;
            configuration.ForcePathStyle = true;
            configuration.AuthenticationRegion = configuration.RegionEndpoint?.SystemName ?? UsualRegion;
        }
        try
        {
            _client = options.Credential is { } given
                ? new AmazonS3Client(new BasicAWSCredentials(given.UserName, given.Password), configuration)
                : new AmazonS3Client(configuration);
        }
        catch (AmazonClientException problem)
        {
            throw new LensException(_failures.ToError(problem, ""));
        }
    }

    /// <summary>The bucket.</summary>
    public string Bucket { get; }

    /// <summary>The number of file bytes sent so far.</summary>
    public long Sent => _transfer.Sent;

    /// <summary>What the server calls itself.</summary>
    public string Server => _transfer.Server;

    /// <summary>The options that it was made with.</summary>
    public ShareOptions Options => _options;

    /// <summary>Does something, again if it fails in passing; it is told how often it was tried before.</summary>
    /// <exception cref="LensException">It failed for good.</exception>
    public T Do<T>(string path, Func<AmazonS3Client, int, Task<T>> act, CancellationToken stop)
    {
        try
        {
            return Retrying.Do(_options, attempt => act(_client, attempt).GetAwaiter().GetResult(), S3Failures.Passes, stop);
        }
        catch (Exception problem) when (S3Failures.Is(problem))
        {
            throw new LensException(_failures.ToError(problem, path));
        }
    }

    /// <summary>The same; null if the server says that there is nothing of that name.</summary>
    public T? DoIfThere<T>(string path, Func<AmazonS3Client, int, Task<T>> act, CancellationToken stop) where T : class => Do<T?>(
        path,
        async (client, attempt) =>
        {
            try
            {
                return await act(client, attempt).ConfigureAwait(false);
            }
            catch (AmazonS3Exception problem) when (S3Failures.IsNotFound(problem))
            {
                return null;
            }
        },
        stop);

    /// <summary>The body of a response, which times out when it is idle for too long.</summary>
    public Stream Body(Stream body, IDisposable owner, string path, CancellationToken stop) => new TimeoutStream(
        body, owner, _options.IdleLimit, problem => new LensException(_failures.ToError(problem, path)), stop);

    public void Dispose() => _client.Dispose();

    private sealed class ClientFactory(S3Transfer transfer) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(transfer, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
