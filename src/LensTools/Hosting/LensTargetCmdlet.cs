using System.Management.Automation;
using LensTools.Engine.Collections;
using LensTools.Engine.Sharing;

namespace LensTools.Hosting;

/// <summary>What the commands that speak to a target have in common.</summary>
public abstract class LensTargetCmdlet : LensPathCmdlet
{
    /// <summary>User name and password for the server; of a share link the password counts.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The name of a secret of SecretManagement: a credential, or the password of a share link.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The SHA-256 or SHA-1 of the only certificate to trust.</summary>
    [Parameter]
    [ValidatePattern("^[0-9A-Fa-f: ]{40,95}$")]
    public string? CertificateThumbprint { get; set; }

    /// <summary>Send a password or link over http, where anyone on the way can read it.</summary>
    [Parameter]
    public SwitchParameter AllowInsecure { get; set; }

    /// <summary>Follow a redirect of the destination that stays on the same server.</summary>
    [Parameter]
    public SwitchParameter FollowRedirect { get; set; }

    private protected ShareOptions Options => new()
    {
        Credential = Credential is not null ? new ShareCredential(Credential.UserName, Credential.GetNetworkCredential().Password)
            : SecretName is not null ? new SecretStore(InvokeCommand).Credential(SecretName) : null,
        AllowInsecure = AllowInsecure,
        FollowRedirects = FollowRedirect,
        CertificateThumbprint = CertificateThumbprint,
    };

    /// <summary>What relative paths are relative to. Where the location is not part of the file system, there is nothing.</summary>
    private protected string CurrentFolder => ResolveFolder(".");

    /// <summary>
    /// The absolute folder or the URL that a destination stands for; names are those of the collection that a folder is in.
    /// </summary>
    private protected string ResolveTarget(string target, string folder) =>
        TargetName.Resolve(ResolveTarget(target), Workspace.Collections.Find(Path.Combine(folder, Collection.FileName)), CurrentFolder);

    /// <summary>A bare word may be the name of a target; anything else that is no URL is a path, on a PSDrive perhaps.</summary>
    private protected string ResolveTarget(string target)
    {
        if (target.StartsWith(SecretStore.Prefix, StringComparison.OrdinalIgnoreCase))
            return new SecretStore(InvokeCommand).Text(target[SecretStore.Prefix.Length..]);
        bool isUrl = target.Contains("://", StringComparison.Ordinal);
        bool isWord = target.IndexOfAny(['/', '\\', ':', '~', '.']) < 0;
        return isUrl || isWord ? target : ResolveFolder(target);
    }
}
