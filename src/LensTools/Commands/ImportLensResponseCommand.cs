using System.Management.Automation;
using LensTools.Engine.Labels.Tables;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Reads the form of a request that an uploader has filled in, and writes the answers to the ledger.</summary>
[Cmdlet(VerbsData.Import, "LensResponse", SupportsShouldProcess = true)]
[OutputType(typeof(LensLabelMatch), typeof(LensLabel))]
public sealed class ImportLensResponseCommand : LensTableCmdlet
{
    private const int MostTold = 10;

    private protected override LabelImport NewImport(string table) => new(Workspace)
    {
        Path = table,
        IsResponse = true,
        Reason = Reason ?? $"answer in {System.IO.Path.GetFileName(table)}",
        Author = Author,
    };

    private protected override void Tell(IReadOnlyList<LabelMatch> matches)
    {
        int none = matches.Count(match => match is { Status: LabelMatchStatus.Empty, Label.Value.Length: > 0 });
        if (none > 0) WriteVerbose($"{none} cells have what stands for no answer, such as n/a, and were left out.");
        LabelMatch[] refused = [.. matches.Where(match => match.Status == LabelMatchStatus.Refused)];
        foreach (LabelMatch match in refused.Take(MostTold)) WriteWarning($"Row {match.Label.Number}, {match.Label.Name}: {match.Message}");
        if (refused.Length > MostTold)
            WriteWarning($"And {refused.Length - MostTold} more answers were refused; what the command returns has all of them.");
    }
}
