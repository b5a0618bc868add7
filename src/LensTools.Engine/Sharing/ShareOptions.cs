namespace LensTools.Engine.Sharing;

/// <summary>A user name and password for a server. The password is kept in memory for the lifetime of the target.</summary>
public sealed record ShareCredential(string UserName, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => UserName;
}

/// <summary>How to connect to a target.</summary>
public sealed record ShareOptions
{
    /// <summary>The login for a server that requires one; for a share link, only the password is used.</summary>
    public ShareCredential? Credential { get; init; }

    /// <summary>Whether a password may be sent over http, where others on the network can read it.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Whether to follow a redirect of the destination on the same server; other redirects are never followed.</summary>
    public bool FollowRedirects { get; init; }

    /// <summary>The hexadecimal SHA-256 or SHA-1 of the only trusted certificate; if null, the system decides.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The most bytes to send per second; no limit if null.</summary>
    public long? MaxRate { get; init; }

    /// <summary>How many requests run at once.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>How many times a request is retried after a transient failure.</summary>
    public int Retries { get; init; } = 6;

    /// <summary>The delay before the first retry; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a request may be idle before it times out.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long requests that may succeed later are sent again, beyond <see cref="Retries"/>.</summary>
    public TimeSpan RetryFor { get; init; }

    /// <summary>A private key for an SFTP server; the usual ones of ssh if null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The passphrase of <see cref="KeyFile"/>.</summary>
    public string? KeyPassphrase { get; init; }

    /// <summary>The file of trusted host keys; that of ssh if null.</summary>
    internal string? KnownHosts { get; init; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// The smallest file, in bytes, whose upload is worth resuming on a WebDAV server that accepts partial uploads.
    /// </summary>
    internal long LargeFile { get; init; } = 16L << 20;
}
