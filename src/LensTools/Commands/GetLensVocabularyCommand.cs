using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Vocabularies;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Shows the labels of a collection's vocabulary; outside a collection, those of the built-in one.</summary>
[Cmdlet(VerbsCommon.Get, "LensVocabulary")]
[OutputType(typeof(LensLabelDefinition))]
public sealed class GetLensVocabularyCommand : LensPathCmdlet
{
    /// <summary>The names of labels, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            Vocabulary vocabulary =
                Workspace.Collections.Find(System.IO.Path.Combine(ResolveFolder(Path), Collection.FileName))?.Vocabulary
                    ?? Vocabulary.Load(null);
            foreach (string pattern in Name)
            {
                var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
                string[] found = [.. vocabulary.Labels
                    .Where(label => wildcard.IsMatch(label.Key) || label.Value.Aliases.Exists(wildcard.IsMatch))
                    .Select(label => label.Key)
                    .Order(StringComparer.OrdinalIgnoreCase)];
                // What has no wildcard is the name of a label that must be there.
                if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
                    ForItem(() => vocabulary.Check(pattern, null));
                foreach (string name in found)
                    WriteObject(new LensLabelDefinition(name, vocabulary.Labels[name], vocabulary.OriginOf(name)));
            }
        });
        base.EndProcessing();
    }
}
