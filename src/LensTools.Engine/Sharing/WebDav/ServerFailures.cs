using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>What a server failure means, whether it is transient, and what to do about it.</summary>
internal static class ServerFailures
{
    private const string TryAgain = "publish again; what has arrived is not sent again";

    // Busy or overloaded: the same request may succeed later. 401, 403, 412, 413 and 507 never will.
    private static readonly HashSet<int> Passing = [408, 423, 425, 429, 500, 502, 503, 504];

    /// <summary>Creates the failure for an error response.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="said">What the server says about it.</param>
    /// <param name="what">What the request was for, as it may be shown.</param>
    /// <param name="isLink">Whether the target is a share link.</param>
    /// <param name="hasPassword">Whether a password was sent.</param>
    /// <param name="time">The clock.</param>
    public static ServerFailure From(
        HttpResponseMessage response,
        ServerMessage said,
        Request what,
        bool isLink,
        bool hasPassword,
        TimeProvider time)
    {
        int status = (int)response.StatusCode;
        (ErrorKind kind, string meaning, string advice) = Meaning(status, response, said, isLink, hasPassword);
        string own = said.Text.Length > 0 && !said.IsPage ? $" The server says: \"{said.Text}\"." : "";
        var error = new LensError(
            kind, $"{what.Server} answered {status} {response.ReasonPhrase} for {what.Path}: {meaning}.{own}", what.Server, advice)
        {
            Answer = new ServerAnswer(status, said.Text, 1, First(response, "X-Request-Id") ?? First(response, "OC-RequestId")),
        };
        // A 429 without Retry-After is Nextcloud's brute-force protection, which each further request prolongs.
        bool passes = (Passing.Contains(status)
            && kind != ErrorKind.ShareNotFound
            && !said.Exception.EndsWith("MaxDelayReached", StringComparison.Ordinal)
            && (status != 429 || RetryAfter(response, time) is not null))
            || said.Exception.EndsWith("LockedException", StringComparison.Ordinal);
        return new ServerFailure(error, passes) { RetryAfter = RetryAfter(response, time), SlowDown = status is 423 or 429 or 503 };
    }

    /// <summary>Creates the failure for a request without a response.</summary>
    /// <param name="problem">What happened instead.</param>
    /// <param name="what">What the request was for.</param>
    /// <param name="thumbprint">The SHA-256 of the certificate that is not the pinned one; null if none is pinned.</param>
    public static ServerFailure From(Exception problem, Request what, string? thumbprint = null)
    {
        string certificate = problem.InnerException is System.Security.Authentication.AuthenticationException
            ? problem.InnerException.Message
            : "";
        if (thumbprint is not null && certificate.Length > 0) certificate = $"it is not the pinned one, but has the SHA-256 {thumbprint}";
        LensError error = certificate.Length > 0
            ? new LensError(
                ErrorKind.CertificateUntrusted,
                $"The certificate of {what.Server} is not trusted: {certificate.TrimEnd('.')}.",
                what.Server,
                "If it is the right server, trust its certificate on this host or give its thumbprint with -CertificateThumbprint; if you "
                    + "are not sure, ask its owner.",
                problem)
            : new LensError(
                ErrorKind.ServerUnreachable,
                $"{what.Server} did not respond to a request for {what.Path}: {problem.Message.TrimEnd('.')}.",
                what.Server,
                $"Check the URL, the network and the server, then {TryAgain}.",
                problem);
        return new ServerFailure(error with { Answer = new ServerAnswer(0, "", 1, null) }, passes: certificate.Length == 0);
    }

    /// <summary>Creates the failure for a request that was idle for too long.</summary>
    public static ServerFailure TimedOut(TimeSpan limit, Request what) => new(
        new LensError(
            ErrorKind.ServerTimeout,
            $"{what.Server} sent nothing for {limit.TotalSeconds:0} s during a request for {what.Path}.",
            what.Server,
            $"When the server is less busy, {TryAgain}.")
        {
            Answer = new ServerAnswer(0, "", 1, null)
        },
        passes: true);

    /// <summary>Creates the error for a response that is not WebDAV: a login page, a proxy's page, or that of a wrong URL.</summary>
    public static LensException NotWebDav(HttpResponseMessage response, ServerMessage said, Request what)
    {
        string page = said.IsPage
            ? $"a web page{(said.Text.Length > 0 ? $" titled \"{said.Text}\"" : "")}"
            : response.Content.Headers.ContentType?.MediaType ?? "something else";
        return new LensException(new LensError(
            ErrorKind.NotWebDav,
            $"{what.Server} answered {(int)response.StatusCode} with {page} instead of a WebDAV folder listing.",
            what.Server,
            "Check the URL; on a guest network, log in first; behind a proxy, ask for access."));
    }

    private static (ErrorKind Kind, string Meaning, string Advice) Meaning(
        int status,
        HttpResponseMessage response,
        ServerMessage said,
        bool isLink,
        bool hasPassword) => status switch
        {
            // Each further request prolongs it.
            _ when said.Exception.EndsWith("MaxDelayReached", StringComparison.Ordinal) => (
                ErrorKind.ServerThrottles,
                "too many failed logins came from this address, and it refuses all requests from here for a while",
                "Wait half an hour without any request, or ask its owner to run: occ security:bruteforce:reset ADDRESS."),
            401 when isLink => (
                ErrorKind.AuthenticationFailed,
                hasPassword ? "the link's password is wrong" : "the link has a password",
                "Give the link's password with -Credential; the user name is ignored. Avoid repeated attempts: the server locks out "
                    + "clients that guess."),
            401 => (
                ErrorKind.AuthenticationFailed,
                hasPassword ? "it rejected the user name or password" : "it requires a user name and password",
                "Give them with -Credential; on Nextcloud, use an app password."),
            403 => (ErrorKind.AccessDenied, "it does not allow this", "Ask the owner of the folder or link for write access."),
            503 or 404 when isLink && IsNotFound(status, said) => (
                ErrorKind.ShareNotFound,
                "there is no such share",
                "The link is mistyped, revoked or expired; ask the sender for a new one."),
            404 or 409 => (
                ErrorKind.TargetNotFound,
                "the folder to publish to does not exist",
                "Check the URL; its parent folder must exist on the server."),
            405 => (
                ErrorKind.NotWebDav,
                "this address takes no WebDAV requests",
                "Give the share link, the folder of a WebDAV server, or on Nextcloud https://SERVER/remote.php/dav/files/USER/FOLDER."),
            407 => (
                ErrorKind.ProxyAuthentication,
                "a proxy requires a user name and password",
                "Include them in HTTPS_PROXY, or ask for access without a login."),
            412 => (ErrorKind.TargetConflict, "a file of that name already exists", "Publish-LensDataset -Force replaces it."),
            413 => (
                ErrorKind.FileTooLarge,
                "the file is larger than the server or a proxy accepts",
                "Ask the server's owner to raise the limit on request bodies."),
            423 => (
                ErrorKind.TargetLocked,
                "somebody else holds the file",
                $"Wait until the other upload or editor has finished, then {TryAgain}."),
            429 => (
                ErrorKind.ServerThrottles,
                "it is temporarily blocking this address",
                "Too many requests or failed logins came from here; wait half an hour, or ask its owner to reset the limit (occ "
                    + "security:bruteforce:reset)."),
            507 => (ErrorKind.QuotaExceeded, "it has no room left", $"Make room there or ask for a larger quota, then {TryAgain}."),
            503 when said.Exception.Contains("Maintenance", StringComparison.Ordinal) => (
                ErrorKind.ServerMaintenance, "it is in maintenance mode", $"When maintenance has ended, {TryAgain}."),
            >= 300 and < 400 => (
                ErrorKind.ServerRedirects,
                $"it redirects to {response.Headers.Location?.ToString().Split('?')[0] ?? "another place"}, which is not followed",
                "Give the final URL, if you trust it; -FollowRedirect follows a redirect on the same server."),
            _ => (ErrorKind.ServerFailed, "it failed", "Try again later; if this persists, tell the server's owner the status and time."),
        };

    // An unknown token gives 503 on Nextcloud 32 and 34.
    private static bool IsNotFound(int status, ServerMessage said) =>
        status == 404
            || said.Exception.EndsWith("NotFound", StringComparison.Ordinal)
            || said.Text.Contains("NotFound", StringComparison.Ordinal);

    private static string? First(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        const double Longest = 300;
        TimeSpan? wait = response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - time.GetUtcNow());
        return wait is { } pause ? TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0, Longest)) : null;
    }
}

/// <summary>What a request is for, in a form that is safe to display.</summary>
internal readonly record struct Request(string Server, string Path);

/// <summary>The failure of a single request, which may be retried.</summary>
internal sealed class ServerFailure(LensError error, bool passes) : Exception(error.Message, error.Cause)
{
    public LensError Error { get; } = error;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; } = passes;

    /// <summary>The same, to be tried again after a pause.</summary>
    public ServerFailure Passing(TimeSpan pause) => new(Error, passes: true) { RetryAfter = pause };

    /// <summary>The same, not to be tried again.</summary>
    public ServerFailure Final() => new(Error, passes: false);

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the server is overloaded.</summary>
    public bool SlowDown { get; init; }
}
