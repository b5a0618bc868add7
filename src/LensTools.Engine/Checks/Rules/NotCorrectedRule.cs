using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>The file does not say of itself that its data are not fully corrected.</summary>
internal sealed partial class NotCorrectedRule : IDatasetRule
{
    public RuleInfo Info { get; } = new()
    {
        Id = "Data.NotCorrected",
        Name = "Not corrected",
        Description = "The file does not say of itself that its data are not fully corrected.",
        Explanation = "Reduction programs warn in the file where a correction was left out; its intensities are on no absolute scale.",
        Category = RuleCategory.Data,
        AppliesTo = DataKinds.Scattering,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Metadata,
        Source = "the banner of NIST's reduction macros, Kline, J. Appl. Cryst. 39, 895 (2006)",
        Remedy = new Remedy(Party.Uploader, "The file says that it may not be fully corrected. Can you send the corrected data?"),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        if (context.Metadata.FirstOrDefault(item => item.Value.Length > 12 && Banner().IsMatch(item.Value)) is not { } item) yield break;
        yield return new Observation(
            Location.Of(context.Dataset) with { Pointer = item.Location },
            $"it says \"{(item.Value.Length > 120 ? item.Value[..120] + " …" : item.Value)}\"",
            "fully corrected data",
            "Ask the uploader for the corrected data.");
    }

    [GeneratedRegex(
        @"not\s+(?:be\s+)?(?:a\s+)?(?:fully|completely|yet)\s+(?:been\s+)?(?:corrected|reduced|calibrated)"
            + "|uncorrected data|not background.subtracted",
        RegexOptions.IgnoreCase)]
    private static partial Regex Banner();
}
