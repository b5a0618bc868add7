using System.Management.Automation;
using LensTools.Engine.Sharing;

namespace LensTools.Hosting;

/// <summary>What the commands that speak to a target have in common.</summary>
public abstract class LensTargetCmdlet : LensPathCmdlet
{
    /// <summary>User name and password for the server; of a share link the password counts.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The SHA-256 or SHA-1 of the only certificate to trust.</summary>
    [Parameter]
    [ValidatePattern("^[0-9A-Fa-f: ]{40,95}$")]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Send a password or link over http, where anyone on the way can read it.</summary>
    [Parameter]
    public SwitchParameter AllowInsecure { get; set; }

    private protected ShareOptions Options => new()
    {
        Credential = Credential is null ? null : new ShareCredential(Credential.UserName, Credential.GetNetworkCredential().Password),
        AllowInsecure = AllowInsecure,
        CertificateThumbprint = CertificateThumbprint,
    };

    /// <summary>A bare word may be the name of a target; anything else that is no URL is a path, on a PSDrive perhaps.</summary>
    private protected string ResolveTarget(string target)
    {
        bool isUrl = target.Contains("://", StringComparison.Ordinal);
        bool isWord = target.IndexOfAny(['/', '\\', ':', '~', '.']) < 0;
        return isUrl || isWord ? target : ResolveFolder(target);
    }
}
