using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Labels;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine.Tests;

/// <summary>What a command of a host holds.</summary>
internal sealed class Session
{
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"lens-tests-{Environment.ProcessId}");
    private Workspace? _workspace;

    public Workspace Workspace => _workspace ??= new Workspace(stateFolder: State);

    public CollectionLocator Locator => Workspace.Collections;

    public Identities Identities => Workspace.Identities;

    public DatasetLabels Labels => Workspace.Labels;

    public Recorder Port { get; init; } = new();

    /// <summary>Where this session keeps its journals.</summary>
    public string State
    {
        get => _state;
        init => _state = value;
    }

    /// <summary>From how many bytes on a file is large; a test's files are small.</summary>
    public long LargeFile { get; init; } = new ShareOptions().LargeFile;

    public static Dataset Read(string path) => Assert.Single(FormatRegistry.Describe(path).Datasets);

    public static Dataset Read(string path, string entry) =>
        Assert.Single(FormatRegistry.Describe(path).Datasets, dataset => dataset.Entry == entry);

    public IReadOnlyList<LedgerEntry> Label(IEnumerable<Dataset> datasets, string name, string? value, string? reason = null)
    {
        var transaction = new LabelTransaction(Workspace) { Reason = reason };
        foreach (Dataset dataset in datasets) transaction.Add(dataset, new Dictionary<string, string?> { [name] = value });
        return [.. transaction.Commit(Port, CancellationToken.None).Select(written => written.Entry)];
    }

    public List<PublishReceipt> Publish(
        IEnumerable<Dataset> datasets,
        string destination,
        string? baseFolder,
        ShareCredential? credential = null,
        bool force = false,
        bool readsBack = false,
        string? name = null,
        ShareOptions? options = null,
        CancellationToken stop = default)
    {
        using var publisher = new Publisher(Workspace)
        {
            Destination = destination,
            CurrentFolder = baseFolder ?? Path.GetTempPath(),
            BaseFolder = baseFolder,
            Settings = new TargetSettings { Name = name, ReadsBack = readsBack ? true : null },
            Force = force,
            Options = options ?? new ShareOptions
            {
                Credential = credential,
                RetryDelay = TimeSpan.FromMilliseconds(10),
                Retries = 3,
                LargeFile = LargeFile
            }
        };
        foreach (Dataset dataset in datasets) publisher.Add(dataset);
        publisher.Run(Port, stop);
        return [.. publisher.Receipts];
    }
}
