namespace LensTools.Hdf5;

/// <summary>Limits that apply while a file is read. The defaults suit files from strangers on a desktop machine.</summary>
public sealed record Hdf5Options
{
    /// <summary>The limits used by default.</summary>
    public static Hdf5Options Default { get; } = new();

    /// <summary>The maximum number of bytes that one read call may return in one array.</summary>
    public long MaximumReadBytes { get; init; } = 8L << 30;

    /// <summary>
    /// The folder in which files that this one refers to may be opened: external links, external storage, virtual
    /// datasets. Hidden files and folders in it are not opened. If null, no such files are opened, and reading their data causes
    /// an <see cref="Hdf5NotSupportedException"/>.
    /// </summary>
    public string? ExternalFolder { get; init; }

    /// <summary>The maximum number of chunks to decode in parallel per read; 0 means the number of processors.</summary>
    public int DegreeOfParallelism { get; init; }

    /// <summary>The maximum size of one decoded chunk in bytes.</summary>
    public long MaximumChunkBytes { get; init; } = 1L << 30;

    /// <summary>The folder of the file itself, in which other files are looked up first.</summary>
    internal string? OwnFolder { get; init; }

    /// <summary>The number of files in the chain of references that led to this one.</summary>
    internal int Nesting { get; init; }
}
