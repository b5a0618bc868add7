using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Receptions;

/// <summary>The last step of receiving a file: it gets its final name once its content is verified.</summary>
internal static class ReceivedFile
{
    /// <summary>Whether a local file of this name has the same content.</summary>
    public static bool IsHere(string path, string sha256, CancellationToken stop) =>
        File.Exists(path) && Identities.Compute(path, stop) == sha256;

    /// <summary>Gives a received file its final name; replaces an existing file if allowed.</summary>
    /// <exception cref="LensException">A different file of this name exists.</exception>
    public static ReceiveAction Accept(string part, string path, bool force, string source, DateTime? modified = null)
    {
        bool exists = File.Exists(path);
        if (exists && !force) throw new LensException(Exists(path, source));
        if (modified is { } time) File.SetLastWriteTimeUtc(part, time);
        InUse.Move(part, path, overwrite: exists);
        return exists ? ReceiveAction.Replaced : ReceiveAction.New;
    }

    /// <summary>The error for a different existing file of the same name.</summary>
    public static LensError Exists(string path, string source) => new(
        ErrorKind.FileExists,
        $"{path} already exists and differs from the file in {source}.",
        path,
        "Receive into another folder, or replace it with -Force.");

    /// <summary>The error of a file that cannot be written.</summary>
    public static LensError WriteFailed(string path, Exception problem) =>
        LensError.FromWriteFailure(
            problem, path, "Check that there is room and that the folder is writable, then receive again; what has arrived is kept.");
}
