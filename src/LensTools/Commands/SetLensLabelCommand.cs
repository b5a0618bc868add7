using System.Collections;
using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Labels datasets; each command is one transaction.</summary>
[Cmdlet(VerbsCommon.Set, "LensLabel", DefaultParameterSetName = RowSet, SupportsShouldProcess = true)]
[OutputType(typeof(LensLabel))]
public sealed class SetLensLabelCommand : LensLabelCmdlet
{
    private const string ValueSet = "Value";
    private const string LabelSet = "Label";
    private const string RowSet = "Row";

    private readonly LabelValues _values = new();

    private LabelTransaction? _transaction;
    private int _empty;

    /// <summary>
    /// Datasets, test results, labels, files or paths; or, if no label is named, rows of a table with Path or DatasetId, Name and Value.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Files and folders, with wildcards.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = LabelSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders, as literal paths.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = LabelSet)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Search folders recursively.</summary>
    [Parameter(ParameterSetName = ValueSet)]
    [Parameter(ParameterSetName = LabelSet)]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The label's name.</summary>
    [Parameter(ParameterSetName = ValueSet, Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The label's value; an empty value or null removes the label. A script block computes it from each dataset, $_.</summary>
    [Parameter(ParameterSetName = ValueSet, Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(LabelValueCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public object? Value { get; set; }

    /// <summary>Several labels at once; a script block computes a value from each dataset, $_.</summary>
    [Parameter(ParameterSetName = LabelSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public Hashtable Label { get; set; } = [];

    /// <summary>Add labels and values that the vocabulary lacks to lens-vocabulary.yaml, instead of refusing them.</summary>
    [Parameter]
    public SwitchParameter AllowNew { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(ReadValues);
        _transaction = new LabelTransaction(Workspace) { Reason = Reason, Author = Author, AllowNew = AllowNew };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        RequireInput(InputObject, Path, LiteralPath);
        if (ParameterSetName == RowSet)
        {
            foreach (PSObject item in InputObject)
            {
                LabelRow? row = null;
                // What is no row at all is none from the first to the last.
                ForCommand(() => row = LabelRow.Of(item));
                ForItem(() => Add(row!));
            }
            return;
        }
        ForItem(() =>
        {
            // A label that is not in the vocabulary is wrong for every dataset, so the command ends without writing anything.
            foreach (Dataset dataset in ReadDatasets(Inputs(InputObject, Path, LiteralPath), Recurse))
                ForCommand(() => _transaction!.Add(dataset, _values.Of(dataset, Workspace)));
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            Report(_transaction!.Commit(Port, Stop));
            if (_empty > 0) Port.Notice($"{_empty} rows have no value; their labels are as they were. Remove-LensLabel removes labels.");
            if (_values.Computed is { None: > 0 } computed)
                Port.Notice($"The script block returned nothing for {computed.None} of {computed.Asked} labels; these are as they were.");
        });
        base.EndProcessing();
    }

    // A label that is not in the vocabulary is wrong in every row, so the command ends without writing anything.
    private void Add(LabelRow row)
    {
        if (row.Value.Length == 0) _empty++;
        else if (row.Id.Length > 0)
        {
            string path = PathOf(row);
            ForCommand(() => _transaction!.Set(row.Id, path, row.Name, row.Value));
        }
        else
        {
            int errors = Shell.Errors;
            // Several rows may be for one dataset.
            Dataset[] found = [.. Inputs([], [], [row.Path])
                .SelectMany(input => Listing(recurse: false).Datasets(Resolve(input), Port, Stop))
                .Where(dataset => row.Entry.Length == 0 || dataset.Entry == row.Entry)];
            // Why there is none has been said.
            if (found.Length == 0 && Shell.Errors > errors) return;
            string called = row.Entry.Length > 0 ? $" called \"{row.Entry}\"" : "";
            if (found is not [Dataset dataset])
                throw new LensException(new LensError(
                    ErrorKind.InputInvalid,
                    $"{row.Path} has {found.Length} datasets{called}, and a row is for one.",
                    row.Path,
                    "Say which one in a column Entry; Get-LensDataset lists them."));
            ForCommand(() => _transaction!.Add(dataset, new Dictionary<string, string?> { [row.Name] = row.Value }));
        }
    }

    // A table may have been written on another host, where paths are others; then the identity is looked for here.
    private string PathOf(LabelRow row)
    {
        if (row.Path.Length > 0 && TryResolve(row.Path) is { } path && Workspace.Collections.Find(path) is not null)
        {
            // As after one column alone was sorted, or after the file was edited.
            if (File.Exists(path) && Workspace.Identities.Of(path, Identities.EntryOf(row.Id), Stop) != row.Id)
                throw new LensException(new LensError(
                    ErrorKind.InputInvalid,
                    $"{path} is not the dataset with the identity of the row, {row.Id}.",
                    path,
                    "Correct the row, or leave one of the two out; Import-LensLabel shows what each row is matched with."));
            return path;
        }
        string here = ResolveFolder(".");
        Collection collection = Workspace.Collections.OfFolder(here);
        LedgerEntry known = collection.Ledger.Read().Of(row.Id).Values.FirstOrDefault() ?? throw new LensException(new LensError(
            ErrorKind.InputInvalid,
            $"No dataset with the identity {row.Id} has labels in {collection.Root}.",
            row.Id,
            "Give the Path of its file in this collection."));
        return Engine.Files.PortablePath.ToHostPath(collection.Root, known.Path);
    }

    private string? TryResolve(string path)
    {
        try
        {
            return ResolveFolder(path);
        }
        catch (Exception problem) when (problem is LensException or System.Management.Automation.DriveNotFoundException)
        {
            return null;
        }
    }

    private void ReadValues()
    {
        if (ParameterSetName == RowSet) return;
        if (ParameterSetName == ValueSet) _values.Add(Name, Value);
        else foreach (DictionaryEntry entry in Label) _values.Add($"{entry.Key}", entry.Value);
    }
}
