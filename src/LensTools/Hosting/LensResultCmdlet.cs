using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;

namespace LensTools.Hosting;

/// <summary>The base of the commands that go on with what was found: they take test results, and test what was not tested.</summary>
public abstract class LensResultCmdlet : LensPathCmdlet
{
    private Curator? _curator;

    /// <summary>What Test-LensDataset returns; or datasets, files or folders, which are tested.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The name or path of the profile to test against what was not tested; the default is that of the nearest
    /// collection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>What only all datasets that were tested here show together; null if that is nothing.</summary>
    private protected TestResult? ResultOfAll => _curator!.CompleteAll(Stop);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => _curator = new Curator(Workspace)
        {
            Profile = Profile is not null && Engine.Checks.Profile.IsPath(Profile) ? ResolveFolder(Profile) : Profile,
        }.Validated());
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
                    Add(result.Source);
                    return;
                }
                foreach (Dataset dataset in ReadDatasets(Inputs([item], [], []), recurse: true))
                {
                    CuratedFile tested = _curator!.Complete(_curator.CheckDataset(dataset, Stop), Listing(recurse: true), Port, Stop);
                    foreach (TestResult one in tested.Results) Add(one);
                }
            });
        }
    }

    /// <summary>Takes a result.</summary>
    private protected abstract void Add(TestResult result);
}
