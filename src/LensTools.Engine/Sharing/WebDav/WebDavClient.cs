using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LensTools.Engine.Hosting;
using Polly;
using Polly.Retry;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>The few requests of RFC 4918 that publishing needs, with retries where a retry can do no harm.</summary>
internal sealed class WebDavClient : IDisposable
{
    private static readonly HttpMethod MakeCollection = new("MKCOL");
    private static readonly HttpMethod MoveMethod = new("MOVE");
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(10);

    // Busy or overloaded: the same request may succeed later. 401, 403, 412, 413 and 507 never will.
    private static readonly HashSet<HttpStatusCode> Passing =
    [
        HttpStatusCode.RequestTimeout, HttpStatusCode.Locked, HttpStatusCode.TooManyRequests,
        HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout,
    ];

    private static readonly ResiliencePipeline<HttpResponseMessage> Retries = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 4,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(400),
            MaxDelay = TimeSpan.FromMinutes(1),
            DelayGenerator = static arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result)),
            ShouldHandle = static arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is HttpRequestException || (arguments.Outcome.Result is { } response && Passing.Contains(response.StatusCode))),
            OnRetry = static arguments =>
            {
                arguments.Outcome.Result?.Dispose();
                return default;
            },
        })
        .Build();

    private readonly Uri _root;
    private readonly HttpClient _http;

    public WebDavClient(Uri url, ShareCredential? credential)
    {
        bool hasPassword = credential is not null || url.UserInfo.Length > 0;
        if (url.UserInfo.Length > 0)
            throw Invalid(url, "the URL holds a user name or password", "Give them as -Credential; a URL is shown in logs.");
        if (hasPassword && url.Scheme == "http" && !url.IsLoopback)
            throw Invalid(url, "a password would be sent over http, where anyone on the way can read it", "Use the https URL of the server.");

        _root = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        Location = _root.AbsoluteUri;
        // No redirects: .NET would send a PUT with its body on to whatever host a redirect names.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, ConnectTimeout = TimeSpan.FromSeconds(30), MaxConnectionsPerServer = 32 }) { Timeout = IdleLimit };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("LensTools", typeof(WebDavClient).Assembly.GetName().Version!.ToString(3)));
        if (credential is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));
        }
    }

    public string Location { get; }

    /// <summary>Sends a request without a body. Statuses in <paramref name="allow"/> are answers, other failures are errors.</summary>
    public HttpResponseMessage Send(HttpMethod method, string path, CancellationToken stop, IReadOnlyCollection<HttpStatusCode>? allow = null) =>
        Send(() => new HttpRequestMessage(method, Url(path)), path, allow ?? [], stop);

    /// <summary>Sends a new file. It always has a Content-Length: some servers store nothing of a chunked body and say 201.</summary>
    public void Put(string path, Func<Stream> open, CancellationToken stop)
    {
        HttpRequestMessage Make()
        {
            Stream stream = open();
            var content = new StreamContent(stream);
            content.Headers.ContentLength = stream.Length;
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return new HttpRequestMessage(HttpMethod.Put, Url(path)) { Content = content };
        }
        Send(Make, path, [], stop).Dispose();
    }

    /// <summary>Makes a folder; one that is there already is no error.</summary>
    public void MakeFolder(string path, CancellationToken stop) =>
        Send(() => new HttpRequestMessage(MakeCollection, new Uri(Url(path).AbsoluteUri + "/")), path, [HttpStatusCode.MethodNotAllowed], stop).Dispose();

    /// <summary>Gives a file its final name, at once.</summary>
    public void Move(string from, string to, bool replace, CancellationToken stop)
    {
        using HttpResponseMessage response = Send(
            () =>
            {
                var request = new HttpRequestMessage(MoveMethod, Url(from));
                request.Headers.Add("Destination", Url(to).AbsoluteUri);
                request.Headers.Add("Overwrite", replace ? "T" : "F");
                return request;
            },
            to,
            [HttpStatusCode.NotFound],
            stop);
        // A retry after a lost reply finds that the file has moved; a missing source is only an error if the target is missing too.
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            using HttpResponseMessage there = Send(HttpMethod.Head, to, stop);
            return;
        }
        if (response.StatusCode == HttpStatusCode.MultiStatus) throw Failed(response, to);
    }

    /// <summary>Deletes what this client made; nothing there is no error.</summary>
    public void Delete(string path, CancellationToken stop) => Send(HttpMethod.Delete, path, stop, [HttpStatusCode.NotFound]).Dispose();

    public void Dispose() => _http.Dispose();

    private HttpResponseMessage Send(Func<HttpRequestMessage> make, string path, IReadOnlyCollection<HttpStatusCode> allow, CancellationToken stop)
    {
        HttpResponseMessage response;
        try
        {
            response = Retries.Execute(
                token =>
                {
                    using HttpRequestMessage request = make();
                    return _http.Send(request, HttpCompletionOption.ResponseHeadersRead, token);
                },
                stop);
        }
        catch (HttpRequestException problem)
        {
            throw new LensException(new LensError(
                "LensServerUnreachable", LensErrorCategory.Connection, $"{Location} did not answer for {path}: {problem.Message}", Location, "Check the URL, the network and the server, then publish again: what has arrived is not sent twice.", problem));
        }
        catch (TaskCanceledException problem) when (!stop.IsCancellationRequested)
        {
            throw new LensException(new LensError(
                "LensServerTimeout", LensErrorCategory.Connection, $"{Location} did not answer for {path} within {IdleLimit.TotalMinutes:0} minutes.", Location, "Try again when the server is less busy.", problem));
        }
        if (response.IsSuccessStatusCode || allow.Contains(response.StatusCode)) return response;
        using (response) throw Failed(response, path);
    }

    private Uri Url(string path) => new(_root, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));

    private LensException Failed(HttpResponseMessage response, string path)
    {
        int status = (int)response.StatusCode;
        (string id, LensErrorCategory category, string meaning, string advice) = status switch
        {
            401 when _http.DefaultRequestHeaders.Authorization is null => ("LensAuthenticationFailed", LensErrorCategory.PermissionDenied, "it asks for a user name and password", "Give them as -Credential; on Nextcloud use an app password."),
            401 => ("LensAuthenticationFailed", LensErrorCategory.PermissionDenied, "it refuses the user name or password", "Check the credential; on Nextcloud use an app password."),
            403 => ("LensAccessDenied", LensErrorCategory.PermissionDenied, "it does not allow this", "Ask the server's owner for write access to this folder."),
            404 or 409 => ("LensTargetNotFound", LensErrorCategory.NotFound, "the folder to publish to is not there", "Check the URL: the folder must exist on the server."),
            412 => ("LensTargetConflict", LensErrorCategory.Conflict, "a file of that name is there already", "Publish with -Force to replace it."),
            413 => ("LensFileTooLarge", LensErrorCategory.WriteError, "the file is larger than it accepts", "Ask the server's owner to raise the limit on request bodies."),
            507 => ("LensQuotaExceeded", LensErrorCategory.WriteError, "it has no room left", "Make room there or ask for a larger quota, then publish again: what has arrived is not sent twice."),
            >= 300 and < 400 => ("LensServerRedirects", LensErrorCategory.Connection, $"it redirects to {response.Headers.Location?.GetLeftPart(UriPartial.Path) ?? "another place"}, which is not followed", "Give the final URL."),
            _ => ("LensServerFailed", LensErrorCategory.Connection, "it failed", "Try again later; if it stays so, tell the server's owner the status and the time."),
        };
        return new LensException(new LensError(id, category, $"{Location} answered {status} {response.ReasonPhrase} for {path}: {meaning}.", Location, advice));
    }

    private static LensException Invalid(Uri url, string problem, string advice) => new(new LensError(
        "LensDestinationUnsafe", LensErrorCategory.InvalidArgument, $"{url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.Unescaped)}: {problem}.", url.Host, advice));

    private static TimeSpan? RetryAfter(HttpResponseMessage? response)
    {
        TimeSpan? wait = response?.Headers.RetryAfter?.Delta ?? (response?.Headers.RetryAfter?.Date - DateTimeOffset.UtcNow);
        return wait is { } time && time > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Min(time.TotalSeconds, 300)) : null;
    }
}
