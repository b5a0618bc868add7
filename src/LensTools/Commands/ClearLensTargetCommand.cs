using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Cleanups;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Deletes what publications of a source that were given up have left at a target.</summary>
[Cmdlet(VerbsCommon.Clear, "LensTarget", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(string))]
public sealed class ClearLensTargetCommand : LensLoggedCmdlet
{
    /// <summary>A folder, the URL of a folder on a WebDAV server, a share link, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>The folder of the source; the current folder if none is given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string SourcePath { get; set; } = ".";

    /// <summary>The publication's folder below the destination.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private protected override TargetSettings Given => base.Given with { Name = Name };

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            string folder = ResolveFolder(SourcePath);
            TargetSettings target = ResolveTarget(Destination, folder);
            new TargetCleaner(Workspace)
            {
                Destination = target.Url!,
                Name = target.Name,
                SourceFolder = folder,
                Options = OptionsFor(target),
            }.Run(
                Port,
                path =>
                {
                    Log.Add(RunEventKind.Deleted, $"{path} was deleted.", path);
                    WriteObject(path);
                },
                Stop);
        });
        base.EndProcessing();
    }
}
