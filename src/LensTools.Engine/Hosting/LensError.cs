namespace LensTools.Engine.Hosting;

/// <summary>What a server said when a request failed.</summary>
/// <param name="Status">The HTTP status; 0 if there was no answer.</param>
/// <param name="Message">The server's message as one sentence; empty if there was none.</param>
/// <param name="Attempts">How often the request was sent.</param>
/// <param name="RequestId">The id of the request in the server's log, or null.</param>
public sealed record ServerAnswer(int Status, string Message, int Attempts, string? RequestId);

/// <summary>One failure, for a person: what was found, where, and what to do.</summary>
/// <param name="Kind">Which row of the catalogue it is.</param>
/// <param name="Message">What was found and where.</param>
/// <param name="Target">The file, folder or URL it is about.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Cause">The exception underneath, if any.</param>
public sealed record LensError(ErrorKind Kind, string Message, string Target, string Advice, Exception? Cause = null)
{
    /// <summary>The kind's stable id.</summary>
    public string Id => Kind.Id;

    /// <summary>What the server said, if a server failed.</summary>
    public ServerAnswer? Answer { get; init; }

    /// <summary>The error for a system exception thrown while reading <paramref name="path"/>.</summary>
    public static LensError FromReadFailure(Exception problem, string path) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => new LensError(
            ErrorKind.FileNotFound,
            $"{path} no longer exists.",
            path,
            "It was moved or deleted after it was listed; list the folder again.",
            problem),
        UnauthorizedAccessException => new LensError(
            ErrorKind.AccessDenied,
            $"{path} cannot be read for lack of permission: {problem.Message}",
            path,
            "Ask its owner for read access, or run as a user who has it.",
            problem),
        _ => new LensError(
            ErrorKind.ReadFailed,
            $"{path} cannot be read: {problem.Message}",
            path,
            "Check the disk or network share it is on, then try again.",
            problem),
    };

    /// <summary>The error for a system exception thrown while writing <paramref name="path"/>.</summary>
    public static LensError FromWriteFailure(Exception problem, string path, string advice) =>
        new(ErrorKind.WriteFailed, $"{path} cannot be written: {problem.Message}", path, advice, problem);
}

/// <summary>Carries a failure to the host.</summary>
public sealed class LensException(LensError error) : Exception(error.Message, error.Cause)
{
    /// <summary>What to tell the user.</summary>
    public LensError Error { get; } = error;
}
