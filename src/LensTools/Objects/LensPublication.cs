using LensTools.Engine.Sharing.Publications;

namespace LensTools;

/// <summary>How publishing a source to a destination has gone on this host.</summary>
public sealed class LensPublication
{
    internal LensPublication(PublicationStatus status)
    {
        Source = status.Source;
        Destination = status.Destination;
        Path = status.Root;
        State = status.State.ToString();
        LastSuccess = status.LastSuccess;
        LastRun = status.LastRun;
        OutageSince = status.OutageSince;
        Error = status.Error?.Message;
        Published = status.Published;
        Waiting = status.Waiting;
        Refused = status.RefusedCount;
        RefusedFile = [.. status.Refused.Select(problem => new LensRefusedFile(problem))];
        LastVerified = status.LastVerified;
        Damaged = status.Damaged;
    }

    /// <summary>The collection or folder that is published.</summary>
    public string Source { get; }

    /// <summary>Good, Waiting, Refused, Damaged, Failed or Outage.</summary>
    public string State { get; }

    /// <summary>The folder or server.</summary>
    public string Destination { get; }

    /// <summary>The local folder.</summary>
    public string Path { get; }

    /// <summary>When everything was last published, in UTC.</summary>
    public DateTime? LastSuccess { get; }

    /// <summary>When the last run ended, in UTC.</summary>
    public DateTime? LastRun { get; }

    /// <summary>Since when the destination cannot be reached, in UTC.</summary>
    public DateTime? OutageSince { get; }

    /// <summary>Why the last run failed.</summary>
    public string? Error { get; }

    /// <summary>The files of the last run that the destination has.</summary>
    public int Published { get; }

    /// <summary>Files that wait to be published.</summary>
    public int Waiting { get; }

    /// <summary>How many files were not published in the last run.</summary>
    public int Refused { get; }

    /// <summary>The first hundred of them, with the reasons.</summary>
    public LensRefusedFile[] RefusedFile { get; }

    /// <summary>When the publication was last verified, in UTC.</summary>
    public DateTime? LastVerified { get; }

    /// <summary>How many files that verification found damaged.</summary>
    public int Damaged { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Source} at {Destination}: {State}";
}

/// <summary>A file that was not published.</summary>
public sealed class LensRefusedFile
{
    internal LensRefusedFile(StatusProblem problem) => (Path, Id, Message) = (problem.Path, problem.Id, problem.Message);

    /// <summary>The local file.</summary>
    public string? Path { get; }

    /// <summary>The id of the error or rule.</summary>
    public string Id { get; }

    /// <summary>The reason.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Id}";
}
