namespace LensTools.Engine.Hosting;

/// <summary>How far a long piece of work has come.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Item">What it is being done to.</param>
/// <param name="Done">How much is done.</param>
/// <param name="Total">How much there is; 0 where that is not known.</param>
/// <param name="IsBytes">Whether that is counted in bytes.</param>
public sealed record LensProgress(string Activity, string Item, long Done, long Total, bool IsBytes = false);

/// <summary>
/// What an operation says to its user. Only the thread that started the operation calls it, so a host
/// need not be ready for others.
/// </summary>
public interface IOutputPort
{
    /// <summary>Reports a failure of one item; the operation continues.</summary>
    void Error(LensError error);

    /// <summary>Warns of an unintended result ahead.</summary>
    void Warning(string message);

    /// <summary>Reports something that its user will want to know, and that is nothing to worry about.</summary>
    void Notice(string message);

    /// <summary>Whether details are shown; where there is one for every file, they are only put into words for someone.</summary>
    bool IsVerbose { get; }

    /// <summary>Reports a detail.</summary>
    void Verbose(string message);

    /// <summary>Reports progress.</summary>
    void Progress(LensProgress progress);

    /// <summary>Asks whether a change may be made.</summary>
    bool ShouldProcess(string target, string action);
}
