using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Turns a folder into a collection by writing its lens.yaml.</summary>
[Cmdlet(VerbsCommon.New, "LensCollection", SupportsShouldProcess = true)]
[OutputType(typeof(LensCollection))]
public sealed class NewLensCollectionCommand : LensCmdlet
{
    /// <summary>The folder; created if it does not exist.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The collection's name; the default is the folder's name.</summary>
    [Parameter(Position = 1)]
    public string? Name { get; set; }

    /// <summary>The licence of the data, as an SPDX identifier.</summary>
    [Parameter]
    public string? Licence { get; set; }

    /// <summary>The profile that the data are tested against.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForItem(() =>
        {
            string folder = System.IO.Path.TrimEndingDirectorySeparator(ResolveFolder(Path));
            if (!ShouldProcess(folder, $"write {Collection.FileName}")) return;
            Collection collection = Collection.Create(folder, Name ?? System.IO.Path.GetFileName(folder), Licence, Profile);
            Workspace.Collections.Refresh();
            WriteObject(new LensCollection(collection));
        });
    }
}
