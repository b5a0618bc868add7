using System.Security.Cryptography;
using System.Text;
using LensTools.Engine.Files;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// Locks a publication against other publishers: those of this user on this host with a local file, which the OS
/// releases when its holder dies, all others with the target's lock. So a target lock that bears our id is stale.
/// </summary>
internal sealed class PublisherLock : IDisposable
{
    private const string OwnerName = "publisher-id";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly IDisposable? _here;
    private readonly IDisposable _there;

    private PublisherLock(IDisposable? here, IDisposable there) => (_here, _there) = (here, there);

    /// <summary>Waits until no one else is publishing to the location.</summary>
    /// <param name="place">The publication.</param>
    /// <param name="stateFolder">This user's folder for unfinished work; without it, a stale lock must time out.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="Hosting.LensException">Someone else has held the lock for too long.</exception>
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
                // One owner per location: a process that uses another address for it counts as another owner.
                owner = $"{Owner(Path.Combine(stateFolder, OwnerName), owner)}-{name}";
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // The state folder is not writable; the journal has already warned about it.
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
