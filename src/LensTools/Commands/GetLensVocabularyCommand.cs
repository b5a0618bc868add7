using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Vocabularies;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Shows the labels of a collection's vocabulary; outside a collection, those of the built-in one.</summary>
[Cmdlet(VerbsCommon.Get, "LensVocabulary")]
[OutputType(typeof(LensLabelDefinition), typeof(LensVocabularyChange))]
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

    /// <summary>Return the changes that commands have made to the definitions, oldest first.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            string folder = ResolveFolder(Path);
            if (!Directory.Exists(folder))
                throw new LensException(new LensError(
                    ErrorKind.PathNotFound, $"There is no folder {folder}.", folder, "Give a folder of the collection."));
            Collection? collection = Workspace.Collections.Find(System.IO.Path.Combine(folder, Collection.FileName));
            Vocabulary vocabulary = collection?.Vocabulary ?? Vocabulary.Load(null);
            if (History)
            {
                foreach (LedgerRecord record in (collection ?? throw Collection.NotFound(folder)).Ledger.Read().Records)
                    if (record.Kind == LedgerKinds.Vocabulary && Name.Any(pattern => Wildcard(pattern).IsMatch(record.Name)))
                        WriteObject(new LensVocabularyChange(record));
                return;
            }
            foreach (string pattern in Name)
            {
                WildcardPattern wildcard = Wildcard(pattern);
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

    private static WildcardPattern Wildcard(string pattern) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
}
