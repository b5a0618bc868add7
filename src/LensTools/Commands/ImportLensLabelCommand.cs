using System.Management.Automation;
using LensTools.Engine.Labels.Tables;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Gives datasets the labels of a table, in one transaction, and reports which rows were matched.</summary>
[Cmdlet(VerbsData.Import, "LensLabel", SupportsShouldProcess = true)]
[OutputType(typeof(LensLabelMatch), typeof(LensLabel))]
public sealed class ImportLensLabelCommand : LensTableCmdlet
{
    /// <summary>Add labels and values that the vocabulary lacks to lens-vocabulary.yaml, instead of refusing them.</summary>
    [Parameter]
    public SwitchParameter AllowNew { get; set; }

    private protected override LabelImport NewImport(string table) =>
        new(Workspace) { Path = table, AllowNew = AllowNew, Reason = Reason, Author = Author };
}
