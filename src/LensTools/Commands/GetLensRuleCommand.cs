using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Lists and explains the rules of Test-LensDataset, with their severities and thresholds in a profile.</summary>
[Cmdlet(VerbsCommon.Get, "LensRule")]
[OutputType(typeof(LensRule))]
public sealed class GetLensRuleCommand : LensCmdlet
{
    /// <summary>Rules or categories, with wildcards; by default all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Id { get; set; } = ["*"];

    /// <summary>The name or path of the profile; the default is training.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string Profile { get; set; } = Engine.Checks.Profile.DefaultName;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            Profile profile = Engine.Checks.Profile.Load(Engine.Checks.Profile.IsPath(Profile) ? ResolveFolder(Profile) : Profile);
            foreach (string wanted in Id)
            {
                var pattern = new WildcardPattern(wanted, WildcardOptions.IgnoreCase);
                RuleInfo[] found = [.. RuleRegistry.All.Where(info => pattern.IsMatch(info.Id)
                    || info.Id.StartsWith(wanted + ".", StringComparison.OrdinalIgnoreCase))];
                if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(wanted)) Port.Error(
                    RuleSelection.Unknown(wanted).Error);
                foreach (RuleInfo info in found) WriteObject(new LensRule(info, profile));
            }
        });
        base.EndProcessing();
    }
}
