using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Shows the labels of datasets or of a whole collection, as they are or as they came about.</summary>
[Cmdlet(VerbsCommon.Get, "LensLabel", DefaultParameterSetName = PathSet)]
[OutputType(typeof(LensLabel))]
public sealed class GetLensLabelCommand : LensPathCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string DatasetSet = "Dataset";

    private readonly HashSet<string> _reported = [];

    /// <summary>Datasets from Get-LensDataset.</summary>
    [Parameter(ParameterSetName = DatasetSet, Mandatory = true, ValueFromPipeline = true)]
    public LensDataset[] InputObject { get; set; } = [];

    /// <summary>Files, or folders of a collection, with wildcards.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    /// <summary>Files, or folders of a collection, exactly as written.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only labels of these names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Every record, oldest first, those too that later ones replaced.</summary>
    [Parameter]
    public SwitchParameter History { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == DatasetSet)
        {
            foreach (LensDataset dataset in InputObject) ForItem(() => WriteOf(dataset.Source));
            return;
        }
        foreach (string path in ParameterSetName == LiteralPathSet ? ResolveLiterally(LiteralPath) : ResolveWildcards(Path))
        {
            ForItem(() =>
            {
                if (Directory.Exists(path)) WriteAll(path);
                else foreach (Dataset dataset in ReadDatasets([path])) WriteOf(dataset);
            });
        }
    }

    private void WriteAll(string folder)
    {
        Collection collection = Open(folder);
        LedgerState ledger = Read(collection);
        string below = Engine.Files.PortablePath.Relative(collection.Root, folder);
        bool isRoot = below == ".";
        IEnumerable<LabelRecord> records = History ? ledger.History : ledger.Current.OrderBy(r => r.Path, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal);
        foreach (LabelRecord record in records)
        {
            if (isRoot || record.Path.StartsWith(below + "/", StringComparison.Ordinal)) Write(record, collection);
        }
    }

    private void WriteOf(Dataset dataset)
    {
        Collection collection = Open(dataset.Path);
        LedgerState ledger = Read(collection);
        if (ledger.History.Count == 0) return;
        string id = LensSession.Identities.Of(dataset, Stop);
        IEnumerable<LabelRecord> records = History ? ledger.History.Where(r => r.Id == id) : ledger.Of(id).Values.OrderBy(r => r.Name, StringComparer.Ordinal);
        foreach (LabelRecord record in records) Write(record, collection);
    }

    private void Write(LabelRecord record, Collection collection)
    {
        if (Name.Length == 0 || Name.Contains(record.Name, StringComparer.OrdinalIgnoreCase)) WriteObject(new LensLabel(record, collection.Root));
    }

    private static Collection Open(string path) => LensSession.Locator.Find(Directory.Exists(path) ? System.IO.Path.Combine(path, Collection.FileName) : path) ?? throw Collection.NotFound(path);

    // Labels that can be read are shown; each damaged line is reported once.
    private LedgerState Read(Collection collection)
    {
        LedgerState state = collection.Ledger.Read();
        if (_reported.Add(collection.Root))
        {
            foreach (LensError damage in state.Damage) Port.Error(damage);
        }
        return state;
    }
}
