using System.Management.Automation;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Gives datasets the labels of a table, in one transaction, and reports which rows were matched.</summary>
[Cmdlet(VerbsData.Import, "LensLabel", SupportsShouldProcess = true)]
[OutputType(typeof(LensLabelMatch), typeof(LensLabel))]
public sealed class ImportLensLabelCommand : LensLabelCmdlet
{
    /// <summary>The table: CSV, or JSON with the extension .json.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Add labels and values that the vocabulary lacks to lens-vocabulary.yaml, instead of refusing them.</summary>
    [Parameter]
    public SwitchParameter AllowNew { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            var counts = new SortedDictionary<LabelMatchStatus, int>();
            IReadOnlyList<WrittenLabel> written = new LabelImport(Workspace)
            {
                Path = ResolveFolder(LiteralPath),
                AllowNew = AllowNew,
                Reason = Reason,
                Author = Author,
            }.Run(
                ResolveFolder(Path),
                Port,
                match =>
                {
                    counts[match.Status] = counts.GetValueOrDefault(match.Status) + 1;
                    // With -PassThru the records are put out instead.
                    if (!PassThru) WriteObject(new LensLabelMatch(match));
                },
                Stop);
            string unmatched = string.Join(", ", counts
                .Where(count => count.Key is LabelMatchStatus.Unknown or LabelMatchStatus.Ambiguous or LabelMatchStatus.Changed)
                .Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}"));
            if (unmatched.Length > 0) WriteWarning($"Not all labels of the table have a dataset: {unmatched}. They were left out.");
            Report(written);
        });
        base.EndProcessing();
    }
}
