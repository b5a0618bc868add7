namespace LensTools.Engine.Files;

/// <summary>
/// What Windows refuses while someone else has a file open, if only to read it: a reader that shares it for deletion,
/// a virus scanner, an indexer. They are done in a moment, and then it is allowed.
/// </summary>
internal static class InUse
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromSeconds(3);

    /// <summary>Does something that may have to wait for others; elsewhere than on Windows, at once or not at all.</summary>
    /// <exception cref="IOException">It failed otherwise, or they were not done in time.</exception>
    public static T Wait<T>(Func<T> act)
    {
        for (long start = Environment.TickCount64; ; Thread.Sleep(Pause))
        {
            try
            {
                return act();
            }
            catch (Exception problem) when (IsInUse(problem) && Environment.TickCount64 - start < Patience.TotalMilliseconds)
            {
                // Again.
            }
        }
    }

    /// <summary>Renames a file, over another one where that may be replaced.</summary>
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

    /// <summary>Opens a file to read that others may replace meanwhile.</summary>
    public static FileStream OpenRead(string path) =>
        Wait(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1));

    private static bool IsInUse(Exception problem) =>
        OperatingSystem.IsWindows() && problem is UnauthorizedAccessException or IOException { HResult: SharingViolation };
}
