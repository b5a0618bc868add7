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
    public Session()
    {
        Identities = new Identities(Locator);
        Labels = new DatasetLabels(Locator, Identities);
    }

    public CollectionLocator Locator { get; } = new();

    public Identities Identities { get; }

    public DatasetLabels Labels { get; }

    public Recorder Port { get; init; } = new();

    /// <summary>Where this session keeps its journals.</summary>
    public string State { get; init; } = Path.Combine(Path.GetTempPath(), $"lens-tests-{Environment.ProcessId}");

    /// <summary>From how many bytes on a file is large; a test's files are small.</summary>
    public long LargeFile { get; init; } = new ShareOptions().LargeFile;

    public static Dataset Read(string path) => Assert.Single(FormatRegistry.Describe(path).Datasets);

    public static Dataset Read(string path, string entry) => Assert.Single(FormatRegistry.Describe(path).Datasets, dataset => dataset.Entry == entry);

    public IReadOnlyList<LabelRecord> Label(IEnumerable<Dataset> datasets, string name, string? value, string? reason = null)
    {
        var labelling = new LabelTransaction(Locator, Identities) { Labels = new Dictionary<string, string?> { [name] = value }, Reason = reason };
        foreach (Dataset dataset in datasets) labelling.Add(dataset, Port);
        return [.. labelling.Commit(Port, CancellationToken.None).Select(written => written.Record)];
    }

    public List<PublishReceipt> Publish(IEnumerable<Dataset> datasets, string destination, string baseFolder, ShareCredential? credential = null, bool force = false, bool readsBack = false, string? name = null, CancellationToken stop = default)
    {
        using var publishing = new Publisher(Locator, Identities, Labels) { Destination = destination, CurrentFolder = baseFolder, BaseFolder = baseFolder, Name = name, Force = force, ReadsBack = readsBack, StateFolder = State, Options = new ShareOptions { Credential = credential, RetryDelay = TimeSpan.FromMilliseconds(10), Retries = 3, LargeFile = LargeFile } };
        foreach (Dataset dataset in datasets) publishing.Add(dataset);
        var done = new List<PublishReceipt>();
        publishing.Run(Port, done.Add, stop);
        return done;
    }
}
