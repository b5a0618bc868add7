using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Splits;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Proves that nothing that belongs together is in two parts of a split, or names each leak.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LensSplit")]
[OutputType(typeof(LensSplitLeak))]
public sealed class TestLensSplitCommand : LensDatasetCmdlet
{
    private readonly List<Dataset> _datasets = [];

    /// <summary>What datasets share that must be in one part; by default what the last split was grouped by, and the sample.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? GroupBy { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForItem(() => _datasets.AddRange(ReadDatasets(GivenInputs(), recurse: true)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            foreach (IGrouping<string, Dataset> group in _datasets.GroupBy(
                dataset => (Workspace.Collections.Find(dataset.Path) ?? throw Collection.NotFound(dataset.Path)).Root,
                PortablePath.Comparer))
            {
                var audit = new SplitAudit(Workspace) { GroupBy = GroupBy };
                foreach (SplitLeak leak in audit.Run(Workspace.Collections.OfFolder(group.Key), group, Port, Stop))
                    WriteObject(new LensSplitLeak(leak));
            }
        });
        base.EndProcessing();
    }
}
