using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Splits;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Divides datasets into parts for training, validation and test, so that nothing that belongs together is in two parts.</summary>
[Cmdlet(VerbsCommon.New, "LensSplit", SupportsShouldProcess = true)]
[OutputType(typeof(LensSplitPart))]
public sealed class NewLensSplitCommand : LensDatasetCmdlet
{
    private readonly List<Dataset> _datasets = [];

    /// <summary>The fraction of the datasets for training.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Train { get; set; } = 0.7;

    /// <summary>The fraction for choosing between models while training.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Validation { get; set; } = 0.15;

    /// <summary>The fraction for the test.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Test { get; set; } = 0.15;

    /// <summary>The fraction that is held out, such as for a competition.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Holdout { get; set; }

    /// <summary>What datasets share that must be in one part: labels, or terms such as Sample, Proposal or Instrument.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupBy { get; set; } = ["sample"];

    /// <summary>The label or term whose values are to be alike in all parts.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string? StratifyBy { get; set; }

    /// <summary>A number that decides among groups of equal size; the same number gives the same parts.</summary>
    [Parameter]
    public long Seed { get; set; }

    /// <summary>The reason, for the history.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Who is named in the history; by default the author in lens.yaml, the user of git, or that of the system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

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
            var parts = new Dictionary<string, double> { ["train"] = Train, ["validation"] = Validation, ["test"] = Test };
            if (Holdout > 0) parts["holdout"] = Holdout;
            var split = new DatasetSplit(Workspace)
            {
                Parts = parts,
                GroupBy = GroupBy,
                StratifyBy = StratifyBy,
                Seed = Seed,
                Reason = Reason,
                Author = Author,
            };
            foreach (Dataset dataset in _datasets) split.Add(dataset);
            foreach (SplitPart part in split.Commit(Port, Stop)) WriteObject(new LensSplitPart(part));
        });
        base.EndProcessing();
    }
}
