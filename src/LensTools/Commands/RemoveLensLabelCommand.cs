using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Removes labels of datasets; each command is one transaction, and the history keeps them.</summary>
[Cmdlet(VerbsCommon.Remove, "LensLabel", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LensLabel))]
public sealed class RemoveLensLabelCommand : LensPathCmdlet
{
    // The names of labels from the pipeline, of which several may be of one dataset.
    private readonly Dictionary<DatasetInput, List<string>> _piped = [];

    private LabelTransaction? _transaction;

    /// <summary>Labels, which are removed; or datasets, test results, files or paths, with -Name.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, as literal paths.</summary>
    [Parameter]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The names of the labels, with wildcards; not needed for labels from the pipeline.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The reason, for the history.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Who removes them; by default the author in lens.yaml, the user of git, or that of the system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

    /// <summary>Return the records that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _transaction = new LabelTransaction(Workspace) { Reason = Reason, Author = Author };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        foreach (PSObject item in InputObject)
        {
            if (item.BaseObject is LensLabel label && DatasetInput.Of(item) is { } input)
            {
                if (!_piped.TryGetValue(input, out List<string>? names)) _piped[input] = names = [];
                names.Add(WildcardPattern.Escape(label.Name));
            }
            else ForItem(() => Add(ReadDatasets(Inputs([item], [], []), Recurse), Name));
        }
        if (Path.Length + LiteralPath.Length > 0) ForItem(() => Add(ReadDatasets(Inputs([], Path, LiteralPath), Recurse), Name));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach ((DatasetInput input, List<string> names) in _piped) ForItem(() => Add(ReadDatasets([input], recurse: false), names));
        ForCommand(() =>
        {
            IReadOnlyList<WrittenLabel> written = _transaction!.Commit(Port, Stop);
            WriteVerbose($"{written.Count} labels were removed.");
            if (!PassThru) return;
            foreach (WrittenLabel label in written) WriteObject(new LensLabel(label.Entry, label.Collection.Root, label.Dataset));
        });
        base.EndProcessing();
    }

    private void Add(IEnumerable<Dataset> datasets, IReadOnlyList<string> names)
    {
        WildcardPattern[] patterns = [.. names.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        foreach (Dataset dataset in datasets)
        {
            ForCommand(() =>
            {
                Dictionary<string, string?> labels = Workspace.Labels.Of(dataset, Stop).Keys
                    .Where(name => patterns.Any(pattern => pattern.IsMatch(name)))
                    .ToDictionary(name => name, _ => (string?)null);
                if (labels.Count > 0) _transaction!.Add(dataset, labels);
            });
        }
    }
}
