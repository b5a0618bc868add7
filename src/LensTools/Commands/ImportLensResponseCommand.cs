using System.Management.Automation;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Reads the form of a request that an uploader has filled in, and writes the answers to the ledger.</summary>
[Cmdlet(VerbsData.Import, "LensResponse", SupportsShouldProcess = true)]
[OutputType(typeof(LensLabelMatch), typeof(LensLabel))]
public sealed class ImportLensResponseCommand : LensLabelCmdlet
{
    /// <summary>The form: CSV as a spreadsheet saves it, or YAML.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            string form = ResolveFolder(LiteralPath);
            var refused = new List<LabelMatch>();
            int unmatched = 0;
            IReadOnlyList<WrittenLabel> written = new LabelImport(Workspace)
            {
                Path = form,
                IsResponse = true,
                Reason = Reason ?? $"answer in {System.IO.Path.GetFileName(form)}",
                Author = Author,
            }.Run(
                ResolveFolder(Path),
                Port,
                match =>
                {
                    if (match.Status == LabelMatchStatus.Refused) refused.Add(match);
                    if (match.Status is LabelMatchStatus.Unknown or LabelMatchStatus.Ambiguous or LabelMatchStatus.Changed) unmatched++;
                    if (!PassThru) WriteObject(new LensLabelMatch(match));
                },
                Stop);
            foreach (LabelMatch match in refused.Take(10))
                WriteWarning($"Row {match.Label.Number}, {match.Label.Name}: {match.Message}");
            if (refused.Count > 10) WriteWarning(
                $"And {refused.Count - 10} more answers were refused; what the command returns has all of them.");
            if (unmatched > 0) WriteWarning($"{unmatched} answers have no dataset, and were left out.");
            Report(written);
        });
        base.EndProcessing();
    }
}
