using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Checks;
using LensTools.Engine.Pages;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Writes a page on which a reviewer labels datasets by eye, with the keyboard and without a network.</summary>
[Cmdlet(VerbsCommon.New, "LensReview", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewLensReviewCommand : LensResultCmdlet
{
    private DatasetReview? _review;

    /// <summary>The page to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The labels that are given, the first first.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Label { get; set; } = ["quality"];

    /// <summary>Replace the page if it exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the page that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => _review = new DatasetReview(Workspace) { Path = ResolveFolder(Path), Labels = Label, Force = Force });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            if (_review!.Write(Port, Stop) && PassThru)
                WriteObject(InvokeProvider.Item.Get([_review.Path], force: true, literalPath: true), enumerateCollection: true);
        });
        base.EndProcessing();
    }

    private protected override void Add(TestResult result) => _review!.Add(result);
}
