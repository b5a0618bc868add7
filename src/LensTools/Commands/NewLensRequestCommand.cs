using System.Management.Automation;
using LensTools.Engine.Checks;
using LensTools.Engine.Labels;
using LensTools.Engine.Requests;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Asks uploaders for what only they can supply: a letter and a form for each of them.</summary>
[Cmdlet(VerbsCommon.New, "LensRequest", SupportsShouldProcess = true)]
[OutputType(typeof(LensRequest))]
public sealed class NewLensRequestCommand : LensResultCmdlet
{
    private DatasetRequest? _request;

    /// <summary>The folder for letters and forms, which is made.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Who is written to: each uploader, by the label uploader; each facility; or one letter for each folder.</summary>
    [Parameter]
    [ValidateSet("Uploader", "Facility", "Folder")]
    public string GroupBy { get; set; } = "Uploader";

    /// <summary>Until when an answer is asked for.</summary>
    [Parameter]
    public DateTime? Until { get; set; }

    /// <summary>Findings below this are not asked about.</summary>
    [Parameter]
    [ValidateSet("Information", "Warning", "Error")]
    public string Severity { get; set; } = "Warning";

    /// <summary>Who asks; by default the author in lens.yaml, the user of git, or that of the system.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Author { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => _request = new DatasetRequest(Workspace)
        {
            Folder = ResolveFolder(Destination),
            Grouping = Enum.Parse<RequestGrouping>(GroupBy, ignoreCase: true),
            Until = Until is { } day ? DateOnly.FromDateTime(day) : null,
            Least = Enum.Parse<Severity>(Severity, ignoreCase: true),
            Author = Author,
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            if (ResultOfAll is { } whole) _request!.Add(whole, Stop);
            IReadOnlyList<WrittenRequest> written = _request!.Write(Port, Stop);
            if (written.Count == 0 && !IsWhatIf) Port.Notice(
                "There is nothing to ask: nothing is missing that only an uploader can supply.");
            foreach (WrittenRequest request in written)
                WriteObject(new LensRequest(request, Workspace.UtcNow, LabelAuthor.Of(Author, request.Collection)));
        });
        base.EndProcessing();
    }

    private protected override void Add(TestResult result) => _request!.Add(result, Stop);
}
