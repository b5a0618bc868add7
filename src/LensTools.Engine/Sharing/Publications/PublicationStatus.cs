using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>How a publication stands, the best first.</summary>
public enum PublicationState
{
    /// <summary>All that could be published is.</summary>
    Good,
    /// <summary>Files still change, or are to be tried again.</summary>
    Waiting,
    /// <summary>Files were not published, each for a reason.</summary>
    Refused,
    /// <summary>Published files are missing or have other content.</summary>
    Damaged,
    /// <summary>The last run failed.</summary>
    Failed,
    /// <summary>The destination cannot be reached.</summary>
    Outage,
}

/// <summary>How publishing a source to a destination has gone, as this user's runs on this host know it.</summary>
public sealed record PublicationStatus
{
    /// <summary>The destination in a form that is safe to display.</summary>
    public required string Destination { get; init; }

    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The folder of the source.</summary>
    public required string Root { get; init; }

    /// <summary>When the last run ended, or a watch last looked, in UTC.</summary>
    public DateTime? LastRun { get; init; }

    /// <summary>When a run last published all that could be, in UTC; files that were refused are counted apart.</summary>
    public DateTime? LastSuccess { get; init; }

    /// <summary>Why the last run failed; null if it did not.</summary>
    public StatusProblem? Error { get; init; }

    /// <summary>Since when the destination cannot be reached, in UTC; null if it can.</summary>
    public DateTime? OutageSince { get; init; }

    /// <summary>Files that still change or are to be tried again.</summary>
    public int Waiting { get; init; }

    /// <summary>How many files were not published in the last run, each for a reason.</summary>
    public int RefusedCount { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<StatusProblem> Refused { get; init; } = [];

    /// <summary>The files of the last run that the destination has.</summary>
    public int Published { get; init; }

    /// <summary>When the publication was last verified, in UTC; null if it never was.</summary>
    public DateTime? LastVerified { get; init; }

    /// <summary>How many files the last verification found damaged.</summary>
    public int Damaged { get; init; }

    /// <summary>The same in a word.</summary>
    [JsonIgnore]
    public PublicationState State =>
        OutageSince is not null ? PublicationState.Outage
        : Error is not null && Error.Id != ErrorKind.PublicationIncomplete.Id ? PublicationState.Failed
        : Damaged > 0 ? PublicationState.Damaged
        : RefusedCount > 0 ? PublicationState.Refused
        : Waiting > 0 ? PublicationState.Waiting
        : PublicationState.Good;

    /// <summary>The state after a run that failed; files are refused one by one only where the destination could be reached.</summary>
    internal PublicationStatus Failed(LensError error, RefusalPort refusals, DateTime now)
    {
        PublicationStatus failed = this with
        {
            LastRun = now,
            Error = new StatusProblem(now, error.Id, error.Message, null),
            OutageSince = error.Kind.IsOutage ? OutageSince ?? now : null,
        };
        return error.Kind == ErrorKind.PublicationIncomplete
            ? failed with { RefusedCount = refusals.Count, Refused = refusals.Problems(now) }
            : failed;
    }

    /// <summary>The state after a run that published what could be.</summary>
    internal PublicationStatus Succeeded(PublishSummary summary, RefusalPort refusals, DateTime now) => this with
    {
        LastRun = now,
        LastSuccess = now,
        Error = null,
        OutageSince = null,
        Published = summary.Sent + summary.Moved + summary.Unchanged,
        RefusedCount = summary.Refused,
        Refused = refusals.Problems(now),
    };
}

/// <summary>Something that went wrong.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Id">The id of the error, or the rule of a finding.</param>
/// <param name="Message">What it says.</param>
/// <param name="Path">The file, or null.</param>
public sealed record StatusProblem(DateTime At, string Id, string Message, string? Path);

/// <summary>The states of publications in the state folder, a file each.</summary>
public sealed class StatusStore(string stateFolder, TimeProvider time)
{
    /// <summary>How many refused files are kept by name.</summary>
    public const int MostRefused = 100;

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private static readonly StatusJson Json = new(
        new JsonSerializerOptions(StatusJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private string Folder => Path.Combine(stateFolder, "status");

    /// <summary>Every state, by destination and source; files that cannot be read are skipped.</summary>
    public IReadOnlyList<PublicationStatus> All() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder, "*.json").Select(Read).OfType<PublicationStatus>().Where(IsCurrent)
            .OrderBy(status => status.Destination, StringComparer.Ordinal).ThenBy(status => status.Source, StringComparer.Ordinal)];

    /// <summary>The state of a publication, or null.</summary>
    internal PublicationStatus? Find(string destination, PublicationSource source) => Read(PathOf(destination, source));

    /// <summary>Changes the state of a publication.</summary>
    internal void Update(
        string destination,
        PublicationSource source,
        Func<PublicationStatus, PublicationStatus> change,
        IOutputPort output)
    {
        string path = PathOf(destination, source);
        try
        {
            Directory.CreateDirectory(Folder);
            PublicationStatus before = Read(path)
                ?? new PublicationStatus { Destination = destination, Source = source.Name, Root = source.Root };
            PublicationStatus after = change(before with { Source = source.Name });
            AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, after, Json.PublicationStatus));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            output.Verbose($"The status cannot be kept in {Folder}: {problem.Message}");
        }
    }

    private string PathOf(string destination, PublicationSource source) => Path.Combine(
        Folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{destination}\n{source.Root}")))[..16]}.json");

    // A mistyped destination never succeeds, and is forgotten after a week.
    private bool IsCurrent(PublicationStatus status) =>
        status.LastSuccess is not null || status.LastVerified is not null || time.GetUtcNow().UtcDateTime - status.LastRun < Remembered;

    private static PublicationStatus? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), Json.PublicationStatus) : null;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            // It is written again by the next run.
            return null;
        }
    }
}

/// <summary>The JSON of states, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PublicationStatus))]
internal sealed partial class StatusJson : JsonSerializerContext;
