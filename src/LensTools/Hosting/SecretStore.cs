using System.Management.Automation;
using System.Security;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;

namespace LensTools.Hosting;

/// <summary>Gets secrets by name from the vaults registered with Microsoft.PowerShell.SecretManagement.</summary>
internal sealed class SecretStore(CommandInvocationIntrinsics commands)
{
    /// <summary>The prefix of a secret's name when it is used as a destination.</summary>
    public const string Prefix = "secret:";

    /// <summary>Gets a credential; for a secret without a user name, only a password.</summary>
    /// <exception cref="LensException">There is no such secret, or none can be had.</exception>
    public ShareCredential Credential(string name) => Get(name) switch
    {
        PSCredential credential => new ShareCredential(credential.UserName, credential.GetNetworkCredential().Password),
        var other => new ShareCredential("", Text(name, other)),
    };

    /// <summary>A text, such as a share link.</summary>
    /// <exception cref="LensException">There is no such secret, or none can be had.</exception>
    public string Text(string name) => Text(name, Get(name));

    private static string Text(string name, object secret) => secret switch
    {
        string text => text,
        SecureString secure => new PSCredential("-", secure).GetNetworkCredential().Password,
        _ => throw new LensException(new LensError(
            ErrorKind.SecretInvalid,
            $"The secret \"{name}\" is a {secret.GetType().Name}.",
            name,
            "Store it as a credential or as a string.")),
    };

    private object Get(string name)
    {
        if (commands.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is not { } getSecret)
        {
            throw new LensException(new LensError(
                ErrorKind.SecretsUnavailable,
                "The command Get-Secret is not available in this session.",
                name,
                "Install Microsoft.PowerShell.SecretManagement and register a vault, or use -Credential."));
        }
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            PSObject? secret = shell.AddCommand(getSecret)
                .AddParameter("Name", name)
                .AddParameter("ErrorAction", ActionPreference.Stop)
                .Invoke()
                .FirstOrDefault();
            return secret?.BaseObject ?? throw new ItemNotFoundException("it is empty");
        }
        catch (RuntimeException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.SecretNotFound,
                $"The secret \"{name}\" cannot be retrieved: {problem.Message.TrimEnd('.')}.",
                name,
                "Check its name with Get-SecretInfo, and make sure that its vault is unlocked.",
                problem));
        }
    }
}
