using System.Management.Automation;
using LensTools.Engine.Collections;
using LensTools.Engine.Vocabularies;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>
/// Finds the labels of a collection that are outside its vocabulary, and those that its profile needs and that are lacking.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "LensVocabulary")]
[OutputType(typeof(LensLabelProblem))]
public sealed class TestLensVocabularyCommand : LensPathCmdlet
{
    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            string folder = ResolveFolder(Path);
            Collection collection = Workspace.Collections.OfFolder(folder);
            foreach (LabelProblem problem in new VocabularyAudit(Workspace).Run(collection, Port, Stop))
                WriteObject(new LensLabelProblem(problem, collection.Root));
        });
        base.EndProcessing();
    }
}
