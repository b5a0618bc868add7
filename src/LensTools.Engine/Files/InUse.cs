namespace LensTools.Engine.Files;

/// <summary>
/// What Windows refuses while a file is open elsewhere, if only for reading: by a reader that shares it for deletion,
/// a virus scanner or an indexer. They finish soon, and then it is allowed.
/// </summary>
internal static class InUse
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromSeconds(3);

    /// <summary>Retries an operation while others use the file; elsewhere than on Windows, those that use .NET's locks.</summary>
    /// <exception cref="IOException">It failed for another reason, or the file stayed in use for too long.</exception>
    public static T Wait<T>(Func<T> act)
    {
        for (long start = Environment.TickCount64; ; Thread.Sleep(Pause))
        {
            try
            {
                return act();
            }
            catch (Exception problem) when (MayBe(problem) && Environment.TickCount64 - start < Patience.TotalMilliseconds)
            {
                // Try again.
            }
        }
    }

    /// <summary>Renames a file, optionally replacing another one.</summary>
    public static void Move(string from, string to, bool overwrite) => Wait(() =>
    {
        File.Move(from, to, overwrite);
        return true;
    });

    /// <summary>Renames a folder.</summary>
    public static void MoveFolder(string from, string to) => Wait(() =>
    {
        Directory.Move(from, to);
        return true;
    });

    /// <summary>Opens a file for reading that others may replace in the meantime.</summary>
    public static FileStream OpenRead(string path) =>
        Wait(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1));

    /// <summary>
    /// Whether something failed because others use the file: on Windows, a sharing violation or a refusal; elsewhere, EAGAIN of .NET's own
    /// locks, on Linux and on macOS.
    /// </summary>
    public static bool MayBe(Exception problem) => OperatingSystem.IsWindows()
        ? problem is UnauthorizedAccessException or IOException { HResult: SharingViolation }
        : problem is IOException { HResult: 11 or 35 };
}
