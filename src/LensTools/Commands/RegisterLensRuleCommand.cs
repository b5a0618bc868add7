using System.Management.Automation;
using LensTools.Engine.Checks;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Adds a rule that is a script block to those of Test-LensDataset, for this session.</summary>
[Cmdlet(VerbsLifecycle.Register, "LensRule", SupportsShouldProcess = true)]
[OutputType(typeof(LensRule))]
public sealed class RegisterLensRuleCommand : LensCmdlet
{
    /// <summary>Its id: a category and a subject, such as Mine.Buffer. A rule that was registered with the same id is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidatePattern(@"^[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+$")]
    public string Id { get; set; } = "";

    /// <summary>
    /// What is run for each dataset, which it gets as its parameter. Each text that it puts out is a finding, as what was seen; a hashtable
    /// may have Seen, Expected and Advice. It runs in other runspaces, so it sees no variables of the session.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>What the rule requires, in a sentence.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Its severity, unless a profile says another.</summary>
    [Parameter]
    [ValidateSet("Information", "Warning", "Error")]
    public string Severity { get; set; } = "Warning";

    /// <summary>The question that asks an uploader for what is missing; without one, the steward can fix it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Request { get; set; }

    /// <summary>The label that takes the answer. A dataset that has it has no finding.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Label { get; set; }

    /// <summary>Return the rule.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            var info = new RuleInfo
            {
                Id = Id,
                Name = Id[(Id.IndexOf('.', StringComparison.Ordinal) + 1)..],
                Description = Description ?? $"What the rule {Id} of this session requires.",
                Explanation = Description ?? $"A steward has registered {Id}.",
                Category = RuleCategory.Custom,
                DefaultSeverity = Enum.Parse<Severity>(Severity, ignoreCase: true),
                Needs = RuleNeeds.Signals | RuleNeeds.Metadata | RuleNeeds.Labels,
                Code = ScriptBlock.ToString(),
                Remedy = new Remedy(Request is null ? Party.Steward : Party.Uploader, Request, Label),
            };
            if (!ShouldProcess(Id, "add the rule to those of Test-LensDataset")) return;
            RuleRegistry.Register(new ScriptRule(info, Workspace));
            if (PassThru) WriteObject(new LensRule(info, Engine.Checks.Profile.Load(Engine.Checks.Profile.DefaultName)));
        });
        base.EndProcessing();
    }
}
