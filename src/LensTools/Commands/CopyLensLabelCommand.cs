using System.Management.Automation;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Gives labels of a dataset to others too, or those of a collection to the same datasets in another one.</summary>
[Cmdlet(VerbsCommon.Copy, "LensLabel", SupportsShouldProcess = true)]
[OutputType(typeof(LensLabel))]
public sealed class CopyLensLabelCommand : LensLabelCmdlet
{
    private readonly List<LensLabel> _labels = [];

    /// <summary>Labels, as Get-LensLabel returns them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>
    /// Files, whose datasets are given all the labels; or a folder of another collection, where each label goes to the dataset of the same
    /// content.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Destination { get; set; } = [];

    /// <summary>Add labels and values that the vocabulary lacks to lens-vocabulary.yaml, instead of refusing them.</summary>
    [Parameter]
    public SwitchParameter AllowNew { get; set; }

    /// <summary>Replace labels that the datasets have already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _labels.AddRange(InputObject.Select(LabelOf).OfType<LensLabel>());
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            var copy = new LabelCopy(Workspace)
            {
                Force = Force,
                AllowNew = AllowNew,
                Elsewhere = _labels.Count > 0 ? Workspace.Collections.Find(_labels[0].Path)?.Vocabulary : null,
                Reason = Reason,
                Author = Author,
            };
            foreach (LensLabel label in _labels) copy.Add(label.Record);
            string[] paths = [.. Inputs([], Destination, []).SelectMany(Resolve)];
            string[] folders = [.. paths.Where(Directory.Exists)];
            if (folders.Length > 0 && paths.Length > 1)
                throw new LensException(new LensError(
                    ErrorKind.InputInvalid,
                    $"{folders[0]} is a folder, and there are {paths.Length} destinations.",
                    folders[0],
                    "Give files, or one folder of another collection."));
            Report(folders.Length > 0
                ? copy.ToFolder(folders[0], Port, Stop)
                : copy.ToDatasets(ReadDatasets(Inputs([], [], paths), recurse: false), Port, Stop));
        });
        base.EndProcessing();
    }
}
