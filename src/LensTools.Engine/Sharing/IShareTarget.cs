namespace LensTools.Engine.Sharing;

/// <summary>A place to publish to: a folder or a server. Paths are portable and relative to its root.</summary>
public interface IShareTarget : IDisposable
{
    /// <summary>The place as it may be shown: without a password or token.</summary>
    string Location { get; }

    /// <summary>How it proves that what arrived is what was sent.</summary>
    string Proof { get; }

    /// <summary>The content of a small document, or null where there is none.</summary>
    byte[]? Read(string path, CancellationToken stop);

    /// <summary>The size of a file, or null where there is none.</summary>
    long? Size(string path, CancellationToken stop);

    /// <summary>The SHA-256 of a file as it lies there, read back.</summary>
    string Sha256(string path, CancellationToken stop);

    /// <summary>
    /// Sends a file under another name, reads it back, and gives it its own name only if its SHA-256 is
    /// <paramref name="sha256"/>.
    /// </summary>
    /// <exception cref="Hosting.LensException">It could not be sent, or arrived as something else.</exception>
    void Send(string source, string path, string sha256, bool replace, CancellationToken stop);

    /// <summary>Replaces a small document as a whole.</summary>
    void Write(string path, byte[] content, CancellationToken stop);

    /// <summary>Keeps other publishers out while the manifest is changed, where the target can do that; else null.</summary>
    IDisposable? Lock(CancellationToken stop);

    /// <summary>Takes away what unfinished transfers left.</summary>
    void Finish(CancellationToken stop);
}
