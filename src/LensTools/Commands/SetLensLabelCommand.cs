using System.Collections;
using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Labels datasets; each command is one transaction.</summary>
[Cmdlet(VerbsCommon.Set, "LensLabel", DefaultParameterSetName = ValueSet, SupportsShouldProcess = true)]
[OutputType(typeof(LensLabel))]
public sealed class SetLensLabelCommand : LensLabelCmdlet
{
    private const string ValueSet = "Value";
    private const string LabelSet = "Label";

    private readonly LabelValues _values = new();

    private LabelTransaction? _transaction;

    /// <summary>Datasets, test results, labels, files or paths.</summary>
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

    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The label's name.</summary>
    [Parameter(ParameterSetName = ValueSet, Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The label's value; an empty value or null removes the label. A script block computes it from each dataset, $_.</summary>
    [Parameter(ParameterSetName = ValueSet, Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(LabelValueCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public object? Value { get; set; }

    /// <summary>Several labels at once; a script block computes a value from each dataset, $_.</summary>
    [Parameter(ParameterSetName = LabelSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public Hashtable Label { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(ReadValues);
        _transaction = new LabelTransaction(Workspace) { Reason = Reason, Author = Author };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        ForItem(() =>
        {
            // A label that is not in the vocabulary is wrong for every dataset, so the command ends without writing anything.
            foreach (Dataset dataset in ReadDatasets(Inputs(InputObject, Path, LiteralPath), Recurse))
                ForCommand(() => _transaction!.Add(dataset, _values.Of(dataset, Workspace)));
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            Report(_transaction!.Commit(Port, Stop));
            if (_values.Computed is { None: > 0 } computed)
                Port.Notice($"The script block returned nothing for {computed.None} of {computed.Asked} labels; these are as they were.");
        });
        base.EndProcessing();
    }

    private void ReadValues()
    {
        if (ParameterSetName == ValueSet) _values.Add(Name, Value);
        else foreach (DictionaryEntry entry in Label) _values.Add($"{entry.Key}", entry.Value);
    }
}
