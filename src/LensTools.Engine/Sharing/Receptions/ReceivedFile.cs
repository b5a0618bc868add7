using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Receptions;

/// <summary>The last step of receiving a file: it gets its name once its content is proven.</summary>
internal static class ReceivedFile
{
    /// <summary>Whether a file of the name is here with the same content.</summary>
    public static bool IsHere(string path, string sha256, CancellationToken stop) =>
        File.Exists(path) && Identities.Compute(path, stop) == sha256;

    /// <summary>Renames what was received; one that is here is replaced where that is allowed.</summary>
    /// <exception cref="LensException">Another file of the name is here.</exception>
    public static ReceiveAction Accept(string part, string path, bool force, string source, DateTime? modified = null)
    {
        bool exists = File.Exists(path);
        if (exists && !force) throw new LensException(Exists(path, source));
        if (modified is { } time) File.SetLastWriteTimeUtc(part, time);
        InUse.Move(part, path, overwrite: exists);
        return exists ? ReceiveAction.Replaced : ReceiveAction.New;
    }

    /// <summary>The error of another file of the name.</summary>
    public static LensError Exists(string path, string source) => new(
        ErrorKind.FileExists,
        $"{path} is here already and differs from what {source} has.",
        path,
        "Receive into another folder, or replace it with -Force.");

    /// <summary>The error of a file that cannot be written.</summary>
    public static LensError WriteFailed(string path, Exception problem) =>
        LensError.FromWriteFailure(
            problem, path, "Check that there is room and that the folder may be written to, then receive again: what has arrived is kept.");
}
