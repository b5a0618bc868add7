using LensTools.Engine.Collections;
using LensTools.Engine.Formats;
using LensTools.Engine.Labels;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Engine;

/// <summary>
/// What the operations of one host share: known collections, identities, labels, the clock and where unfinished work is
/// remembered. A host creates one and passes it to every operation.
/// </summary>
public sealed class Workspace : IDisposable
{
    /// <summary>Creates a workspace.</summary>
    /// <param name="time">The clock; null for the system clock.</param>
    /// <param name="stateFolder">Where this user's unfinished work is remembered; null for the usual folder.</param>
    public Workspace(TimeProvider? time = null, string? stateFolder = null)
    {
        Time = time ?? TimeProvider.System;
        StateFolder = stateFolder ?? Files.StateFolder.Path;
        Collections = new CollectionLocator();
        Identities = new Identities(Collections);
        Labels = new DatasetLabels(Collections, Identities);
        Status = new StatusStore(StateFolder, Time);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where this user's unfinished work is remembered.</summary>
    public string StateFolder { get; }

    /// <summary>The collections that files are in.</summary>
    public CollectionLocator Collections { get; }

    /// <summary>The identities of datasets, independent of their names.</summary>
    public Identities Identities { get; }

    /// <summary>The current labels of datasets.</summary>
    public DatasetLabels Labels { get; }

    /// <summary>How publications have gone.</summary>
    public StatusStore Status { get; }

    /// <summary>The content of small texts that were read recently.</summary>
    internal RecentFiles RecentFiles { get; } = new();

    /// <summary>The time now, in UTC.</summary>
    public DateTime UtcNow => Time.GetUtcNow().UtcDateTime;

    /// <summary>Writes newly computed identities to the caches.</summary>
    public void Dispose() => Identities.Flush();
}
