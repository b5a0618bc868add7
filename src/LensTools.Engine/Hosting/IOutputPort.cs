namespace LensTools.Engine.Hosting;

/// <summary>The progress of a long operation.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Item">The item being processed.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">The total amount; 0 if it is not known.</param>
/// <param name="IsBytes">Whether the amounts are in bytes.</param>
public sealed record LensProgress(string Activity, string Item, long Done, long Total, bool IsBytes = false);

/// <summary>
/// What an operation says to its user. Only the thread that started the operation calls it, so a host
/// need not be thread-safe.
/// </summary>
public interface IOutputPort
{
    /// <summary>Reports a failure of one item; the operation continues.</summary>
    void Error(LensError error);

    /// <summary>Warns that the result may not be as intended.</summary>
    void Warning(string message);

    /// <summary>Reports something that the user will want to know but need not worry about.</summary>
    void Notice(string message);

    /// <summary>Whether details are shown; details of each file are formatted only if they are.</summary>
    bool IsVerbose { get; }

    /// <summary>Reports a detail.</summary>
    void Verbose(string message);

    /// <summary>Reports progress.</summary>
    void Progress(LensProgress progress);

    /// <summary>Asks whether a change may be made.</summary>
    bool ShouldProcess(string target, string action);
}
