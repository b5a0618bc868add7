using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing;

/// <summary>
/// A place to publish to: a folder or a server. Paths are portable and relative to its root; "" is the root itself.
/// Many threads use one at once. Failures are <see cref="LensException"/>s after all retries.
/// </summary>
public interface IShareTarget : IDisposable
{
    /// <summary>What was found out about it when it was opened.</summary>
    TargetFacts Facts { get; }

    /// <summary>How many bytes of files have gone so far.</summary>
    long BytesSent { get; }

    /// <summary>The file or folder of a path, or null.</summary>
    TargetEntry? Find(string path, CancellationToken stop);

    /// <summary>What is in a folder, not below; nothing where there is no such folder.</summary>
    IEnumerable<TargetEntry> List(string folder, CancellationToken stop);

    /// <summary>Reads a file from a byte on, or gives null where there is none.</summary>
    Stream? Open(string path, long from, CancellationToken stop);

    /// <summary>Makes a folder and those above it; one that is there is no error.</summary>
    void MakeFolder(string path, CancellationToken stop);

    /// <summary>Sends files that are not there yet, into folders that are; gives what became of each.</summary>
    /// <remarks>
    /// What was sent of a file that fails is taken away again, or is not seen under its path, unless it <see cref="SupportsResume"/>.
    /// </remarks>
    IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> uploads, CancellationToken stop);

    /// <summary>
    /// Whether what arrives of a file of this size before it is interrupted may be left there, for a later
    /// <see cref="Put"/> to resume with (<see cref="Upload.ResumeOffset"/>).
    /// </summary>
    bool SupportsResume(long size);

    /// <summary>How many files of this size are best sent by one <see cref="Put"/>.</summary>
    int FilesAtOnce(long size);

    /// <summary>Proves what is there; null where it is not there or is something else.</summary>
    Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop);

    /// <summary>Renames a file or folder, at once; false where another has the name and is not to be replaced.</summary>
    bool Move(string from, string to, bool isFolder, bool replace, CancellationToken stop);

    /// <summary>Deletes a file, or a folder and all in it; nothing there is no error.</summary>
    void Delete(string path, bool isFolder, CancellationToken stop);

    /// <summary>Keeps other publishers out of a folder. What is left of a lock of the same owner, who has died, is taken over.</summary>
    IDisposable Lock(string folder, string owner, CancellationToken stop);
}
