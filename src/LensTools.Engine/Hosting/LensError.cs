namespace LensTools.Engine.Hosting;

/// <summary>What kind of thing went wrong; hosts map it to their own categories.</summary>
public enum LensErrorCategory
{
    /// <summary>The data are damaged or not what they claim to be.</summary>
    InvalidData,
    /// <summary>What the user asked for makes no sense.</summary>
    InvalidArgument,
    /// <summary>A file, folder or collection is not there.</summary>
    NotFound,
    /// <summary>The system or a server does not let us.</summary>
    PermissionDenied,
    /// <summary>Something else holds it.</summary>
    Busy,
    /// <summary>It is there already, and differs.</summary>
    Conflict,
    /// <summary>Reading from a disk failed.</summary>
    ReadError,
    /// <summary>Writing to a disk failed.</summary>
    WriteError,
    /// <summary>A server could not be reached or answered with a failure.</summary>
    Connection,
}

/// <summary>What a server said when a request failed.</summary>
/// <param name="Status">The status of HTTP; 0 where there was no answer.</param>
/// <param name="Message">Its own words, as one sentence; empty where it said nothing.</param>
/// <param name="Attempts">How often the request was sent.</param>
/// <param name="RequestId">What its log knows the request by, or null.</param>
public sealed record ServerAnswer(int Status, string Message, int Attempts, string? RequestId);

/// <summary>One failure, for a person: what was found, where, and what to do.</summary>
/// <param name="Id">Stable, in Pascal case, beginning with "Lens".</param>
/// <param name="Category">The kind.</param>
/// <param name="Message">What was found and where.</param>
/// <param name="Target">The file, folder or URL it is about.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Cause">The exception underneath, if any.</param>
public sealed record LensError(string Id, LensErrorCategory Category, string Message, string Target, string Advice, Exception? Cause = null)
{
    /// <summary>What the server said, where one failed.</summary>
    public ServerAnswer? Answer { get; init; }

    /// <summary>The error that the system's refusal to read <paramref name="path"/> stands for.</summary>
    public static LensError FromSystem(Exception problem, string path) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => new LensError(
            "LensFileNotFound", LensErrorCategory.NotFound, $"{path} is not there any more.", path, "It was moved or deleted after it was listed; list the folder again.", problem),
        UnauthorizedAccessException => new LensError(
            "LensAccessDenied", LensErrorCategory.PermissionDenied, $"{path} may not be read: {problem.Message}", path, "Ask its owner for read access, or run as a user who has it.", problem),
        _ => new LensError(
            "LensReadFailed", LensErrorCategory.ReadError, $"{path} cannot be read: {problem.Message}", path, "Check the disk or network share it lies on, then try again.", problem),
    };
}

/// <summary>A failure on its way to the host.</summary>
public sealed class LensException(LensError error) : Exception(error.Message, error.Cause)
{
    /// <summary>What to tell the user.</summary>
    public LensError Error { get; } = error;
}
