namespace LensTools.Engine.Sharing;

/// <summary>A name and a password for a server. The password is kept as characters for as long as the target lives.</summary>
public sealed record ShareCredential(string UserName, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => UserName;
}

/// <summary>How a target is spoken to.</summary>
public sealed record ShareOptions
{
    /// <summary>For a server that asks who is there; of a share link with a password the password counts.</summary>
    public ShareCredential? Credential { get; init; }

    /// <summary>Whether a password may go over http, where anyone on the way can read it.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Whether a redirect of the destination is followed that stays on the same server; others never are.</summary>
    public bool FollowRedirects { get; init; }

    /// <summary>The SHA-256 or SHA-1 of the one certificate that is trusted, in hexadecimal; the system decides where it is null.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>At most so many bytes a second are sent; no limit where it is null.</summary>
    public long? MaxRate { get; init; }

    /// <summary>How many requests are under way at once.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>How many times a request that failed for the moment is sent again.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>The first pause before that; each further one is twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long nothing may move before a request is given up.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// From so many bytes on a file that was interrupted is worth going on with, on a WebDAV server that takes parts of files.
    /// </summary>
    internal long LargeFile { get; init; } = 16L << 20;
}
