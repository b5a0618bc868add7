using System.Collections;
using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Gives labels to datasets; everything that one command gives is one transaction.</summary>
[Cmdlet(VerbsCommon.Set, "LensLabel", DefaultParameterSetName = DatasetValueSet, SupportsShouldProcess = true)]
[OutputType(typeof(LensLabel))]
public sealed class SetLensLabelCommand : LensPathCmdlet
{
    private const string DatasetValueSet = "DatasetValue";
    private const string DatasetLabelSet = "DatasetLabel";
    private const string PathValueSet = "PathValue";
    private const string PathLabelSet = "PathLabel";
    private const string LiteralPathValueSet = "LiteralPathValue";
    private const string LiteralPathLabelSet = "LiteralPathLabel";

    private LabelTransaction? _labelling;

    /// <summary>Datasets from Get-LensDataset.</summary>
    [Parameter(ParameterSetName = DatasetValueSet, Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = DatasetLabelSet, Mandatory = true, ValueFromPipeline = true)]
    public LensDataset[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter(ParameterSetName = PathValueSet, Mandatory = true, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = PathLabelSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, exactly as written.</summary>
    [Parameter(ParameterSetName = LiteralPathValueSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathLabelSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The label's name.</summary>
    [Parameter(ParameterSetName = DatasetValueSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = PathValueSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = LiteralPathValueSet, Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Its value; nothing takes the label away.</summary>
    [Parameter(ParameterSetName = DatasetValueSet, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = PathValueSet, Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = LiteralPathValueSet, Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(LabelValueCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? Value { get; set; }

    /// <summary>Several labels at once.</summary>
    [Parameter(ParameterSetName = DatasetLabelSet, Mandatory = true)]
    [Parameter(ParameterSetName = PathLabelSet, Mandatory = true)]
    [Parameter(ParameterSetName = LiteralPathLabelSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public Hashtable Label { get; set; } = [];

    /// <summary>Why, for the history.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Put out the labels that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsLabelSet => ParameterSetName is DatasetLabelSet or PathLabelSet or LiteralPathLabelSet;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The parameter set is only known once the first input is bound.
        _labelling ??= new LabelTransaction(LensSession.Locator, LensSession.Identities) { Labels = ReadLabels(), Reason = Reason };
        if (ParameterSetName is DatasetValueSet or DatasetLabelSet)
        {
            foreach (LensDataset dataset in InputObject) Add(dataset.Source);
            return;
        }
        bool isLiteral = ParameterSetName is LiteralPathValueSet or LiteralPathLabelSet;
        IEnumerable<string> paths = isLiteral ? ResolveLiterally(LiteralPath) : ResolveWildcards(Path);
        ForItem(() =>
        {
            foreach (Dataset dataset in ReadDatasets(paths)) Add(dataset);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            IReadOnlyList<(LabelRecord Record, Collection Collection)> written = _labelling?.Commit(Port, Stop) ?? [];
            WriteVerbose($"{written.Count} labels were written.");
            if (!PassThru) return;
            foreach ((LabelRecord record, Collection collection) in written) WriteObject(new LensLabel(record, collection.Root));
        });
        base.EndProcessing();
    }

    // A label that the vocabulary does not have is wrong for every dataset: the command ends, and nothing is written.
    private void Add(Dataset dataset) => ForCommand(() => _labelling!.Add(dataset, Port));

    private Dictionary<string, string?> ReadLabels()
    {
        if (!IsLabelSet) return new() { [Name] = Value };
        var labels = new Dictionary<string, string?>();
        foreach (DictionaryEntry entry in Label) labels[$"{entry.Key}"] = entry.Value is null ? null : LanguagePrimitives.ConvertTo<string>(entry.Value);
        return labels;
    }
}
