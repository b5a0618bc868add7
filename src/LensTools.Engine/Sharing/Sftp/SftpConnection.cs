using System.Net.Sockets;
using System.Security.Cryptography;
using LensTools.Engine.Hosting;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace LensTools.Engine.Sharing.Sftp;

/// <summary>
/// A connection to an SFTP server, made again if it is lost. The server's key must be known to ssh, or be the pinned one; the user
/// logs in with a key or a password.
/// </summary>
internal sealed class SftpConnection : IDisposable
{
    private static readonly string[] UsualKeys = ["id_ed25519", "id_ecdsa", "id_rsa"];

    private readonly SftpAddress _address;
    private readonly ShareOptions _options;
    private readonly SftpClient _client;
    private readonly Lock _connecting = new();
    private LensError? _untrusted;

    /// <exception cref="LensException">There is nothing to log in with.</exception>
    public SftpConnection(SftpAddress address, ShareOptions options)
    {
        (_address, _options) = (address, options);
        string user = options.Credential?.UserName is { Length: > 0 } given ? given : address.User ?? Environment.UserName;
        var methods = new List<AuthenticationMethod>();
        if (Keys() is { Length: > 0 } keys) methods.Add(new PrivateKeyAuthenticationMethod(user, keys));
        if (options.Credential?.Password is { Length: > 0 } password) methods.Add(new PasswordAuthenticationMethod(user, password));
        if (methods.Count == 0)
            throw new LensException(new LensError(
                ErrorKind.AuthenticationFailed,
                $"There is neither a key nor a password for {address.Host}.",
                address.Shown,
                "Give -Credential, -KeyFile, or make a key with ssh-keygen and have it added to authorized_keys there."));
        _client = new SftpClient(new ConnectionInfo(address.Host, address.Port, user, [.. methods]) { Timeout = TimeSpan.FromSeconds(30) })
        {
            OperationTimeout = options.IdleLimit,
            KeepAliveInterval = TimeSpan.FromSeconds(30),
        };
        _client.HostKeyReceived += (_, key) => key.CanTrust = IsTrusted(key);
    }

    /// <summary>What the server calls itself.</summary>
    public string Server => _client.ConnectionInfo.ServerVersion ?? "";

    /// <summary>
    /// Does something, again if the connection is lost. It is told how often it was tried before: what must not be done twice is then
    /// asked about first.
    /// </summary>
    /// <exception cref="LensException">It failed for good.</exception>
    public T Do<T>(string path, Func<SftpClient, int, T> act, CancellationToken stop)
    {
        try
        {
            return Retrying.Do(
                _options,
                attempt =>
                {
                    Connect();
                    return act(_client, attempt);
                },
                IsTransient,
                stop);
        }
        catch (Exception problem) when (problem is SshException or SocketException or ObjectDisposedException)
        {
            throw new LensException(ToError(problem, path));
        }
    }

    public void Dispose() => _client.Dispose();

    private void Connect()
    {
        lock (_connecting)
        {
            if (!_client.IsConnected) _client.Connect();
        }
    }

    private PrivateKeyFile[] Keys()
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh");
        string[] paths = _options.KeyFile is { } given
            ? [given]
            : [.. UsualKeys.Select(name => Path.Combine(folder, name)).Where(File.Exists)];
        var keys = new List<PrivateKeyFile>();
        foreach (string path in paths)
        {
            try
            {
                keys.Add(_options.KeyPassphrase is { Length: > 0 } phrase ? new PrivateKeyFile(path, phrase) : new PrivateKeyFile(path));
            }
            catch (Exception problem) when (problem is SshException or IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // One of the usual keys may be protected; one that was named must be usable.
                if (_options.KeyFile is null) continue;
                throw new LensException(new LensError(
                    ErrorKind.AuthenticationFailed,
                    $"The key {path} cannot be used: {problem.Message.TrimEnd('.')}.",
                    path,
                    "Give a key that ssh takes without a passphrase, or the password of the account with -Credential.",
                    problem));
            }
        }
        return [.. keys];
    }

    private bool IsTrusted(HostKeyEventArgs key)
    {
        string sha256 = Convert.ToHexString(SHA256.HashData(key.HostKey));
        if (_options.CertificateThumbprint is { } pinned)
        {
            string wanted = pinned.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
            if (wanted.Equals(sha256, StringComparison.OrdinalIgnoreCase)) return true;
            _untrusted = Untrusted($"has the key SHA-256 {sha256}, which is not the pinned one");
            return false;
        }
        string path = _options.KnownHosts ?? KnownHosts.UsualPath;
        bool? isKnown = File.Exists(path) ? KnownHosts.Has(File.ReadLines(path), _address.Host, _address.Port, key.HostKey) : null;
        if (isKnown == true) return true;
        _untrusted = Untrusted(isKnown == false
            ? $"has another key than {path} says (SHA256:{key.FingerPrintSHA256})"
            : $"is not in {path}; its key is SHA256:{key.FingerPrintSHA256}");
        return false;
    }

    private LensError Untrusted(string what) => new(
        ErrorKind.CertificateUntrusted,
        $"{_address.Host} {what}.",
        _address.Shown,
        "Compare the key with what the owner of the server tells you; then connect once with ssh, or give its SHA-256 with "
            + "-CertificateThumbprint.");

    private bool IsTransient(Exception problem) =>
        _untrusted is null
            && problem is not SshAuthenticationException
            && problem is SshConnectionException or SshOperationTimeoutException or SocketException or ObjectDisposedException;

    private LensError ToError(Exception problem, string path)
    {
        string what = path.Length == 0 ? "its folder" : path;
        return problem switch
        {
            _ when _untrusted is { } untrusted => untrusted,
            SshAuthenticationException => new LensError(
                ErrorKind.AuthenticationFailed,
                $"{_address.Shown} rejected the key or password: {problem.Message.TrimEnd('.')}.",
                _address.Shown,
                "Check the user name, and that the key is in authorized_keys there.",
                problem),
            SftpPermissionDeniedException => new LensError(
                ErrorKind.AccessDenied,
                $"{_address.Shown} does not allow this for {what}.",
                _address.Shown,
                "Ask the owner of the folder for write access.",
                problem),
            SftpPathNotFoundException => new LensError(
                ErrorKind.TargetNotFound,
                $"{_address.Shown} has no {what}.",
                _address.Shown,
                "Check the path; the folder above the one to publish to must exist.",
                problem),
            SshConnectionException or SshOperationTimeoutException or SocketException or ObjectDisposedException => new LensError(
                ErrorKind.ServerUnreachable,
                $"{_address.Shown} did not respond to a request for {what}: {problem.Message.TrimEnd('.')}.",
                _address.Shown,
                "Check the host, the port and the network, then publish again: what has arrived is not sent again.",
                problem),
            _ => new LensError(
                ErrorKind.ServerFailed,
                $"{_address.Shown} failed for {what}: {problem.Message.TrimEnd('.')}.",
                _address.Shown,
                "Check the free space there and try again; if this persists, tell the server's owner.",
                problem),
        };
    }
}
