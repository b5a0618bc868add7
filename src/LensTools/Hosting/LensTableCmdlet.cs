using System.Management.Automation;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;

namespace LensTools.Hosting;

/// <summary>The base of the commands that give datasets the labels of a table.</summary>
public abstract class LensTableCmdlet : LensLabelCmdlet
{
    /// <summary>The table: CSV as a spreadsheet saves it; or JSON or YAML, by its extension.</summary>
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
            var matches = new List<LabelMatch>();
            IReadOnlyList<WrittenLabel> written = NewImport(ResolveFolder(LiteralPath)).Run(
                ResolveFolder(Path),
                Port,
                match =>
                {
                    matches.Add(match);
                    // With -PassThru the records are put out instead.
                    if (!PassThru) WriteObject(new LensLabelMatch(match));
                },
                Stop);
            string unmatched = string.Join(", ", matches.Where(IsUnmatched).CountBy(match => match.Status).OrderBy(count => count.Key)
                .Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}"));
            if (unmatched.Length > 0) WriteWarning($"Not all labels of the table have a dataset: {unmatched}. They were left out.");
            Tell(matches);
            Report(written);
        });
        base.EndProcessing();
    }

    /// <summary>How the table is read.</summary>
    private protected abstract LabelImport NewImport(string table);

    /// <summary>Says what else became of its labels.</summary>
    private protected virtual void Tell(IReadOnlyList<LabelMatch> matches)
    {
    }

    private static bool IsUnmatched(LabelMatch match) =>
        match.Status is LabelMatchStatus.Unknown or LabelMatchStatus.Ambiguous or LabelMatchStatus.Changed;
}
