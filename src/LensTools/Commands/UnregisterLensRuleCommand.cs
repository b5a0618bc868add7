using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Removes a rule that Register-LensRule has added.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "LensRule", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterLensRuleCommand : LensCmdlet
{
    /// <summary>The ids of the rules.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(RuleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (string id in Id)
        {
            ForItem(() =>
            {
                if (ShouldProcess(id, "remove the rule") && !RuleRegistry.Unregister(id)) throw RuleSelection.Unknown(id);
            });
        }
        base.EndProcessing();
    }
}
