using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Gives a label, or one of its values, another name for all datasets of a collection, in one transaction.</summary>
[Cmdlet(
    VerbsCommon.Rename, "LensLabel", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LensLabel))]
public sealed class RenameLensLabelCommand : LensLabelCmdlet
{
    private const string NameSet = "Name";
    private const string ValueSet = "Value";

    /// <summary>The label.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Its new name.</summary>
    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <summary>The value that is renamed, exactly as it is.</summary>
    [Parameter(ParameterSetName = ValueSet, Mandatory = true)]
    [ArgumentCompleter(typeof(LabelValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string Value { get; set; } = "";

    /// <summary>Its new value.</summary>
    [Parameter(ParameterSetName = ValueSet, Mandatory = true)]
    [ArgumentCompleter(typeof(LabelValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string NewValue { get; set; } = "";

    /// <summary>A folder of the collection, whose datasets are meant; by default the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() => Report(new LabelRename(Workspace)
        {
            Name = Name,
            NewName = ParameterSetName == NameSet ? NewName : null,
            Value = ParameterSetName == ValueSet ? Value : null,
            NewValue = ParameterSetName == ValueSet ? NewValue : null,
            Reason = Reason,
            Author = Author,
        }.Commit(ResolveFolder(Path), Port, Stop)));
        base.EndProcessing();
    }
}
