using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Checks datasets against the rules of a profile and gives a verdict on each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LensDataset", DefaultParameterSetName = PathSet)]
[OutputType(typeof(LensTestResult))]
[OutputType(typeof(bool))]
public sealed class TestLensDatasetCommand : LensPathCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DatasetSet = "Dataset";

    private readonly Dictionary<string, Checker> _checkers = new(StringComparer.OrdinalIgnoreCase);
    private long _tested;

    /// <summary>Datasets from Get-LensDataset.</summary>
    [Parameter(ParameterSetName = DatasetSet, Mandatory = true, ValueFromPipeline = true)]
    public LensDataset[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, exactly as written.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The profile by name, or the path of one; the collection's where none is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    /// <summary>Only these rules, or groups of rules.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] Rule { get; set; } = [];

    /// <summary>All rules but these.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] ExcludeRule { get; set; } = [];

    /// <summary>Only say whether each dataset can be used.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // A misspelled profile or rule ends the command before any file is read.
        ForCommand(() => CheckerFor(Engine.Checks.Profile.DefaultName));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DatasetSet)
        {
            foreach (LensDataset dataset in InputObject) ForItem(() => Write(CheckerOf(dataset.Path).Check(dataset.Source, Stop)));
            return;
        }
        IEnumerable<string> paths = ParameterSetName == LiteralPathSet ? ResolveLiterally(LiteralPath) : ResolveWildcards(Path);
        ForItem(() =>
        {
            foreach ((string path, FileOutcome outcome) in new DatasetListing().Files(paths, Port, Stop).Where(file => IsNew(file.Path)))
            {
                foreach (TestResult result in CheckerOf(path).Check(path, outcome, Stop)) Write(result);
            }
        });
    }

    private void Write(TestResult result)
    {
        Port.Progress(new LensProgress("Testing datasets", result.Name, ++_tested, 0));
        if (Quiet) WriteObject(result.Verdict is Verdict.Usable or Verdict.UsableWithWarnings);
        else WriteObject(new LensTestResult(result));
    }

    private Checker CheckerOf(string path) => CheckerFor(LensSession.Locator.Find(path) is { } collection ? collection.Profile : Engine.Checks.Profile.DefaultName);

    // One checker a profile: duplicates are found among all datasets of the pipeline.
    private Checker CheckerFor(string profile)
    {
        string name = Profile is null ? profile : ResolveProfile(Profile);
        if (!_checkers.TryGetValue(name, out Checker? checker))
            _checkers[name] = checker = new Checker(Engine.Checks.Profile.Load(name), LensSession.Labels, LensSession.Identities, Rule, ExcludeRule);
        return checker;
    }

    private string ResolveProfile(string name) =>
        Engine.Checks.Profile.IsPath(name) ? GetUnresolvedProviderPathFromPSPath(name) : name;
}
