using System.Management.Automation;
using LensTools.Engine.Datasets;

namespace LensTools.Hosting;

/// <summary>The base of the commands that look at datasets: those they are given, or else those of the current folder.</summary>
public abstract class LensDatasetCmdlet : LensPathCmdlet
{
    /// <summary>Datasets, test results, labels, files or paths.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards; by default the current folder.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, as literal paths.</summary>
    [Parameter]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Two momentum transfers in increasing order; null if none are given.</summary>
    private protected static (double From, double To)? RangeOf(double[]? given) =>
        given is { } range ? (Math.Min(range[0], range[1]), Math.Max(range[0], range[1])) : null;

    /// <summary>Does something with each dataset that the command is given; what fails for one does not end the others.</summary>
    private protected void ForEachDataset(bool recurse, Action<Dataset> action) => ForItem(() =>
    {
        foreach (Dataset dataset in ReadDatasets(GivenInputs(), recurse)) ForItem(() => action(dataset));
    });

    /// <summary>What the command is given; the current folder if that is nothing, and an empty pipeline if it is one.</summary>
    private protected IEnumerable<DatasetInput> GivenInputs()
    {
        bool isNothing = InputObject.Length + Path.Length + LiteralPath.Length == 0 && !MyInvocation.ExpectingInput;
        return Inputs(InputObject, isNothing ? ["."] : Path, LiteralPath);
    }
}
