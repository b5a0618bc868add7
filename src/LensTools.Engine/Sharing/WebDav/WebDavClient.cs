using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using LensTools.Engine.Hosting;
using Polly;
using Polly.Retry;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// Sends requests to a WebDAV server (RFC 4918) with an idle timeout, classifies failures, and retries transient ones.
/// Before a request that must not be repeated is retried, its outcome is checked.
/// </summary>
internal sealed class WebDavClient : IDisposable
{
    private static readonly TimeSpan ThrottlePause = TimeSpan.FromMinutes(31), SessionIdle = TimeSpan.FromMinutes(5);

    private const string SkipTrash = "X-NC-Skip-Trashbin";
    private const long SlowestServer = 5 << 20;

    private static readonly HttpMethod PropFind = new("PROPFIND"), MakeCollection = new("MKCOL"), MoveMethod = new("MOVE");

    private readonly Uri _root;
    private readonly string _location;
    private readonly ShareOptions _options;
    private readonly bool _isLink, _isShareRoot;
    private readonly HttpClient _http;
    private readonly CookieContainer _cookies = new();
    private readonly Concurrency _concurrency;
    private readonly RateLimit? _rate;
    private readonly ResiliencePipeline _retries;
    private readonly AuthenticationHeaderValue? _login;
    private volatile bool _hasSession;
    private readonly PinnedCertificate? _pinned;
    private long _sent, _lastRequest;

    /// <param name="root">The folder that paths are relative to.</param>
    /// <param name="location">The root in a form that is safe to display.</param>
    /// <param name="options">How to speak to it.</param>
    /// <param name="isLink">Whether it is a share link.</param>
    /// <param name="isShareRoot">Whether the root is that of the share; if it is missing, so is the share.</param>
    /// <exception cref="LensException">A password would be sent unencrypted.</exception>
    public WebDavClient(Uri root, string location, ShareOptions options, bool isLink = false, bool isShareRoot = false)
    {
        (_root, _location, _options, _isLink, _isShareRoot) = (root, location, options, isLink, isShareRoot);
        if ((options.Credential is not null || isLink) && root.Scheme == "http" && !root.IsLoopback && !options.AllowInsecure)
        {
            throw new LensException(new LensError(
                ErrorKind.DestinationUnsafe,
                $"A {(isLink ? "share link" : "password")} would be sent to {root.Host} over http, where the network can read it.",
                root.Host,
                "Use the server's https URL, or -AllowInsecure if the network is private."));
        }
        // No redirects: .NET would send a PUT with its body on to whatever host a redirect names.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = _cookies,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = 64,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30)
        };
        if (options.CertificateThumbprint is { } thumbprint)
        {
            _pinned = new PinnedCertificate(thumbprint);
            _pinned.Pin(handler);
        }
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(
            "LensTools", typeof(WebDavClient).Assembly.GetName().Version!.ToString(3)));
        // Sent preemptively: a challenge costs a round trip each time, and a wrong password then counts only once.
        if (options.Credential is { } credential)
        {
            _login = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));
        }
        // What LensTools deletes is its own; Nextcloud would keep it in the owner's trash bin.
        _http.DefaultRequestHeaders.Add(SkipTrash, "true");
        // Without it, Nextcloud refuses public links if the administrator has disabled federation.
        if (isLink) _http.DefaultRequestHeaders.Add("X-Requested-With", "XMLHttpRequest");
        _concurrency = new Concurrency(options.ThrottleLimit);
        _rate = options.MaxRate is { } rate ? new RateLimit(rate) : null;
        _retries = new ResiliencePipelineBuilder { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.RetryFor > TimeSpan.Zero ? int.MaxValue : Math.Max(1, options.Retries),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = TimeSpan.FromMinutes(1),
                DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as ServerFailure)?.RetryAfter),
                ShouldHandle = arguments => ValueTask.FromResult(
                    (options.Retries > 0 || options.RetryFor > TimeSpan.Zero)
                        && arguments.Outcome.Exception is ServerFailure { IsTransient: true }),
            })
            .Build();
    }

    private bool HasPassword => _options.Credential is { Password.Length: > 0 };

    /// <summary>The folder that paths are relative to.</summary>
    public Uri Root => _root;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _options.Time;

    /// <inheritdoc cref="ShareOptions.LargeFile"/>
    public long LargeFile => _options.LargeFile;

    /// <summary>The number of file bytes sent so far, including repeated ones.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The URL of a path below the root.</summary>
    public Uri Url(string path) =>
        path.Length == 0 ? _root : new Uri(_root, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));

    /// <summary>
    /// Runs an action until it succeeds or fails permanently. It receives the number of earlier attempts, so that it can
    /// check the outcome of what must not be repeated.
    /// </summary>
    public T Retry<T>(Func<int, T> attempt, CancellationToken stop)
    {
        int attempts = 0;
        long start = Time.GetTimestamp();
        try
        {
            return _retries.Execute(
                _ =>
                {
                    try
                    {
                        return attempt(attempts++);
                    }
                    catch (ServerFailure failure)
                        when (failure is { IsTransient: false, Error.Kind: var kind } && kind == ErrorKind.ServerThrottles && IsPatient())
                    {
                        // It forgets after half an hour without any request.
                        throw failure.Passing(ThrottlePause);
                    }
                    catch (ServerFailure failure) when (failure.IsTransient && attempts > _options.Retries && !IsPatient())
                    {
                        throw failure.Final();
                    }
                },
                stop);
        }
        catch (ServerFailure failure)
        {
            throw new LensException(attempts == 1 ? failure.Error : failure.Error with
            {
                Message = $"{failure.Error.Message} It was attempted {attempts} times.",
                Answer = failure.Error.Answer is { } answer ? answer with { Attempts = attempts } : null,
            });
        }

        bool IsPatient() => Time.GetElapsedTime(start) < _options.RetryFor;
    }

    /// <summary>Sends a request once. A status in <paramref name="allow"/> is an answer; any other failure is thrown.</summary>
    /// <exception cref="ServerFailure">It failed, perhaps transiently.</exception>
    public HttpResponseMessage Once(
        HttpMethod method,
        Uri url,
        string path,
        CancellationToken stop,
        Action<HttpRequestMessage>? prepare = null,
        long size = 0,
        params ReadOnlySpan<HttpStatusCode> allow)
    {
        var what = new Request(_location, path.Length == 0 ? "its folder" : path);
        using var request = new HttpRequestMessage(method, url);
        prepare?.Invoke(request);
        // Nextcloud verifies a link's password with each request that has one, which takes half a second; the cookies of the
        // first response work as well.
        // A session that may have ended in the meantime is not relied on: a request without the password counts as a failed login.
        TimeSpan idle = Time.GetElapsedTime(Interlocked.Exchange(ref _lastRequest, Time.GetTimestamp()));
        bool isInSession = _isLink && _hasSession && idle < SessionIdle;
        if (!isInSession) request.Headers.Authorization = _login;
        // A server sends nothing while it copies or hashes a file.
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        TimeSpan limit = _options.IdleLimit + TimeSpan.FromSeconds(size / SlowestServer);
        silence.CancelAfter(limit);
        if (request.Content is FileContent content)
        {
            content.Rate = _rate;
            content.Moved = bytes =>
            {
                silence.CancelAfter(limit);
                Interlocked.Add(ref _sent, bytes);
            };
        }
        _concurrency.Enter(stop);
        bool overloaded = false;
        try
        {
            HttpResponseMessage response = _http.Send(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            // Only the share itself checks the password; other pages answer anyone, and set cookies too.
            if (_isLink
                && response.IsSuccessStatusCode
                && request.Headers.Authorization is not null
                && IsBelowRoot(url)
                && _cookies.GetCookies(url).Count > 0)
                _hasSession = true;
            if (response.IsSuccessStatusCode || IsAmong(response.StatusCode, allow)) return response;
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.Unauthorized && isInSession)
                {
                    // The session has ended: retry with the password.
                    _hasSession = false;
                    throw new ServerFailure(
                        new LensError(
                            ErrorKind.AuthenticationFailed,
                            $"{_location} ended the session.",
                            _location,
                            "Publish again; what has arrived is not sent again."),
                        passes: true)
                    {
                        RetryAfter = TimeSpan.Zero
                    };
                }
                ServerFailure failure = ServerFailures.From(
                    response, ServerMessage.Read(response, silence.Token), what, _isLink, HasPassword, _options.Time);
                overloaded = failure.SlowDown;
                throw failure;
            }
        }
        catch (Exception problem) when ((problem as SourceException ?? problem.InnerException as SourceException) is { } source)
        {
            throw new LensException(source.Error);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw ServerFailures.From(problem, what, _pinned?.Seen);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw ServerFailures.TimedOut(limit, what);
        }
        finally
        {
            _concurrency.Leave(overloaded);
        }
    }

    /// <summary>Sends an idempotent request, with retries.</summary>
    public HttpResponseMessage Send(
        HttpMethod method,
        Uri url,
        string path,
        CancellationToken stop,
        Action<HttpRequestMessage>? prepare = null,
        params HttpStatusCode[] allow) =>
        Retry(_ => Once(method, url, path, stop, prepare, 0, allow), stop);

    /// <summary>Returns where a request for a folder is redirected on the same server, or null.</summary>
    public Uri? RedirectOf(Uri url, CancellationToken stop)
    {
        using HttpResponseMessage response = Send(
            PropFind,
            url,
            "",
            stop,
            request => request.Headers.Add("Depth", "0"),
            [.. Enum.GetValues<HttpStatusCode>().Where(code => (int)code is >= 300 and < 500 and not 407)]);
        return (int)response.StatusCode < 400
            && response.Headers.Location is { } location
            && new Uri(url, location) is { UserInfo.Length: 0 } to
            && to != url
            && to.Scheme == url.Scheme
            && to.Authority == url.Authority
            ? to
            : null;
    }

    /// <summary>Reads a small document; retries if the response is cut off.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="path">The path in a form that is safe to display.</param>
    /// <param name="most">No more bytes than this.</param>
    /// <param name="stop">Stops it.</param>
    /// <param name="prepare">Adds headers.</param>
    /// <param name="allow">Statuses that are answers.</param>
    public ServerDocument Read(
        Uri url,
        string path,
        int most,
        CancellationToken stop,
        Action<HttpRequestMessage>? prepare = null,
        params HttpStatusCode[] allow) => Retry(
        _ =>
        {
            using HttpResponseMessage response = Once(HttpMethod.Get, url, path, stop, prepare, 0, allow);
            using Stream body = Body(response, path, stop);
            using var content = new MemoryStream();
            byte[] buffer = new byte[1 << 14];
            int got;
            while (content.Length <= most && (got = body.Read(buffer)) > 0) content.Write(buffer, 0, got);
            return new ServerDocument(response.StatusCode, response.Headers.Date, content.ToArray(), IsWhole: content.Length <= most);
        },
        stop);

    /// <summary>Sends a part of a file once; returns the response and the SHA-256 of what was sent.</summary>
    /// <exception cref="ServerFailure">It failed, or no one knows whether it did.</exception>
    public (HttpResponseMessage Response, string? Sent) PutOnce(
        Uri url,
        Upload upload,
        long from,
        long length,
        CancellationToken stop,
        Action<HttpRequestMessage>? prepare = null,
        params ReadOnlySpan<HttpStatusCode> allow)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var content = new FileContent(upload.Source, from, length, hash);
        HttpResponseMessage response = PutOnce(url, upload.Path, content, stop, prepare, allow);
        return (response, content.IsSent ? Collections.Identities.ToText(hash) : null);
    }

    /// <summary>Sends a body once.</summary>
    /// <exception cref="ServerFailure">It failed, or no one knows whether it did.</exception>
    public HttpResponseMessage PutOnce(
        Uri url,
        string path,
        HttpContent content,
        CancellationToken stop,
        Action<HttpRequestMessage>? prepare = null,
        params ReadOnlySpan<HttpStatusCode> allow) => Once(
        HttpMethod.Put,
        url,
        path,
        stop,
        request =>
        {
            request.Content = content;
            prepare?.Invoke(request);
        },
        content.Headers.ContentLength!.Value,
        allow);

    /// <summary>Lists a resource, or a folder with its direct children; null if it does not exist.</summary>
    public List<WebDavResource>? List(Uri url, Uri root, string path, bool below, CancellationToken stop) => Retry(
        _ =>
        {
            using HttpResponseMessage response = Once(
                PropFind,
                url,
                path,
                stop,
                request =>
                {
                    request.Headers.Add("Depth", below ? "1" : "0");
                    request.Content = new StringContent(WebDavListing.Request, Encoding.UTF8, "application/xml");
                },
                0,
                HttpStatusCode.NotFound,
                HttpStatusCode.MovedPermanently);
            var what = new Request(_location, path);
            if (response.StatusCode == HttpStatusCode.MovedPermanently)
            {
                // Apache's mod_dir redirects a folder to its name with a slash.
                var folder = new Uri(url.AbsoluteUri + "/");
                if (response.Headers.Location is { } to && new Uri(url, to).AbsolutePath == folder.AbsolutePath)
                    return List(folder, root, path, below, stop);
                throw ServerFailures.From(response, ServerMessage.Read(response, stop), what, _isLink, HasPassword, _options.Time);
            }
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                if (!_isShareRoot || path.Length > 0) return null;
                throw ServerFailures.From(response, ServerMessage.Read(response, stop), what, _isLink, HasPassword, _options.Time);
            }
            if (response.StatusCode != HttpStatusCode.MultiStatus)
                throw ServerFailures.NotWebDav(response, ServerMessage.Read(response, stop), what);
            return ReadListing(response, root, what, stop);
        },
        stop);

    /// <summary>
    /// Renames a file or folder once; false if the name is taken and may not be replaced, null if there is nothing to rename.
    /// </summary>
    /// <exception cref="ServerFailure">It failed, or no one knows whether it did.</exception>
    public bool? MoveOnce(
        Uri from,
        Uri to,
        string path,
        Replacement replacement,
        long size,
        CancellationToken stop,
        Action<HttpRequestMessage>? prepare = null) =>
        MoveOnce(from, to, path, replacement, size, prepare, out _, stop);

    /// <inheritdoc cref="MoveOnce(Uri, Uri, string, Replacement, long, CancellationToken, Action{HttpRequestMessage}?)"/>
    public bool? MoveOnce(
        Uri from,
        Uri to,
        string path,
        Replacement replacement,
        long size,
        Action<HttpRequestMessage>? prepare,
        out string? hash,
        CancellationToken stop)
    {
        using HttpResponseMessage response = Once(
            MoveMethod,
            from,
            path,
            stop,
            request =>
            {
                request.Headers.Add("Destination", to.AbsoluteUri);
                request.Headers.Add("Overwrite", replacement == Replacement.None ? "F" : "T");
                if (replacement == Replacement.Foreign) request.Headers.Add(SkipTrash, "false");
                prepare?.Invoke(request);
            },
            size,
            HttpStatusCode.PreconditionFailed,
            HttpStatusCode.NotFound);
        hash = Hash(response);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        if (response.StatusCode == HttpStatusCode.PreconditionFailed) return false;
        // Some servers describe a failed MOVE within a multistatus.
        if (response.StatusCode == HttpStatusCode.MultiStatus
            && FailuresWithin(response, stop) is { Count: > 0 } failures
            && failures.Contains(HttpStatusCode.PreconditionFailed))
            return false;
        ThrowIfFailedWithin(response, path, stop);
        return true;
    }

    /// <summary>The body of a response, which times out when it is idle for too long.</summary>
    public Stream Body(HttpResponseMessage response, string path, CancellationToken stop)
    {
        var what = new Request(_location, path);
        return new TimeoutStream(
            response.Content.ReadAsStream(stop),
            response,
            _options.IdleLimit,
            problem => problem is TimeoutException
                ? ServerFailures.TimedOut(_options.IdleLimit, what)
                : ServerFailures.From(problem, what),
            stop);
    }

    /// <summary>Creates a folder; does nothing if it exists.</summary>
    public void MakeFolder(Uri url, string path, CancellationToken stop, Action<HttpRequestMessage>? prepare = null) => Retry(
        _ =>
        {
            using HttpResponseMessage response = Once(
                MakeCollection,
                new Uri(url.AbsoluteUri.TrimEnd('/') + "/"),
                path,
                stop,
                prepare,
                0,
                HttpStatusCode.MethodNotAllowed);
            ThrowIfFailedWithin(response, path, stop);
            return true;
        },
        stop);

    /// <summary>The SHA-256 that Nextcloud computed of what it received, if requested; otherwise null.</summary>
    public static string? Hash(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Hash-SHA256", out IEnumerable<string>? values) ? values.First().ToLowerInvariant() : null;

    public void Dispose() => _http.Dispose();

    private List<WebDavResource> ReadListing(HttpResponseMessage response, Uri root, Request what, CancellationToken stop)
    {
        try
        {
            return [.. WebDavListing.Read(Body(response, what.Path, stop), root)];
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException)
        {
            throw ServerFailures.From(problem, what);
        }
        catch (Exception problem) when (problem is XmlException or UntrustedAnswerException)
        {
            throw new LensException(new LensError(
                ErrorKind.ServerAnswerInvalid,
                $"The listing from {what.Server} cannot be trusted: {problem.Message.TrimEnd('.')}.",
                what.Server,
                "Check the URL, and ask the server's owner whether a proxy is in between.",
                problem));
        }
    }

    // apache answers 207 to a MKCOL or MOVE that failed, because something is locked for example.
    private void ThrowIfFailedWithin(HttpResponseMessage response, string path, CancellationToken stop)
    {
        if (response.StatusCode != HttpStatusCode.MultiStatus || FailuresWithin(response, stop) is not { Count: > 0 } failures) return;
        response.StatusCode = failures[0];
        throw ServerFailures.From(
            response, new ServerMessage("", "", IsPage: false), new Request(_location, path), _isLink, HasPassword, _options.Time);
    }

    private static IReadOnlyList<HttpStatusCode> FailuresWithin(HttpResponseMessage response, CancellationToken stop)
    {
        response.Content.LoadIntoBufferAsync(stop).GetAwaiter().GetResult();
        using var body = new MemoryStream();
        response.Content.CopyTo(body, null, stop);
        body.Position = 0;
        return WebDavListing.Failures(body);
    }

    private bool IsBelowRoot(Uri url) => url.AbsoluteUri.StartsWith(_root.AbsoluteUri, StringComparison.Ordinal);

    private static bool IsAmong(HttpStatusCode status, ReadOnlySpan<HttpStatusCode> allow)
    {
        foreach (HttpStatusCode allowed in allow)
        {
            if (allowed == status) return true;
        }
        return false;
    }
}
