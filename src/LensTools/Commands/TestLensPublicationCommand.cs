using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Audits;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Verifies that what was published is still there as its manifest describes it, and can repair it from its source.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LensPublication", SupportsShouldProcess = true)]
[OutputType(typeof(LensVerifiedFile), typeof(bool))]
public sealed class TestLensPublicationCommand : LensLoggedCmdlet
{
    /// <summary>A folder, the URL of a folder on a WebDAV server, a share link, or a target of the collection.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Paths in the publication, with wildcards; all if none is given.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The publication's folder below the destination.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The folder of the source: for its receipts, and to repair from. The current folder if none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string SourcePath { get; set; } = ".";

    /// <summary>The share of the files to verify, in percent; those first whose proof is the weakest or oldest.</summary>
    [Parameter]
    [ValidateRange(0.01, 100)]
    public double Percent { get; set; } = 100;

    /// <summary>Full: read every file back, even if the server can compute hashes.</summary>
    [Parameter]
    [ValidateSet("Standard", "Full")]
    public string? Verify { get; set; }

    /// <summary>Send damaged files again from their source.</summary>
    [Parameter]
    public SwitchParameter Repair { get; set; }

    /// <summary>Output only whether all is intact.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The maximum number of bytes per second that are sent for repairs.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxRate { get; set; }

    /// <summary>How long an outage of the destination is waited for, such as 90s, 15m or 1h.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RetryFor { get; set; }

    /// <summary>The maximum number of files to verify at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 4;

    private protected override TargetSettings Given => base.Given with
    {
        Name = Name,
        MaxRate = MaxRate,
        ReadsBack = Verify is null ? null : Verify == "Full",
        RetryFor = ParseTime(RetryFor),
    };

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var files = new List<VerifiedFile>();
        ForCommand(() =>
        {
            string folder = ResolveFolder(SourcePath);
            TargetSettings target = ResolveTarget(Destination, folder);
            WildcardPattern[] patterns = [.. Path.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
            VerificationSummary summary = new PublicationVerifier(Workspace)
            {
                Destination = target.Url!,
                Name = target.Name,
                Options = OptionsFor(target) with { ThrottleLimit = ThrottleLimit },
                Percent = Percent,
                IsWanted = patterns.Length == 0 ? null : path => patterns.Any(pattern => pattern.IsMatch(path)),
                ReadsBack = target.ReadsBack == true,
                Repair = Repair,
                SourceFolders = [folder],
            }.Run(
                Port,
                file =>
                {
                    if (file.ToEvent() is { } happened) Log.Add(happened);
                    if (!Quiet) files.Add(file);
                },
                Stop);
            Log.Add(RunEventKind.Finished, summary.ToString());
            WriteInformation(new HostInformationMessage { Message = summary.ToString() }, ["PSHOST"]);
            if (Quiet) WriteObject(summary is { Damaged: 0, Unverified: 0, Verified: > 0 });
        });
        // Last: the pipeline may end with the first that is put out.
        foreach (VerifiedFile file in files) WriteObject(new LensVerifiedFile(file));
        base.EndProcessing();
    }
}
