using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Listing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Finds datasets in files and folders and describes them.</summary>
[Cmdlet(VerbsCommon.Get, "LensDataset", DefaultParameterSetName = PathSet)]
[OutputType(typeof(LensDataset))]
public sealed class GetLensDatasetCommand : LensPathCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>Files and folders, exactly as written.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Search folders to the bottom.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Only datasets of these formats.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    public string[] Format { get; set; } = [];

    /// <summary>How many files are read at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => DatasetListing.CheckFormats(Format));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IEnumerable<string> paths = ParameterSetName == LiteralPathSet ? ResolveLiterally(LiteralPath) : ResolveWildcards(Path);
        var listing = new DatasetListing { Formats = Format, Recurse = Recurse, ThrottleLimit = ThrottleLimit, WarnOnSkipped = !MyInvocation.ExpectingInput };
        ForItem(() =>
        {
            foreach (Dataset dataset in listing.Datasets(paths, Port, Stop).Where(IsNew)) WriteObject(new LensDataset(dataset));
        });
    }
}
