using System.Diagnostics;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Files;

/// <summary>Keeps other processes out while a file is changed: a file opened without sharing.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Waits until the lock is free.</summary>
    /// <exception cref="LensException">It was not free in time.</exception>
    public static FileLock Acquire(string path, TimeSpan patience, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException problem) when (IsHeld(problem))
            {
                if (Stopwatch.GetElapsedTime(start) >= patience)
                {
                    throw new LensException(new LensError(
                        ErrorKind.Locked,
                        $"Another process has held {path} for {patience.TotalSeconds:0} s.",
                        path,
                        "Wait until the other command has ended, then try again.",
                        problem));
                }
            }
            stop.WaitHandle.WaitOne(Pause);
        }
    }

    public void Dispose() => _stream.Dispose();

    // Sharing and lock violations on Windows; EAGAIN on Linux and macOS, which .NET's advisory locks report.
    private static bool IsHeld(IOException problem) =>
        problem.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
