using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Labels;
using LensTools.Engine.Sharing;

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

    public static Dataset Read(string path) => Assert.Single(FormatRegistry.Describe(path).Datasets);

    public static Dataset Read(string path, string entry) => Assert.Single(FormatRegistry.Describe(path).Datasets, dataset => dataset.Entry == entry);

    public IReadOnlyList<LabelRecord> Label(IEnumerable<Dataset> datasets, string name, string? value, string? reason = null)
    {
        var labelling = new Labelling(Locator, Identities) { Labels = new Dictionary<string, string?> { [name] = value }, Reason = reason };
        foreach (Dataset dataset in datasets) labelling.Add(dataset, Port);
        return [.. labelling.Commit(Port, CancellationToken.None).Select(written => written.Record)];
    }

    public List<Publication> Publish(IEnumerable<Dataset> datasets, string destination, string baseFolder, ShareCredential? credential = null, bool force = false)
    {
        var publishing = new Publishing(Locator, Identities, Labels) { Destination = destination, CurrentFolder = baseFolder, BaseFolder = baseFolder, Credential = credential, Force = force };
        foreach (Dataset dataset in datasets) publishing.Add(dataset);
        var done = new List<Publication>();
        publishing.Run(Port, done.Add, CancellationToken.None);
        return done;
    }
}
