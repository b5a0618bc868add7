using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LensTools.Engine.Sharing;

/// <summary>The only certificate that is trusted, by its hexadecimal SHA-256 or SHA-1.</summary>
internal sealed class PinnedCertificate(string thumbprint)
{
    private readonly string _thumbprint =
        thumbprint.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private volatile string? _seen;

    /// <summary>The SHA-256 of the last other certificate that a server had; null if there was none.</summary>
    public string? Seen => _seen;

    /// <summary>Lets a handler trust nothing else.</summary>
    public void Pin(SocketsHttpHandler handler) =>
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => Trusts(certificate);

    private bool Trusts(X509Certificate? certificate)
    {
        if (certificate is null) return false;
        string sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        if (_thumbprint.Equals(sha256, StringComparison.OrdinalIgnoreCase)
            || _thumbprint.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA1), StringComparison.OrdinalIgnoreCase))
            return true;
        _seen = sha256;
        return false;
    }
}
