using System.Net;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.S3;

/// <summary>What a failure of an object store means, whether it may pass, and what to do about it.</summary>
/// <param name="location">The target, as it may be shown.</param>
/// <param name="pinned">The only certificate that is trusted, or null.</param>
internal sealed class S3Failures(string location, PinnedCertificate? pinned)
{
    private const string TryAgain = "publish again; what has arrived is not sent again";

    private static readonly HashSet<int> Passing = [408, 425, 429, 500, 502, 503, 504];

    // The codes of the S3 API reference, "List of error codes".
    private static readonly Dictionary<string, (ErrorKind Kind, string Meaning, string Advice)> Codes = new(StringComparer.Ordinal)
    {
        ["InvalidAccessKeyId"] = WrongKey("it does not know the access key"),
        ["SignatureDoesNotMatch"] = WrongKey("the secret key is wrong"),
        ["ExpiredToken"] = WrongKey("the session has expired"),
        ["InvalidToken"] = WrongKey("the session is not valid"),
        ["AccessDenied"] = (
            ErrorKind.AccessDenied,
            "it does not allow this",
            "Ask the owner of the bucket for the right to list, read, write and delete there."),
        ["NoSuchBucket"] = (ErrorKind.TargetNotFound, "there is no such bucket", "Check its name; LensTools makes no buckets."),
        ["RequestTimeTooSkewed"] = (
            ErrorKind.ClockSkew, "its clock and that of this host differ by more than 15 minutes", "Correct the wrong clock."),
        ["EntityTooLarge"] = (
            ErrorKind.FileTooLarge, "the file is larger than it accepts", "Ask the server's owner to raise the limit."),
        ["QuotaExceeded"] = (
            ErrorKind.QuotaExceeded, "it has no room left", $"Make room there or ask for a larger quota, then {TryAgain}."),
        ["PermanentRedirect"] = WrongRegion,
        ["AuthorizationHeaderMalformed"] = WrongRegion,
        ["SlowDown"] = (ErrorKind.ServerThrottles, "it is asked too often", $"Use a smaller -ThrottleLimit, or {TryAgain} later."),
    };

    private static (ErrorKind Kind, string Meaning, string Advice) WrongRegion => (
        ErrorKind.ServerRedirects, "the bucket is in another region", "Set the environment variable AWS_REGION to the bucket's region.");

    /// <summary>Whether something is a failure of the server or of the way to it.</summary>
    public static bool Is(Exception problem) =>
        problem is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException or IOException;

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool Passes(Exception problem) => problem switch
    {
        AmazonServiceException { StatusCode: 0, InnerException: { } cause } => Passes(cause),
        AmazonServiceException answer => Passing.Contains((int)answer.StatusCode),
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the server says that there is no such object.</summary>
    public static bool IsNotFound(AmazonS3Exception problem) =>
        problem.StatusCode == HttpStatusCode.NotFound && problem.ErrorCode != "NoSuchUpload";

    /// <summary>The error for a failure.</summary>
    public LensError ToError(Exception problem, string path)
    {
        string what = path.Length == 0 ? "its contents" : path;
        if (problem is AmazonServiceException { StatusCode: 0, InnerException: { } inner }) problem = inner;
        switch (problem)
        {
            case AmazonServiceException answer:
                (ErrorKind kind, string meaning, string advice) = Codes.TryGetValue(answer.ErrorCode ?? "", out var known)
                    ? known
                    : Meaning(answer.StatusCode);
                return new LensError(
                    kind,
                    $"{location} answered {(int)answer.StatusCode} {answer.ErrorCode} for {what}: {meaning}. The server says: "
                        + $"\"{answer.Message.TrimEnd('.')}\".",
                    location,
                    advice,
                    problem)
                {
                    Answer = new ServerAnswer((int)answer.StatusCode, answer.Message, 1, answer.RequestId),
                };
            case AmazonClientException:
                return new LensError(
                    ErrorKind.AuthenticationFailed,
                    $"There are no keys for {location}.",
                    location,
                    "Give the access key and the secret key with -Credential, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                    problem);
            case TimeoutException:
                return new LensError(
                    ErrorKind.ServerTimeout,
                    $"{location} did not respond for {what} in time.",
                    location,
                    $"When it is less busy, {TryAgain}.");
            case HttpRequestException { InnerException: AuthenticationException untrusted }:
                string why = pinned?.Seen is { } seen ? $"it is not the pinned one, but has the SHA-256 {seen}" : untrusted.Message;
                return new LensError(
                    ErrorKind.CertificateUntrusted,
                    $"The certificate of {location} is not trusted: {why.TrimEnd('.')}.",
                    location,
                    "If it is the right server, trust its certificate on this host or give its thumbprint with -CertificateThumbprint.",
                    problem);
            default:
                return new LensError(
                    ErrorKind.ServerUnreachable,
                    $"{location} did not respond to a request for {what}: {problem.Message.TrimEnd('.')}.",
                    location,
                    $"Check the URL, the network and the server, then {TryAgain}.",
                    problem);
        }
    }

    private static (ErrorKind Kind, string Meaning, string Advice) WrongKey(string meaning) => (
        ErrorKind.AuthenticationFailed,
        meaning,
        "Give the access key and the secret key with -Credential, or check the settings of AWS.");

    private static (ErrorKind Kind, string Meaning, string Advice) Meaning(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Forbidden => Codes["AccessDenied"],
        HttpStatusCode.NotFound => (ErrorKind.TargetNotFound, "there is no such object", "Check the URL."),
        HttpStatusCode.RequestEntityTooLarge => Codes["EntityTooLarge"],
        HttpStatusCode.InsufficientStorage => Codes["QuotaExceeded"],
        HttpStatusCode.TooManyRequests => Codes["SlowDown"],
        HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect => WrongRegion,
        _ => (ErrorKind.ServerFailed, "it failed", "Try again later; if this persists, tell the server's owner the status and time."),
    };
}
