namespace LensTools.Hdf5;

/// <summary>Limits that hold while a file is read. The defaults suit files from strangers on a desktop machine.</summary>
public sealed record Hdf5Options
{
    /// <summary>The limits used where none are given.</summary>
    public static Hdf5Options Default { get; } = new();

    /// <summary>The most bytes that one read call may put into one array.</summary>
    public long MaximumReadBytes { get; init; } = 8L << 30;

    /// <summary>
    /// The folder in which files may be opened that this one points at: external links, external storage, virtual
    /// datasets; what is hidden below it is not opened either. None may where it is null, and then what is in them is
    /// an <see cref="Hdf5NotSupportedException"/>.
    /// </summary>
    public string? ExternalFolder { get; init; }

    /// <summary>How many chunks of one read are decoded at once; all processors where it is 0.</summary>
    public int DegreeOfParallelism { get; init; }

    /// <summary>The most bytes that one chunk may have once it is decoded.</summary>
    public long MaximumChunkBytes { get; init; } = 1L << 30;

    /// <summary>The folder of the file itself, from which the names of others are taken first.</summary>
    internal string? OwnFolder { get; init; }

    /// <summary>How many files point at one another on the way to this one.</summary>
    internal int Nesting { get; init; }
}
