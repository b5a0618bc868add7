using System.Management.Automation;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Hosting;

/// <summary>The base of the commands that write to the ledger of labels.</summary>
public abstract class LensLabelCmdlet : LensPathCmdlet
{
    /// <summary>The reason, for the history.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>Who is named in the history; by default the author in lens.yaml, the user of git, or that of the system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

    /// <summary>Return the records that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A label from the pipeline; null, after an error, if it is something else.</summary>
    private protected LensLabel? LabelOf(PSObject item)
    {
        if (item.BaseObject is LensLabel label) return label;
        Port.Error(new LensError(
            ErrorKind.InputInvalid,
            $"{item.BaseObject.GetType().Name} is no label.",
            $"{item}",
            "Pipe what Get-LensLabel returns, for example with -History or -Orphan."));
        return null;
    }

    /// <summary>Says how many labels were changed, and with -PassThru puts out their records.</summary>
    private protected void Report(IReadOnlyList<WrittenLabel> written)
    {
        WriteVerbose($"{written.Count} labels were changed.");
        if (!PassThru) return;
        foreach (WrittenLabel label in written) WriteObject(new LensLabel(label.Entry, label.Collection.Root, label.Dataset));
    }
}
