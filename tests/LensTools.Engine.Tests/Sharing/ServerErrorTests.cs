using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>
/// What a user is told when a server refuses: each cause its own sentence and advice. The answers are those that
/// Nextcloud 32 and 34, proxies and guest networks give.
/// </summary>
public sealed class ServerErrorTests : IDisposable
{
    private const string Status = """{"installed":true,"maintenance":false,"versionstring":"34.0.1","productname":"Nextcloud"}""";

    private readonly TestFolder _source = new();

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData(
        "PROPFIND",
        401,
        "Sabre\\DAV\\Exception\\NotAuthenticated",
        "No public access to this resource",
        "LensAuthenticationFailed",
        "rejected the user name or password")]
    [InlineData("PROPFIND", 403, "Sabre\\DAV\\Exception\\Forbidden", "Not allowed", "LensAccessDenied", "does not allow this")]
    [InlineData(
        "PUT",
        507,
        "Sabre\\DAV\\Exception\\InsufficientStorage",
        "Insufficient space in /set, 10 required, 0 available",
        "LensQuotaExceeded",
        "Insufficient space in /set")]
    [InlineData(
        "PUT",
        423,
        "OCA\\DAV\\Connector\\Sabre\\Exception\\FileLocked",
        "\"a.dat\" is locked",
        "LensTargetLocked",
        "somebody else holds the file")]
    [InlineData("PUT", 413, "", "", "LensFileTooLarge", "larger than the server or a proxy accepts")]
    [InlineData(
        "PROPFIND",
        503,
        "Sabre\\DAV\\Exception\\ServiceUnavailable",
        "System is in maintenance mode.",
        "LensServerFailed",
        "System is in maintenance mode")]
    [InlineData("PROPFIND", 407, "", "", "LensProxyAuthentication", "a proxy requires")]
    [InlineData(
        "PROPFIND",
        429,
        "OCP\\AppFramework\\Http\\TooManyRequestsException",
        "Reached maximum delay",
        "LensServerThrottles",
        "temporarily blocking this address")]
    public void Each_refusal_of_a_request_says_what_it_means(
        string method,
        int status,
        string exception,
        string message,
        string id,
        string words)
    {
        using var server = new TinyServer(request => request.Method == method ? Refusal(status, exception, message) : Well(request));
        LensError error = Publish($"http://127.0.0.1:{server.Port}/remote.php/dav/files/u/set");
        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(status, error.Answer!.Status);
        Assert.Equal("R7", error.Answer.RequestId);
        Assert.NotEmpty(error.Advice);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Maintenance_is_called_so()
    {
        using var server = new TinyServer(
            _ => Page("application/json", Status.Replace("\"maintenance\":false", "\"maintenance\":true", StringComparison.Ordinal)));
        Assert.Equal("LensServerMaintenance", Publish($"http://127.0.0.1:{server.Port}/remote.php/dav/files/u/set").Id);
    }

    [Theory]
    [InlineData(404, "Sabre\\DAV\\Exception\\NotFound", "")]
    [InlineData(503, "Sabre\\DAV\\Exception\\ServiceUnavailable", "OCP\\Share\\Exceptions\\ShareNotFound")]
    public void A_link_that_is_mistyped_withdrawn_or_expired_is_called_so_and_its_token_is_not_shown(
        int status,
        string exception,
        string message)
    {
        using var server = new TinyServer(
            request => request.Path == "/status.php" ? Page("application/json", Status) : Refusal(status, exception, message));
        LensError error = Publish($"http://127.0.0.1:{server.Port}/s/Tk3dPq8", withPassword: false);
        Assert.Equal("LensShareNotFound", error.Id);
        Assert.Contains("mistyped, revoked or expired", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Tk3dPq8", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_guest_network_is_no_WebDAV()
    {
        using var server = new TinyServer(
            _ => Page("text/html", "<!DOCTYPE html><html><head><title>Guest Wi-Fi: please sign in</title></head><body>...</body></html>"));
        LensError error = Publish($"http://127.0.0.1:{server.Port}/dav/set");
        Assert.Equal("LensNotWebDav", error.Id);
        Assert.Contains("Guest Wi-Fi: please sign in", error.Message, StringComparison.Ordinal);
        Assert.Contains("guest network", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_is_told_and_not_followed()
    {
        int elsewhere = 0;
        using var other = new TinyServer(_ => { elsewhere++; return Page("text/html", "got you"); });
        using var server = new TinyServer(
            _ => new TinyResponse { Status = 302, Headers = { ["Location"] = $"http://127.0.0.1:{other.Port}/login?token=geheim" } });
        LensError error = Publish($"http://127.0.0.1:{server.Port}/dav/set");
        Assert.Equal("LensServerRedirects", error.Id);
        Assert.Contains($"127.0.0.1:{other.Port}/login", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, elsewhere);
    }

    [Theory]
    [InlineData("/new", true)]
    [InlineData("http://localhost:1/new", false)]
    public void On_request_a_redirect_is_followed_that_stays_on_the_server(string location, bool isFollowed)
    {
        using var server = new TinyServer(request =>
        {
            if (request.Path.StartsWith("/new", StringComparison.Ordinal))
                return request.Method == "PROPFIND" ? Listing(request.Path) : Page("text/plain", "");
            return new TinyResponse { Status = 308, Headers = { ["Location"] = location + request.Path } };
        });
        IShareTarget Open(bool follows) =>
            ShareTarget.Open(
                $"http://127.0.0.1:{server.Port}/dav/",
                new ShareOptions { Credential = new ShareCredential("u", "geheim"), FollowRedirects = follows, Retries = 0 },
                CancellationToken.None);
        Assert.Equal("LensServerRedirects", Assert.Throws<LensException>(() => Open(follows: false)).Error.Id);
        if (!isFollowed) Assert.Equal("LensServerRedirects", Assert.Throws<LensException>(() => Open(follows: true)).Error.Id);
        else
        {
            using IShareTarget target = Open(follows: true);
            Assert.Equal(TargetKind.WebDav, target.Facts.Kind);
        }
    }

    [Fact]
    public void A_certificate_is_trusted_by_its_thumbprint_and_no_other_is()
    {
        Assert.SkipWhen(Wine.IsHere, "Wine 8 cannot make keys of RSA as .NET asks for them");
        using RSA key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        using var server = new TinyServer(
            request => request.Method == "PROPFIND" ? Listing(request.Path) : Page("text/plain", ""), certificate);
        IShareTarget Open(string? thumbprint) =>
            ShareTarget.Open(
                $"https://127.0.0.1:{server.Port}/dav/",
                new ShareOptions { CertificateThumbprint = thumbprint, Retries = 0 },
                CancellationToken.None);
        Assert.Equal("LensCertificateUntrusted", Assert.Throws<LensException>(() => Open(null)).Error.Id);
        Assert.Equal("LensCertificateUntrusted", Assert.Throws<LensException>(() => Open(new string('a', 64))).Error.Id);
        foreach (string thumbprint
            in new[] { certificate.GetCertHashString(HashAlgorithmName.SHA256), certificate.Thumbprint.ToLowerInvariant() })
        {
            using IShareTarget target = Open(thumbprint);
            Assert.Equal(TargetKind.WebDav, target.Facts.Kind);
        }
    }

    [Fact]
    public void The_password_of_a_link_is_sent_once_a_session()
    {
        using var server = new DavDouble("link") { Password = "geheim" };
        Dataset[] datasets = [.. Enumerable.Range(0, 8).Select(
            i => Session.Read(_source.Write($"{i}.dat", $"# Title: {i}\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n")))];
        server.Faults = (number, _, _) =>
        {
            if (number == 9) server.EndSessions();
            return null;
        };
        Assert.Equal(8, new Session().Publish(datasets, server.Url, _source.Path, new ShareCredential("", "geheim"), name: "set").Count);
        // Discovery and the folder have a session each, and one ended.
        Assert.InRange(server.Logins, 2, 8);
        Assert.True(server.Requests > 3 * server.Logins, $"{server.Logins} of {server.Requests}");
        // The server counts the requests that were under way when it ended the session, twice each.
        Assert.InRange(server.WrongLogins, 0, 8);
    }

    [Fact]
    public void A_wrong_password_is_tried_once()
    {
        using var server = new DavDouble("link") { Password = "geheim" };
        LensException error = Assert.Throws<LensException>(
            () => ShareTarget.Open(
                server.Url, new ShareOptions { Credential = new ShareCredential("", "falsch-42") }, CancellationToken.None));
        Assert.Equal("LensAuthenticationFailed", error.Error.Id);
        Assert.Contains("the link's password is wrong", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.WrongLogins);
        Assert.Contains(
            "the link has a password",
            Assert.Throws<LensException>(() => ShareTarget.Open(server.Url, new ShareOptions(), CancellationToken.None)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Clocks_that_differ_are_warned_of()
    {
        using var server = new TinyServer(request =>
        {
            TinyResponse response = Well(request);
            response.Headers["Date"] = DateTime.UtcNow.AddHours(-2).ToString("R");
            return response;
        });
        using IShareTarget target = ShareTarget.Open(
            $"http://127.0.0.1:{server.Port}/remote.php/dav/files/u/",
            new ShareOptions { Credential = new ShareCredential("u", "geheim") },
            CancellationToken.None);
        LensError problem = Assert.Single(target.Facts.Problems);
        Assert.Equal("LensClockSkew", problem.Id);
        Assert.Contains("120 minutes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_the_browser_says_which_ones_are_taken()
    {
        using var server = new TinyServer(request => new TinyResponse { Status = request.Method == "GET" ? 200 : 405 });
        LensError error = Publish($"http://127.0.0.1:{server.Port}/apps/files/files/12?dir=/x");
        Assert.Equal("LensNotWebDav", error.Id);
        Assert.Contains("remote.php/dav/files/USER/FOLDER", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_leads_out_of_the_folder_is_not_believed()
    {
        using var server = new TinyServer(request => request.Method == "PROPFIND"
            ? new TinyResponse
            {
                Status = 207,
                Headers = { ["Content-Type"] = "application/xml" },
                Body = Encoding.UTF8.GetBytes(
                    "<d:multistatus xmlns:d=\"DAV:\"><d:response><d:href>https://example.org/else/</d:href><d:propstat><d:prop/>"
                        + "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>")
            }
            : Page("text/plain", ""));
        Assert.Equal("LensServerAnswerInvalid", Publish($"http://127.0.0.1:{server.Port}/dav/set").Id);
    }

    [Fact]
    public void A_list_with_a_document_type_is_not_read()
    {
        using var server = new TinyServer(request => request.Method == "PROPFIND"
            ? new TinyResponse
            {
                Status = 207,
                Headers = { ["Content-Type"] = "application/xml" },
                Body = Encoding.UTF8.GetBytes(
                    "<!DOCTYPE m [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><d:multistatus xmlns:d=\"DAV:\">&e;</d:multistatus>")
            }
            : Page("text/plain", ""));
        Assert.Equal("LensServerAnswerInvalid", Publish($"http://127.0.0.1:{server.Port}/dav/set").Id);
    }

    [Fact]
    public void A_slow_upload_is_not_taken_for_a_silent_one()
    {
        using var server = new DavDouble("user");
        // Twelve seconds at this rate, where nothing may be silent for five: longer than a busy machine pauses.
        string rows = string.Concat(Enumerable.Range(1, 60_000).Select(
            i => FormattableString.Invariant($"{i * 1e-5:F5} {1000.0 / i:F4} 1\n")));
        Dataset dataset = Session.Read(_source.Write("a.dat", rows));
        using var publishing = new Publisher(new Session { State = _source["state"] }.Workspace)
        {
            Destination = server.Url + "set",
            CurrentFolder = _source.Path,
            Options = new ShareOptions
            {
                Credential = new ShareCredential("u", "p"),
                MaxRate = dataset.Length / 12,
                IdleLimit = TimeSpan.FromSeconds(5),
                Retries = 0
            },
        };
        publishing.Add(dataset);
        publishing.Run(new Recorder(), CancellationToken.None);
        Assert.True(Assert.Single(publishing.Receipts).IsVerified);
    }

    // A Nextcloud with an empty folder for the user u.
    private static TinyResponse Well(TinyRequest request)
    {
        if (request.Path == "/status.php") return Page("application/json", Status);
        if (request.Path.EndsWith("/cloud/capabilities", StringComparison.Ordinal))
            return Page("application/json", """{"ocs":{"data":{"capabilities":{}}}}""");
        if (request.Method is "MKCOL") return new TinyResponse { Status = 201 };
        if (request.Method is not "PROPFIND" || request.Path.Trim('/') != "remote.php/dav/files/u")
            return new TinyResponse { Status = 404 };
        return Listing("/remote.php/dav/files/u/");
    }

    private static TinyResponse Listing(string path) =>
        new()
        {
            Status = 207,
            Headers = { ["Content-Type"] = "application/xml" },
            Body = Encoding.UTF8.GetBytes(
                $"<d:multistatus xmlns:d=\"DAV:\" xmlns:oc=\"http://owncloud.org/ns\"><d:response><d:href>{path}</d:href><d:propstat>"
                    + "<d:prop><d:resourcetype><d:collection/></d:resourcetype><oc:permissions>RGDNVCK</oc:permissions></d:prop>"
                    + "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>")
        };

    private static TinyResponse Page(string type, string text) =>
        new() { Headers = { ["Content-Type"] = type }, Body = Encoding.UTF8.GetBytes(text) };

    private static TinyResponse Refusal(int status, string exception, string message) => new()
    {
        Status = status,
        Headers = { ["Content-Type"] = "application/xml; charset=utf-8", ["X-Request-Id"] = "R7" },
        Body = Encoding.UTF8.GetBytes(exception.Length == 0 ? "" : "<?xml version=\"1.0\"?><d:error xmlns:d=\"DAV:\" "
            + $"xmlns:s=\"http://sabredav.org/ns\"><s:exception>{exception}</s:exception><s:message>{message}</s:message></d:error>"),
    };

    private LensError Publish(string destination, bool withPassword = true)
    {
        Dataset dataset = Session.Read(_source.Write("a.dat", "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n"));
        var session = new Session();
        LensException? thrown = Record.Exception(() => session.Publish(
            [dataset],
            destination,
            _source.Path,
            withPassword ? new ShareCredential("u", "geheim") : null,
            name: withPassword ? null : "set")) as LensException;
        return session.Port.Errors.FirstOrDefault() ?? thrown!.Error;
    }
}
