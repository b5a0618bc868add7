using System.Security.Cryptography;
using System.Text;
using LensTools.Engine.Files;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Keeps other publishers out of a publication: those of this user on this host by a file here, which the system lets
/// go of when its holder dies, all others by the target's own lock. So a lock there that says it is ours is no one's.
/// </summary>
internal sealed class PublisherLock : IDisposable
{
    private const string OwnerName = "publisher-id";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly IDisposable? _here;
    private readonly IDisposable _there;

    private PublisherLock(IDisposable? here, IDisposable there) => (_here, _there) = (here, there);

    /// <summary>Waits until no one else publishes to the place.</summary>
    /// <param name="place">The publication.</param>
    /// <param name="stateFolder">This user's folder for unfinished work; without it, the lock of one who died is waited for.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="Hosting.LensException">Someone does for too long.</exception>
    public static PublisherLock Acquire(PublishLocation place, string stateFolder, CancellationToken stop)
    {
        FileLock? here = null;
        try
        {
            string owner = Guid.NewGuid().ToString("N");
            try
            {
                Directory.CreateDirectory(stateFolder);
                string name =
                    Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(place.DisplayName.TrimEnd('/'))))[..16].ToLowerInvariant();
                here = FileLock.Acquire(Path.Combine(stateFolder, $"{name}.lock"), Patience, stop);
                // One owner a place: anyone who reaches it by another address is someone else.
                owner = $"{Owner(Path.Combine(stateFolder, OwnerName), owner)}-{name}";
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // Nothing can be kept here; the journal has said so.
            }
            return new PublisherLock(here, place.Target.Lock(place.Folder, owner, stop));
        }
        catch
        {
            here?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _there.Dispose();
        _here?.Dispose();
    }

    private static string Owner(string path, string ifNew)
    {
        if (!File.Exists(path)) AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ifNew)));
        return File.ReadAllText(path);
    }
}
