using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Sharing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Determines what a target is, what it can prove, and whether publishing there would fail. Nothing is written.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LensTarget")]
[OutputType(typeof(LensTarget))]
public sealed class TestLensTargetCommand : LensTargetCmdlet
{
    /// <summary>A folder, the URL of a folder on a WebDAV server, or a share link.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Destination { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string destination in Destination)
        {
            ForItem(() =>
            {
                TargetSettings settings = ResolveTarget(destination, CurrentFolder);
                using IShareTarget target = ShareTarget.Open(settings.Url!, OptionsFor(settings), Stop);
                WriteObject(new LensTarget(target.Facts));
            });
        }
    }
}
