using System.Collections.ObjectModel;
using System.Management.Automation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace LensTools.Hosting;

/// <summary>Turns what users type or pipe as paths into paths of the file system.</summary>
public abstract class LensPathCmdlet : LensCmdlet
{
    private readonly HashSet<(string Path, string Entry)> _seen = [];

    /// <summary>The files and folders that paths with wildcards mean.</summary>
    private protected IEnumerable<string> ResolveWildcards(IEnumerable<string> paths) => paths.SelectMany(Resolve).ToList();

    /// <summary>The files and folders that paths without wildcards mean.</summary>
    private protected IEnumerable<string> ResolveLiterally(IEnumerable<string> paths) => paths.SelectMany(ResolveLiteral).ToList();

    /// <summary>The datasets of files and folders, each once in a command.</summary>
    private protected IEnumerable<Dataset> ReadDatasets(IEnumerable<string> paths) => new DatasetListing().Datasets(paths, Port, Stop).Where(IsNew);

    /// <summary>Whether a command has not seen a dataset yet: Get-ChildItem -Recurse pipes a folder and its files too.</summary>
    private protected bool IsNew(Dataset dataset) => !MyInvocation.ExpectingInput || _seen.Add((dataset.Path, dataset.Entry));

    /// <summary>Whether a command has not seen a file yet.</summary>
    private protected bool IsNew(string path) => !MyInvocation.ExpectingInput || _seen.Add((path, ""));

    private IEnumerable<string> Resolve(string path)
    {
        // Without wildcards a backtick only takes a bracket's meaning away, as tab completion writes it.
        if (!WildcardPattern.ContainsWildcardCharacters(path)) return ResolveLiteral(WildcardPattern.Unescape(path));
        Collection<string> found;
        try
        {
            found = GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (!IsFileSystem(provider, path)) return [];
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
            WriteWarning($"\"{path}\" matches nothing as a wildcard, but a file of exactly that name is there and is taken. Use -LiteralPath for such names.");
            return [literal];
        }
        if (found.Count == 0) WriteWarning($"\"{path}\" matches nothing.");
        else if (isLiteral && !found.Contains(literal)) WriteWarning($"\"{path}\" is taken as a wildcard; a file of exactly that name is there too and is left out. Use -LiteralPath for it.");
        return found;
    }

    private IEnumerable<string> ResolveLiteral(string path)
    {
        string resolved;
        try
        {
            resolved = Unresolved(path, out ProviderInfo provider);
            if (!IsFileSystem(provider, path)) return [];
        }
        catch (Exception problem) when (problem is DriveNotFoundException or ProviderNotFoundException)
        {
            return Refuse(path, problem);
        }
        if (Path.Exists(resolved)) return [resolved];
        Port.Error(new LensError(ErrorKind.PathNotFound, $"There is no file or folder {resolved}.", resolved, "Check the path; relative paths start from the current location."));
        return [];
    }

    private string Unresolved(string path, out ProviderInfo provider) =>
        SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);

    private bool IsFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name == "FileSystem") return true;
        Port.Error(new LensError(ErrorKind.NotAFile, $"\"{path}\" lies in {provider.Name}, not in the file system.", path, "Give the path of a file or folder."));
        return false;
    }

    private IEnumerable<string> Refuse(string path, Exception problem)
    {
        Port.Error(new LensError(ErrorKind.PathInvalid, $"\"{path}\": {problem.Message}", path, "Check the drive and the spelling.", problem));
        return [];
    }
}
