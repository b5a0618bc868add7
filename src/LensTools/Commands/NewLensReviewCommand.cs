using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Pages;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Writes a page on which a reviewer labels datasets by eye, with the keyboard and without a network.</summary>
[Cmdlet(VerbsCommon.New, "LensReview", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewLensReviewCommand : LensPathCmdlet
{
    private DatasetReview? _review;
    private Curator? _curator;

    /// <summary>What Test-LensDataset returns; or datasets, files or folders, which are tested.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The page to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The labels that are given, the first first.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Label { get; set; } = ["quality"];

    /// <summary>The name or path of the profile to test against what was not tested; the default is that of the collection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>Replace the page if it exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the page that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() =>
        {
            _review = new DatasetReview(Workspace) { Path = ResolveFolder(Path), Labels = Label, Force = Force };
            _curator = new Curator(Workspace)
            {
                Profile = Profile is not null && Engine.Checks.Profile.IsPath(Profile) ? ResolveFolder(Profile) : Profile,
            }.Validated();
        });
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            ForItem(() =>
            {
                if (item.BaseObject is LensTestResult result)
                {
                    _review!.Add(result.Source);
                    return;
                }
                foreach (Dataset dataset in ReadDatasets(Inputs([item], [], []), recurse: true))
                {
                    CuratedFile tested = _curator!.Complete(_curator.CheckDataset(dataset, Stop), Listing(recurse: true), Port, Stop);
                    foreach (TestResult one in tested.Results) _review!.Add(one);
                }
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            if (_review!.Write(Port, Stop) && PassThru)
                WriteObject(InvokeProvider.Item.Get([_review.Path], force: true, literalPath: true), enumerateCollection: true);
        });
        base.EndProcessing();
    }
}
