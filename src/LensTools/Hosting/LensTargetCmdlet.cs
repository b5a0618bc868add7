using System.Management.Automation;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;

namespace LensTools.Hosting;

/// <summary>The base of the commands that connect to a target.</summary>
public abstract class LensTargetCmdlet : LensPathCmdlet
{
    /// <summary>The user name and password for the server; for a share link, only the password is used.</summary>
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

    /// <summary>A private key for an SFTP server; the usual keys of ssh if none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    /// <summary>Allow a password or link to be sent over http, where anyone on the network path can read it.</summary>
    [Parameter]
    public SwitchParameter AllowInsecure { get; set; }

    /// <summary>Follow a redirect of the destination that stays on the same server.</summary>
    [Parameter]
    public SwitchParameter FollowRedirect { get; set; }

    private protected ShareOptions Options => new()
    {
        Credential = Credential is not null ? new ShareCredential(Credential.UserName, Credential.GetNetworkCredential().Password)
            : SecretName is not null ? new SecretStore(InvokeCommand).Credential(SecretName) : null,
    };

    /// <summary>What the user gave for the target; what is null is as the named target of the collection has it.</summary>
    private protected virtual TargetSettings Given => new()
    {
        CertificateThumbprint = CertificateThumbprint,
        KeyFile = KeyFile is null ? null : ResolveFolder(KeyFile),
        AllowInsecure = Chosen(AllowInsecure),
        FollowRedirects = Chosen(FollowRedirect),
    };

    /// <summary>A switch that was not given leaves the setting to the target.</summary>
    private protected static bool? Chosen(SwitchParameter given) => given.IsPresent ? given.ToBool() : null;

    /// <summary>A time such as 90s, 15m or 1h.</summary>
    /// <exception cref="LensException">It cannot be read.</exception>
    private protected static TimeSpan? ParseTime(string? text) => text is null ? null
        : TargetSettings.TryParseTime(text, out TimeSpan time) ? time
        : throw new LensException(new LensError(
            ErrorKind.InputInvalid, $"\"{text}\" is not a time.", text, "Give a number with a unit, such as 90s, 15m, 1h or 2d."));

    /// <summary>The base of relative paths; null if the current location is not in the file system.</summary>
    private protected string CurrentFolder => ResolveFolder(".");

    /// <summary>
    /// The settings for a destination, with the absolute folder or URL that it names; names are those of the collection containing the
    /// folder.
    /// </summary>
    private protected TargetSettings ResolveTarget(string target, string folder) => TargetName.Resolve(
        ResolveTarget(target), Given, Workspace.Collections.Find(Path.Combine(folder, Collection.FileName)), CurrentFolder);

    /// <summary>The options to connect to a resolved target with.</summary>
    private protected ShareOptions OptionsFor(TargetSettings target) => target.Apply(Options);

    /// <summary>A bare word may be the name of a target; anything else that is not a URL is a path, possibly on a PSDrive.</summary>
    private protected string ResolveTarget(string target)
    {
        if (target.StartsWith(SecretStore.Prefix, StringComparison.OrdinalIgnoreCase))
            return new SecretStore(InvokeCommand).Text(target[SecretStore.Prefix.Length..]);
        bool isUrl = target.Contains("://", StringComparison.Ordinal);
        if (isUrl && ShareTarget.IsLink(target) && MyInvocation.Line.Contains(target, StringComparison.Ordinal))
            WriteWarning(
                "The share link is written in the command, and so it is in the history and in transcripts; use secret:NAME for a link in a "
                    + "vault, or a variable.");
        bool isWord = target.IndexOfAny(['/', '\\', ':', '~', '.']) < 0;
        return isUrl || isWord ? target : ResolveFolder(target);
    }
}
