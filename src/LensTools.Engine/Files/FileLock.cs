using LensTools.Engine.Hosting;

namespace LensTools.Engine.Files;

/// <summary>Keeps other processes out while a file is changed: an open file that no one shares.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Waits until the lock is free.</summary>
    /// <exception cref="LensException">It was not free in time.</exception>
    public static FileLock Acquire(string path, TimeSpan patience, CancellationToken stop)
    {
        DateTime deadline = DateTime.UtcNow + patience;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException problem) when (problem is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (DateTime.UtcNow >= deadline)
                {
                    throw new LensException(new LensError(
                        "LensLocked", LensErrorCategory.Busy, $"Another process has held {path} for {patience.TotalSeconds:0} s.", path, "Wait until the other command has ended, then try again.", problem));
                }
            }
            stop.WaitHandle.WaitOne(Pause);
        }
    }

    public void Dispose() => _stream.Dispose();
}
