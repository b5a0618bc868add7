using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace LensTools.Hosting;

/// <summary>Resolves what users type or pipe to file system paths and datasets.</summary>
public abstract class LensPathCmdlet : LensCmdlet
{
    private readonly HashSet<(string Path, string Entry)> _seen = [];
    private DatasetListing? _listing;

    /// <summary>Whether the next command in the pipeline will read the same files again immediately.</summary>
    private protected bool IsPipedOn => MyInvocation.PipelinePosition < MyInvocation.PipelineLength;

    /// <summary>The inputs from the pipeline, then those named by paths.</summary>
    /// <param name="input">Objects from the pipeline or -InputObject.</param>
    /// <param name="path">Paths with wildcards.</param>
    /// <param name="literalPath">Literal paths.</param>
    private protected IEnumerable<DatasetInput> Inputs(PSObject[] input, string[] path, string[] literalPath)
    {
        foreach (PSObject item in input)
        {
            if (DatasetInput.Of(item) is { } found)
            {
                // What is found in a folder as a whole is no reason to act on all that is in it.
                if (DatasetInput.IsOfFolder(item, found)) WriteVerbose($"{found.Path} is a folder, and stands for no dataset.");
                else yield return found;
            }
            else
                Port.Error(new LensError(
                    ErrorKind.InputInvalid,
                    $"{item.BaseObject.GetType().Name} stands for no dataset.",
                    $"{item}",
                    "Pipe datasets, test results, labels, files or paths."));
        }
        foreach (string text in path) yield return new DatasetInput(null, text, IsLiteral: false);
        foreach (string text in literalPath) yield return new DatasetInput(null, text);
    }

    /// <summary>Ends a command that was given no input; an empty pipeline is not an error.</summary>
    private protected void RequireInput(PSObject[] input, string[] path, string[] literalPath)
    {
        if (MyInvocation.ExpectingInput || input.Length + path.Length + literalPath.Length > 0) return;
        ForCommand(
            () => throw new LensException(new LensError(
                ErrorKind.InputMissing,
                $"{MyInvocation.MyCommand.Name} was given no input.",
                MyInvocation.MyCommand.Name,
                "Pipe datasets to it, or give -Path.")));
    }

    /// <summary>The datasets that the inputs represent, each once per command; for a path with an entry, only that entry.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="recurse">Whether folders are searched recursively.</param>
    /// <param name="formats">Formats to read; all if empty.</param>
    /// <param name="throttleLimit">The maximum number of files to read at the same time.</param>
    /// <param name="followLinks">Whether linked folders are searched.</param>
    /// <param name="skipped">Gets the files that are not datasets.</param>
    /// <param name="isOnce">Whether a dataset that comes again is left out.</param>
    private protected IEnumerable<Dataset> ReadDatasets(
        IEnumerable<DatasetInput> inputs,
        bool recurse,
        string[]? formats = null,
        int? throttleLimit = null,
        bool followLinks = false,
        ICollection<string>? skipped = null,
        bool isOnce = true)
    {
        foreach (DatasetInput input in inputs)
        {
            if (input.Dataset is { } dataset)
            {
                if (!isOnce || IsNew(dataset)) yield return dataset;
                continue;
            }
            foreach (Dataset found in Listing(recurse, formats, throttleLimit, followLinks, skipped).Datasets(Resolve(input), Port, Stop))
            {
                if ((input.Entry is null || found.Entry == input.Entry) && (!isOnce || IsNew(found))) yield return found;
            }
        }
    }

    /// <summary>The listing of this command.</summary>
    private protected DatasetListing Listing(
        bool recurse,
        string[]? formats = null,
        int? throttleLimit = null,
        bool followLinks = false,
        ICollection<string>? skipped = null) =>
        _listing ??= new DatasetListing(Workspace)
        {
            Recurse = recurse,
            FollowsLinks = followLinks,
            SkippedPaths = skipped,
            Formats = formats ?? [],
            ThrottleLimit = throttleLimit ?? Environment.ProcessorCount,
            KeepsContent = IsPipedOn,
            Named = new HashSet<string>(NamedPaths),
        };

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_listing?.Summary.ToText(
                "Get-LensDataset -Skipped lists them", "use -Recurse", "use -FollowSymlink, or name one") is { } summary)
            Port.Notice(summary);
        base.EndProcessing();
    }

    /// <summary>The files and folders that an input refers to.</summary>
    private protected IEnumerable<string> Resolve(DatasetInput input) =>
        input.IsLiteral ? ResolveLiteral(input.Path!) : ResolveWildcards(input.Path!);

    /// <summary>Whether a command has not seen a dataset yet: Get-ChildItem -Recurse pipes both a folder and its files.</summary>
    private protected bool IsNew(Dataset dataset) => !MyInvocation.ExpectingInput || _seen.Add((dataset.Path, dataset.Entry));

    /// <summary>Whether a command has not seen a file yet.</summary>
    private protected bool IsNew(string path) => !MyInvocation.ExpectingInput || _seen.Add((path, ""));

    // A file given by path always gets a report; most files from a folder or the pipeline may not be data.
    private List<string> NamedPaths
    {
        get
        {
            var named = new List<string>();
            foreach (string parameter in new[] { "Path", "LiteralPath" })
            {
                if (!MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) || given is not string[] paths) continue;
                foreach (string path in paths)
                {
                    bool isWild = parameter == "Path" && WildcardPattern.ContainsWildcardCharacters(path);
                    if (!isWild
                        && TryResolve(
                            parameter == "Path" ? WildcardPattern.Unescape(path) : path,
                            out ProviderInfo? provider,
                            out string? resolved,
                            out _)
                        && IsFileSystem(provider))
                        named.Add(resolved);
                }
            }
            return named;
        }
    }

    private IEnumerable<string> ResolveWildcards(string path)
    {
        // Without wildcards, a backtick only escapes a bracket, as tab completion writes it.
        if (!WildcardPattern.ContainsWildcardCharacters(path)) return ResolveLiteral(WildcardPattern.Unescape(path));
        Collection<string> found;
        try
        {
            found = GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (!IsFileSystem(provider)) return Refuse(path, provider);
        }
        catch (ItemNotFoundException)
        {
            found = [];
        }
        catch (Exception problem) when (problem is DriveNotFoundException or ProviderNotFoundException or WildcardPatternException)
        {
            return Refuse(path, problem);
        }
        string literal = GetUnresolvedProviderPathFromPSPath(path);
        bool isLiteral = Path.Exists(literal);
        if (found.Count == 0 && isLiteral)
        {
            WriteWarning(
                $"\"{path}\" matches nothing as a wildcard, but a file with exactly that name exists and is used. Use -LiteralPath for "
                    + "such names.");
            return [literal];
        }
        if (found.Count == 0) WriteWarning($"\"{path}\" matches nothing.");
        else if (isLiteral && !found.Contains(literal))
            WriteWarning(
                $"\"{path}\" is taken as a wildcard. A file with exactly that name also exists but is skipped; use -LiteralPath for it.");
        return found;
    }

    private IEnumerable<string> ResolveLiteral(string path)
    {
        if (!TryResolve(path, out ProviderInfo? provider, out string? resolved, out Exception? problem)) return Refuse(path, problem);
        if (!IsFileSystem(provider)) return Refuse(path, provider);
        if (Path.Exists(resolved)) return [resolved];
        Port.Error(new LensError(
            ErrorKind.PathNotFound,
            $"The file or folder {resolved} does not exist.",
            resolved,
            "Check the path; relative paths are resolved from the current location."));
        return [];
    }

    private bool TryResolve(
        string path,
        [NotNullWhen(true)] out ProviderInfo? provider,
        [NotNullWhen(true)] out string? resolved,
        [NotNullWhen(false)] out Exception? problem)
    {
        (provider, resolved, problem) = (null, null, null);
        try
        {
            resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
            return true;
        }
        catch (Exception failure) when (failure is DriveNotFoundException or ProviderNotFoundException)
        {
            problem = failure;
            return false;
        }
    }

    private static bool IsFileSystem(ProviderInfo provider) => provider.Name == "FileSystem";

    private IEnumerable<string> Refuse(string path, ProviderInfo provider)
    {
        Port.Error(new LensError(
            ErrorKind.NotAFile,
            $"\"{path}\" is in {provider.Name}, not in the file system.",
            path,
            "Give the path of a file or folder."));
        return [];
    }

    private IEnumerable<string> Refuse(string path, Exception problem)
    {
        Port.Error(new LensError(
            ErrorKind.PathInvalid, $"\"{path}\": {problem.Message}", path, "Check the drive and the spelling.", problem));
        return [];
    }
}
