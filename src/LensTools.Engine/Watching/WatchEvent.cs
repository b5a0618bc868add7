using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LensTools.Engine.Watching;

/// <summary>What happened while a folder was watched.</summary>
public enum WatchEventKind
{
    /// <summary>Watching has begun.</summary>
    Started,
    /// <summary>A file was published, or renamed or replaced at the target.</summary>
    Published,
    /// <summary>A file is not published: it did not pass, or its name or another file is in the way.</summary>
    Refused,
    /// <summary>A file is no dataset.</summary>
    Skipped,
    /// <summary>Something that should be known.</summary>
    Warning,
    /// <summary>The target cannot be reached or takes nothing now; it is tried again.</summary>
    Outage,
    /// <summary>The target is there again.</summary>
    Recovered,
    /// <summary>Watching ended because trying again would not help.</summary>
    Failed,
    /// <summary>Watching ended as it was told to.</summary>
    Stopped,
}

/// <summary>One event of watching a folder, a line of its log.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Message">The same in words.</param>
public sealed record WatchEvent(DateTime At, WatchEventKind Kind, string Message)
{
    private static readonly WatchJson Json = new(
        new JsonSerializerOptions(WatchJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The file that it is about, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The id of the error, or of the finding that weighs most; null where nothing is wrong.</summary>
    public string? Id { get; init; }

    /// <summary>How the arrival of a published file was proven; null for others.</summary>
    public string? Proof { get; init; }

    /// <summary>The event as a line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.WatchEvent);
}

/// <summary>The events' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchEvent))]
internal sealed partial class WatchJson : JsonSerializerContext;
