using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LensTools.Engine.Hosting;

/// <summary>What happened while a command ran.</summary>
public enum RunEventKind
{
    /// <summary>Watching has begun.</summary>
    Started,
    /// <summary>A file was published, or renamed or replaced at the target.</summary>
    Published,
    /// <summary>A file was left out: it did not pass, cannot be read, was not taken, or conflicts with another.</summary>
    Refused,
    /// <summary>A file is not a dataset.</summary>
    Skipped,
    /// <summary>Something the user should know.</summary>
    Warning,
    /// <summary>The target cannot be reached or accepts nothing at the moment; it is retried.</summary>
    Outage,
    /// <summary>The target is reachable again.</summary>
    Recovered,
    /// <summary>The command ended because retrying would not help.</summary>
    Failed,
    /// <summary>Watching ended on request.</summary>
    Stopped,
    /// <summary>A published file was found as its manifest describes it.</summary>
    Verified,
    /// <summary>A published file is missing or has other content.</summary>
    Damaged,
    /// <summary>A damaged file was sent again.</summary>
    Repaired,
    /// <summary>A published file was received.</summary>
    Received,
    /// <summary>A file was taken out of a publication.</summary>
    Withdrawn,
    /// <summary>What a publication that was given up had left was deleted.</summary>
    Deleted,
    /// <summary>A folder and its publication differ.</summary>
    Differs,
    /// <summary>The command has ended; the message sums it up.</summary>
    Finished,
}

/// <summary>One event of a command; a line of its log.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Message">The event in words.</param>
public sealed record RunEvent(DateTime At, RunEventKind Kind, string Message)
{
    private static readonly RunEventJson Json = new(
        new JsonSerializerOptions(RunEventJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The file that it is about, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The id of the error or of the most severe finding; null if nothing is wrong.</summary>
    public string? Id { get; init; }

    /// <summary>How the arrival of a published file was verified; null for other events.</summary>
    public string? Proof { get; init; }

    /// <summary>The event as a line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.RunEvent);
}

/// <summary>The events' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunEventJson : JsonSerializerContext;
