using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Vocabularies;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Defines labels of a collection, and deprecates them or their values; each command is one transaction.</summary>
[Cmdlet(
    VerbsData.Update, "LensVocabulary", DefaultParameterSetName = DefineSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LensLabel))]
public sealed class UpdateLensVocabularyCommand : LensLabelCmdlet
{
    private const string DefineSet = "Define";
    private const string DeprecateSet = "Deprecate";

    /// <summary>The label, which is new or in the vocabulary.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>What it means.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    [ValidateNotNullOrEmpty]
    public string Description { get; set; } = "";

    /// <summary>The kind of its values.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    [ValidateSet("Text", "Enum", "Number", "Boolean", "Date", "Reference")]
    public string? Type { get; set; }

    /// <summary>The unit of a number.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    [ValidateNotNullOrEmpty]
    public string? Unit { get; set; }

    /// <summary>The smallest number that is allowed.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    public double? Minimum { get; set; }

    /// <summary>The largest number that is allowed.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    public double? Maximum { get; set; }

    /// <summary>Values that are allowed besides those it has.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    [ValidateNotNullOrEmpty]
    public string[] AddValue { get; set; } = [];

    /// <summary>Other names, under which it is found.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    [ValidateNotNullOrEmpty]
    public string[] Alias { get; set; } = [];

    /// <summary>The profiles for which each dataset needs it.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RequiredFor { get; set; } = [];

    /// <summary>What an uploader is asked.</summary>
    [Parameter(ParameterSetName = DefineSet)]
    [ValidateNotNullOrEmpty]
    public string? Question { get; set; }

    /// <summary>The value that is deprecated; without it, the label.</summary>
    [Parameter(ParameterSetName = DeprecateSet)]
    [ArgumentCompleter(typeof(LabelValueCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Value { get; set; }

    /// <summary>The label, or its value, that takes the place of the deprecated one. Every label that used that is changed.</summary>
    [Parameter(ParameterSetName = DeprecateSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? DeprecatedBy { get; set; }

    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() => Report(new VocabularyUpdate(Workspace)
        {
            Name = Name,
            Definition = new LabelDefinition
            {
                Description = Description,
                Type = Type is null ? null : Enum.Parse<LabelType>(Type, ignoreCase: true),
                Unit = Unit,
                Minimum = Minimum,
                Maximum = Maximum,
                Values = [.. AddValue.Select(value => new LabelValue { Name = value })],
                Aliases = [.. Alias],
                RequiredFor = [.. RequiredFor],
                Question = Question,
            },
            Value = Value,
            DeprecatedBy = DeprecatedBy,
            Reason = Reason,
            Author = Author,
        }.Commit(ResolveFolder(Path), Port, Stop)));
        base.EndProcessing();
    }
}
