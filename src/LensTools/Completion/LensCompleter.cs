using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Completion;

/// <summary>Completes a word from candidates: those that begin with it, quoted if PowerShell requires it.</summary>
public abstract class LensCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        bool hasNames = false;
        foreach ((string text, string tip) in CompletionWords.Match(wordToComplete, Candidates(fakeBoundParameters)))
        {
            hasNames = true;
            yield return new CompletionResult(
                CompletionWords.Quote(text), text, CompletionResultType.ParameterValue, tip.Length > 0 ? tip : text);
        }
        // Before the first letter is typed, the names are enough.
        if (!CompletesPaths || (hasNames && wordToComplete.Length == 0)) yield break;
        foreach (CompletionResult path in CompletionCompleters.CompleteFilename(wordToComplete)) yield return path;
    }

    /// <summary>Whether paths of files and folders are candidates too.</summary>
    private protected virtual bool CompletesPaths => false;

    private protected abstract IEnumerable<(string Text, string Tip)> Candidates(IDictionary bound);

    /// <summary>The collection that the command line refers to: that of its path, or of the current location.</summary>
    private protected static Collection? CurrentCollection(IDictionary bound)
    {
        // The runspace is busy with the completion, so its session state cannot be asked directly.
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        string current = shell.AddCommand("Get-Location").AddParameter("PSProvider", "FileSystem").Invoke<PathInfo>().First().ProviderPath;
        string? path = bound["LiteralPath"] as string ?? bound["Path"] as string;
        try
        {
            return Collection.Find(path is null ? current : Path.GetFullPath(path, current)) ?? Collection.Find(current);
        }
        catch (LensException)
        {
            // An unreadable lens.yaml is reported by the command, not during completion.
            return null;
        }
    }
}
