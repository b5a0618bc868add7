using System.Management.Automation;
using LensTools.Engine.Sharing.Publications;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Shows how publishing has gone on this host: per source and destination, what succeeded, waits or was refused.</summary>
[Cmdlet(VerbsCommon.Get, "LensPublication")]
[OutputType(typeof(LensPublication))]
public sealed class GetLensPublicationCommand : LensCmdlet
{
    /// <summary>Sources by name, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Source { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WildcardPattern[] patterns = [.. Source.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        foreach (PublicationStatus status in Workspace.Status.All())
        {
            if (patterns.Any(pattern => pattern.IsMatch(status.Source))) WriteObject(new LensPublication(status));
        }
        base.EndProcessing();
    }
}
