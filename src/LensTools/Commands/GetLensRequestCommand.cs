using System.Management.Automation;
using LensTools.Engine.Requests;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Shows the requests of a collection: which are open, answered or overdue.</summary>
[Cmdlet(VerbsCommon.Get, "LensRequest")]
[OutputType(typeof(LensRequest))]
public sealed class GetLensRequestCommand : LensCmdlet
{
    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>The names of requests, with wildcards; by default all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only requests that have come so far.</summary>
    [Parameter]
    public LensRequestState[] State { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            WildcardPattern[] names = [.. Name.Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase))];
            foreach (RequestStatus status in RequestStatus.All(
                Workspace, Workspace.Collections.OfFolder(ResolveFolder(Path)), Port, Stop))
            {
                if (!names.Any(name => name.IsMatch(status.Name))) continue;
                if (State.Length == 0 || State.Contains((LensRequestState)status.State)) WriteObject(new LensRequest(status));
            }
        });
        base.EndProcessing();
    }
}
