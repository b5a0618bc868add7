using System.Diagnostics;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Files;

/// <summary>Keeps other processes out while a file is changed: a file opened without sharing.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly FileStream _stream;
    private readonly string? _holder;

    private FileLock(FileStream stream, string? holder) => (_stream, _holder) = (stream, holder);

    /// <summary>Waits until the lock is free.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patience">How long.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <param name="holder">A file that says who holds it, for those who wait; null for none.</param>
    /// <exception cref="LensException">It was not free in time.</exception>
    public static FileLock Acquire(string path, TimeSpan patience, CancellationToken stop, string? holder = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var held = new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), holder);
                held.Sign();
                return held;
            }
            catch (IOException problem) when (IsHeld(problem))
            {
                if (Stopwatch.GetElapsedTime(start) >= patience)
                {
                    throw new LensException(new LensError(
                        ErrorKind.Locked,
                        $"Another process has held {path} for {patience.TotalSeconds:0} s{HolderOf(holder)}.",
                        path,
                        "Wait until the other command has ended, then try again.",
                        problem));
                }
            }
            stop.WaitHandle.WaitOne(Pause);
        }
    }

    public void Dispose()
    {
        try
        {
            if (_holder is not null) File.Delete(_holder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Someone who waits reads it; the next holder writes it anew.
        }
        finally
        {
            _stream.Dispose();
        }
    }

    // The lock holds without it.
    private void Sign()
    {
        if (_holder is null) return;
        try
        {
            File.WriteAllText(
                _holder,
                $"{Environment.UserName} on {Environment.MachineName}, process {Environment.ProcessId}, since {DateTime.UtcNow:u}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Someone who waits reads the one before.
        }
    }

    // It may go at any moment.
    private static string HolderOf(string? holder)
    {
        try
        {
            return holder is null || !File.Exists(holder) ? "" : $": {File.ReadAllText(holder)}";
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // Sharing and lock violations on Windows; EAGAIN on Linux and macOS, which .NET's advisory locks report.
    private static bool IsHeld(IOException problem) =>
        problem.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
