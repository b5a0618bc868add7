using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Comparisons;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Shows the differences between a folder and a publication. Nothing is written.</summary>
[Cmdlet(VerbsData.Compare, "LensCollection")]
[OutputType(typeof(LensDifference))]
public sealed class CompareLensCollectionCommand : LensLoggedCmdlet
{
    /// <summary>The local folder: a collection or part of one.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>A folder, the URL of a folder on a WebDAV server, a share link, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>
    /// The publication's folder below the destination. For a share link, the default is the collection's name.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private protected override TargetSettings Given => base.Given with { Name = Name };

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            string folder = ResolveFolder(Path);
            TargetSettings target = ResolveTarget(Destination, folder);
            new CollectionComparer(Workspace)
            {
                Folder = folder,
                Destination = target.Url!,
                Name = target.Name,
                Options = OptionsFor(target),
            }.Run(
                Port,
                difference =>
                {
                    Log.Add(RunEventKind.Differs, $"{difference.Kind}: {difference.Path}", difference.File ?? difference.Path);
                    WriteObject(new LensDifference(difference));
                },
                Stop);
        });
        base.EndProcessing();
    }
}
