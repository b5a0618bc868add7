using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Measuring;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Checks datasets against the rules of a profile and gives a verdict on each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LensDataset")]
[OutputType(typeof(LensTestResult))]
[OutputType(typeof(bool))]
public sealed class TestLensDatasetCommand : LensDatasetCmdlet
{
    private Curator? _curator;
    private OrderedQueue<(FileChecks Checks, string? Entry)>? _queue;
    private long _tested;

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Search folders behind symbolic links too.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>The name or path of the profile; the default is that of the nearest collection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>A YAML file of values that are known of samples; by default that of the nearest collection.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Truth { get; set; }

    /// <summary>Apply only these rules or groups of rules.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [ValidateNotNull]
    public string[] Rule { get; set; } = [];

    /// <summary>Apply all rules except these.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [ValidateNotNull]
    public string[] ExcludeRule { get; set; } = [];

    /// <summary>Return only whether each dataset can be used.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many datasets are checked at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    private DatasetListing CheckedFiles => Listing(Recurse, throttleLimit: ThrottleLimit, followLinks: FollowSymlink);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // A misspelled profile or rule ends the command before any file is read.
        ForCommand(() => _curator = new Curator(Workspace)
        {
            Profile = Profile is not null && Engine.Checks.Profile.IsPath(Profile) ? ResolveFolder(Profile) : Profile,
            Truth = Truth is null ? null : TruthTable.Load(ResolveFolder(Truth)),
            Rules = new RuleSelection(Rule, ExcludeRule),
        }.Validated());
        _queue = new OrderedQueue<(FileChecks, string?)>(ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForItem(() =>
        {
            foreach (DatasetInput input in GivenInputs()) Add(input);
            Write(_queue!.Ready());
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForItem(() =>
        {
            Write(_queue!.Drain());
            // What only all of them together show is no answer about one of them.
            if (!Quiet && _curator!.CompleteAll(Stop) is { } whole) WriteObject(new LensTestResult(whole, Workspace));
        });
        base.EndProcessing();
    }

    private void Add(DatasetInput input)
    {
        if (input.Dataset is { } dataset)
        {
            if (IsNew(dataset)) _queue!.Add(() => (_curator!.CheckDataset(dataset, Stop), dataset.Entry));
            return;
        }
        foreach (string path in Resolve(input))
        {
            if (!Directory.Exists(path))
            {
                if (IsNew(input.Entry is null ? path : $"{path}#{input.Entry}"))
                    _queue!.Add(() => (_curator!.CheckFile(CheckedFiles, path, Stop), input.Entry));
                continue;
            }
            Write(_queue!.Drain());
            foreach (CuratedFile file in _curator!.Curate(CheckedFiles, [path], Port, Stop).Where(file => IsNew(file.Path)))
                Write(file, null);
        }
    }

    private void Write(IEnumerable<(FileChecks Checks, string? Entry)> checks)
    {
        foreach ((FileChecks file, string? entry) in checks) Write(_curator!.Complete(file, CheckedFiles, Port, Stop), entry);
    }

    private void Write(CuratedFile file, string? entry)
    {
        foreach (TestResult result in file.Results)
        {
            if (entry is not null && result.Dataset is { } dataset && dataset.Entry != entry) continue;
            Port.Progress(new LensProgress("Testing datasets", result.Name, ++_tested, 0));
            if (Port.IsVerbose) Port.Verbose($"{result.Name}: {result.Verdict} according to the profile {result.Profile.Name}.");
            if (Quiet) WriteObject(result.IsAccepted);
            else WriteObject(new LensTestResult(result, Workspace));
        }
    }
}
