using LensTools.Engine.Datasets;

namespace LensTools.Engine.Formats;

/// <summary>Reads one format. Readers are stateless and used by many threads.</summary>
internal interface IDatasetReader
{
    /// <summary>The format.</summary>
    DatasetFormat Format { get; }

    /// <summary>Whether the file's content is of this format.</summary>
    /// <exception cref="Hosting.LensException">It is meant to be, but is damaged.</exception>
    bool Recognises(DatasetFile file);

    /// <summary>Describes each entry of a file that was recognised.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged.</exception>
    IReadOnlyList<Dataset> Describe(DatasetFile file);

    /// <summary>The curves and planes of an entry, Q in 1/angstrom if its unit is known.</summary>
    IReadOnlyList<Signal> ReadSignals(DatasetFile file, string entry);

    /// <summary>Every value of an entry as found.</summary>
    IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry);

    /// <summary>Where an entry departs from the definition of its format.</summary>
    IReadOnlyList<Nonconformity> ReadNonconformities(DatasetFile file, string entry) => [];

    /// <summary>What was guessed, repaired or left out in reading an entry.</summary>
    IReadOnlyList<Doubt> ReadDoubts(DatasetFile file, string entry) => [];

    /// <summary>What the detectors and monitors of a raw entry counted.</summary>
    RawCounts ReadCounts(DatasetFile file, string entry) => RawCounts.None;

    /// <summary>What each stream of events of an entry looks like.</summary>
    IReadOnlyList<EventFacts> ReadEvents(DatasetFile file, string entry) => [];

    /// <summary>Opens each stream of events of an entry.</summary>
    IReadOnlyList<Nexus.EventReading> OpenEvents(DatasetFile file, string entry) => [];

    /// <summary>What an entry knows of the detectors of its muon histograms; null if it does not.</summary>
    Muons.MuonDetectors? ReadMuonDetectors(DatasetFile file, string entry) => null;

    /// <summary>The flight paths of a raw time-of-flight entry, and its counts [detector, time]; null if they are not known.</summary>
    Analysis.Averaging.FlightCounts? ReadFlightPaths(DatasetFile file, string entry) => null;

    /// <summary>Reads every array of an entry to its end, besides those that <see cref="ReadCounts"/> and <see cref="ReadEvents"/> read.
    /// </summary>
    void VerifyArrays(DatasetFile file, string entry);
}
