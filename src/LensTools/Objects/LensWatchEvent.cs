using LensTools.Engine.Hosting;

namespace LensTools;

/// <summary>An event that occurred while a folder was watched.</summary>
public sealed class LensWatchEvent
{
    internal LensWatchEvent(RunEvent told)
    {
        At = told.At;
        Event = told.Kind.ToString();
        FullName = told.Path;
        Message = told.Message;
        Id = told.Id;
        Proof = told.Proof;
    }

    /// <summary>When, in UTC.</summary>
    public DateTime At { get; }

    /// <summary>Started, Published, Refused, Warning, Outage, Recovered, Failed or Stopped.</summary>
    public string Event { get; }

    /// <summary>The file that the event concerns; other cmdlets bind to this property name.</summary>
    public string? FullName { get; }

    /// <summary>The event as a message.</summary>
    public string Message { get; }

    /// <summary>The id of the error, or of the most severe finding.</summary>
    public string? Id { get; }

    /// <summary>How the arrival of a published file was proven.</summary>
    public string? Proof { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Event}: {Message}";
}
