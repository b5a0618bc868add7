using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>What a failure of a server means, whether it may pass, and what to do about it.</summary>
internal static class ServerFailures
{
    private const string TryAgain = "publish again: what has arrived is not sent twice";

    // Busy or overloaded: the same request may succeed later. 401, 403, 412, 413 and 507 never will.
    private static readonly HashSet<int> Passing = [408, 423, 425, 429, 500, 502, 503, 504];

    /// <summary>The failure that an answer is.</summary>
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
        string own = said.Text.Length > 0 && !said.IsPage ? $" It says: \"{said.Text}\"." : "";
        var error = new LensError(
            kind, $"{what.Server} answered {status} {response.ReasonPhrase} for {what.Path}: {meaning}.{own}", what.Server, advice)
        {
            Answer = new ServerAnswer(status, said.Text, 1, First(response, "X-Request-Id") ?? First(response, "OC-RequestId")),
        };
        // A throttle that names no time is Nextcloud's against guessed passwords: each further request makes it longer.
        bool passes = (Passing.Contains(status)
            && kind != ErrorKind.ShareNotFound
            && (status != 429 || RetryAfter(response, time) is not null))
            || said.Exception.EndsWith("LockedException", StringComparison.Ordinal);
        return new ServerFailure(error, passes) { RetryAfter = RetryAfter(response, time), SlowDown = status is 423 or 429 or 503 };
    }

    /// <summary>The failure that a request without an answer is.</summary>
    public static ServerFailure From(Exception problem, Request what)
    {
        string certificate = problem.InnerException is System.Security.Authentication.AuthenticationException
            ? problem.InnerException.Message
            : "";
        LensError error = certificate.Length > 0
            ? new LensError(
                ErrorKind.CertificateUntrusted,
                $"The certificate of {what.Server} is not trusted: {certificate.TrimEnd('.')}.",
                what.Server,
                "If it is the right server, trust its certificate on this host or give its thumbprint as -CertificateThumbprint; if you do "
                    + "not know, ask its owner.",
                problem)
            : new LensError(
                ErrorKind.ServerUnreachable,
                $"{what.Server} did not answer for {what.Path}: {problem.Message.TrimEnd('.')}.",
                what.Server,
                $"Check the URL, the network and the server, then {TryAgain}.",
                problem);
        return new ServerFailure(error with { Answer = new ServerAnswer(0, "", 1, null) }, passes: certificate.Length == 0);
    }

    /// <summary>The failure of a request in which nothing moved for too long.</summary>
    public static ServerFailure TimedOut(TimeSpan limit, Request what) => new(
        new LensError(
            ErrorKind.ServerTimeout,
            $"{what.Server} was silent for {limit.TotalSeconds:0} s over {what.Path}.",
            what.Server,
            $"When the server is less busy, {TryAgain}.")
        {
            Answer = new ServerAnswer(0, "", 1, null)
        },
        passes: true);

    /// <summary>An answer that is no WebDAV: a page to log in, a proxy's or a wrong URL's.</summary>
    public static LensException NotWebDav(HttpResponseMessage response, ServerMessage said, Request what)
    {
        string page = said.IsPage
            ? $"a web page{(said.Text.Length > 0 ? $" titled \"{said.Text}\"" : "")}"
            : response.Content.Headers.ContentType?.MediaType ?? "something else";
        return new LensException(new LensError(
            ErrorKind.NotWebDav,
            $"{what.Server} answered {(int)response.StatusCode} with {page} where a WebDAV server lists a folder.",
            what.Server,
            "Check the URL; on a guest network log in first, and behind a proxy ask for a way out."));
    }

    private static (ErrorKind Kind, string Meaning, string Advice) Meaning(
        int status,
        HttpResponseMessage response,
        ServerMessage said,
        bool isLink,
        bool hasPassword) => status switch
        {
            401 when isLink => (
                ErrorKind.AuthenticationFailed,
                hasPassword ? "the link's password is wrong" : "the link has a password",
                "Give the link's password as -Credential; its user name does not count. Do not try often: the server locks out who "
                    + "guesses."),
            401 => (
                ErrorKind.AuthenticationFailed,
                hasPassword ? "it refuses the user name or password" : "it asks for a user name and password",
                "Give them as -Credential; on Nextcloud use an app password."),
            403 => (ErrorKind.AccessDenied, "it does not allow this", "Ask the owner of the folder or link for write access."),
            503 or 404 when isLink && IsNotFound(status, said) => (
                ErrorKind.ShareNotFound,
                "there is no such share",
                "The link is mistyped, withdrawn or expired; ask whoever sent it for a new one."),
            404 or 409 => (
                ErrorKind.TargetNotFound,
                "the folder to publish to is not there",
                "Check the URL: the folder above it must exist on the server."),
            407 => (
                ErrorKind.ProxyAuthentication,
                "a proxy on the way asks for a user name and password",
                "Set HTTPS_PROXY with them, or ask for a way out without a login."),
            412 => (ErrorKind.TargetConflict, "a file of that name is there already", "Publish with -Force to replace it."),
            413 => (
                ErrorKind.FileTooLarge,
                "the file is larger than it or a proxy accepts",
                "Ask the server's owner to raise the limit on request bodies."),
            423 => (
                ErrorKind.TargetLocked,
                "somebody else holds the file",
                $"Wait until the other upload or editor has ended, then {TryAgain}."),
            429 => (
                ErrorKind.ServerThrottles,
                "it turns this address away for a while",
                "Too many requests or failed logins came from here; wait half an hour, or ask its owner to reset the limit (occ "
                    + "security:bruteforce:reset)."),
            507 => (ErrorKind.QuotaExceeded, "it has no room left", $"Make room there or ask for a larger quota, then {TryAgain}."),
            503 when said.Exception.Contains("Maintenance", StringComparison.Ordinal) => (
                ErrorKind.ServerMaintenance, "it is in maintenance", $"When that has ended, {TryAgain}."),
            >= 300 and < 400 => (
                ErrorKind.ServerRedirects,
                $"it redirects to {response.Headers.Location?.ToString().Split('?')[0] ?? "another place"}, which is not followed",
                "Give the final URL, if it is one that you trust; one that stays on the same server is followed with -FollowRedirect."),
            _ => (ErrorKind.ServerFailed, "it failed", "Try again later; if it stays so, tell the server's owner the status and the time."),
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

/// <summary>What a request is for, as it may be shown.</summary>
internal readonly record struct Request(string Server, string Path);

/// <summary>A failure of one request, on its way to whoever decides whether to send it again.</summary>
internal sealed class ServerFailure(LensError error, bool passes) : Exception(error.Message, error.Cause)
{
    public LensError Error { get; } = error;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient { get; } = passes;

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it has too much to do.</summary>
    public bool SlowDown { get; init; }
}
