using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Shows the labels of datasets or of a whole collection: the current ones or their history.</summary>
[Cmdlet(VerbsCommon.Get, "LensLabel")]
[OutputType(typeof(LensLabel))]
public sealed class GetLensLabelCommand : LensDatasetCmdlet
{
    private readonly HashSet<string> _reported = [], _found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Return only labels with these names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNull]
    public string[] Name { get; set; } = [];

    /// <summary>Return every record, oldest first, including those that were later replaced.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <summary>
    /// Return only the labels on which merged branches disagree: of each, the records that do not know of each other. The last is current
    /// until a new label settles it.
    /// </summary>
    [Parameter]
    public SwitchParameter Conflict { get; set; }

    /// <summary>
    /// Return only the labels of a collection whose datasets are not there any more as they were labelled, with what they may have become.
    /// </summary>
    [Parameter]
    public SwitchParameter Orphan { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (DatasetInput input in GivenInputs())
        {
            ForItem(() =>
            {
                string[] folders = input.Dataset is null ? [.. Resolve(input).Where(Directory.Exists)] : [];
                foreach (string folder in folders) WriteAll(folder);
                if (folders.Length == 0) foreach (Dataset dataset in ReadDatasets([input], recurse: false)) WriteOf(dataset);
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (string name in Name.Where(name => !_found.Any(found => Matches(name, found))))
            WriteWarning($"No dataset has the label \"{name}\".");
        base.EndProcessing();
    }

    private void WriteAll(string folder)
    {
        Collection collection = Open(folder);
        LedgerState ledger = Read(collection);
        string below = Engine.Files.PortablePath.Relative(collection.Root, folder);
        bool isRoot = below == ".";
        if (Orphan)
        {
            foreach (OrphanLabel orphan in new OrphanLabels(Workspace).Find(collection, Port, Stop))
                if (IsMeant(orphan.Entry)) Write(orphan.Entry, collection, orphan.Successors);
            return;
        }
        IEnumerable<LedgerEntry> records = Conflict
            ? ledger.Conflicts.SelectMany(heads => heads)
            : History
            ? ledger.History
            : ledger.Current.OrderBy(r => r.Path, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal);
        foreach (LedgerEntry record in records.Where(IsMeant)) Write(record, collection);

        bool IsMeant(LedgerEntry record) => isRoot || record.Path.StartsWith(below + "/", Engine.Files.PortablePath.Comparison);
    }

    private void WriteOf(Dataset dataset)
    {
        // A dataset that is there is no orphan.
        if (Orphan) return;
        Collection collection = Open(dataset.Path);
        string id = Workspace.Identities.Of(dataset, Stop);
        IEnumerable<LedgerEntry> records = Conflict
            ? Read(collection).Conflicts.SelectMany(heads => heads).Where(r => r.Id == id)
            : History
            ? Read(collection).History.Where(r => r.Id == id)
            : CurrentOf(id, collection).OrderBy(r => r.Name, StringComparer.Ordinal);
        foreach (LedgerEntry record in records) Write(record, collection);
    }

    private IEnumerable<LedgerEntry> CurrentOf(string id, Collection collection)
    {
        try
        {
            IEnumerable<LedgerEntry> labels = collection.Ledger.Of(id).Values;
            // What there is to report was found only if all of it was read.
            if (collection.Ledger.IsRead) _ = Read(collection);
            return labels;
        }
        catch (LensException damage) when (damage.Error.Kind == ErrorKind.LedgerDamaged)
        {
            return Read(collection).Of(id).Values;
        }
    }

    private void Write(LedgerEntry record, Collection collection, IReadOnlyList<Dataset>? successors = null)
    {
        if (Name.Length > 0 && !Name.Any(name => Matches(name, record.Name))) return;
        _found.Add(record.Name);
        WriteObject(new LensLabel(record, collection.Root, successors: successors));
    }

    private static bool Matches(string pattern, string name) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name);

    private Collection Open(string path) =>
        Workspace.Collections.Find(Directory.Exists(path) ? System.IO.Path.Combine(path, Collection.FileName) : path)
            ?? throw Collection.NotFound(path);

    // Labels that can be read are shown; each damaged line is reported once.
    private LedgerState Read(Collection collection)
    {
        LedgerState state = collection.Ledger.Read();
        if (_reported.Add(collection.Root))
        {
            foreach (LensError damage in state.Damage) Port.Error(damage);
            if (state.Newer.Count > 0)
                WriteWarning(
                    $"{collection.Ledger.Path} has lines that this LensTools cannot read ({string.Join(", ", state.Newer)}); update it "
                        + "to see their content.");
            if (state.Torn > 0)
                WriteWarning($"{collection.Ledger.Path} has {state.Torn} incomplete transactions; their labels were not set.");
        }
        return state;
    }
}
