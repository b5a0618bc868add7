using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>
/// A target to publish to: a folder or a server. Paths are portable and relative to its root; "" is the root itself.
/// Safe for concurrent use. Failures are thrown as <see cref="LensException"/> once all retries are exhausted.
/// </summary>
public interface IShareTarget : IDisposable
{
    /// <summary>What was discovered about the target when it was opened.</summary>
    TargetFacts Facts { get; }

    /// <summary>The number of file bytes sent so far.</summary>
    long BytesSent { get; }

    /// <summary>Returns the file or folder at a path, or null.</summary>
    TargetEntry? Find(string path, CancellationToken stop);

    /// <summary>Lists the direct children of a folder; none if the folder does not exist.</summary>
    IEnumerable<TargetEntry> List(string folder, CancellationToken stop);

    /// <summary>Opens a file for reading at a byte offset; null if it does not exist.</summary>
    Stream? Open(string path, long from, CancellationToken stop);

    /// <summary>Creates a folder and its parents; does nothing if it exists.</summary>
    void MakeFolder(string path, CancellationToken stop);

    /// <summary>Sends files that do not exist at the target yet, into existing folders; returns the result of each.</summary>
    /// <remarks>
    /// If a file fails, what was sent of it is deleted or not visible under its path, unless <see cref="SupportsResume"/> is true.
    /// </remarks>
    IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> uploads, CancellationToken stop);

    /// <summary>
    /// Whether a partial upload of a file of this size may be left at the target, for a later
    /// <see cref="Put"/> to resume (<see cref="Upload.ResumeOffset"/>).
    /// </summary>
    bool SupportsResume(long size);

    /// <summary>How many files of this size a single <see cref="Put"/> should send.</summary>
    int FilesAtOnce(long size);

    /// <summary>Verifies a file at the target; null if it is missing or differs.</summary>
    Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop);

    /// <summary>
    /// Renames a file, or with <see cref="TargetCapabilities.RenameFolders"/> a folder, atomically; false if the name is taken and may
    /// not be replaced.
    /// </summary>
    bool Move(string from, string to, bool isFolder, Replacement replacement, CancellationToken stop);

    /// <summary>Deletes a file, or a folder and its contents; does nothing if it does not exist.</summary>
    void Delete(string path, bool isFolder, CancellationToken stop);

    /// <summary>Locks a folder against other publishers. A stale lock of the same owner is taken over.</summary>
    IDisposable Lock(string folder, string owner, CancellationToken stop);
}
