namespace LensTools.Hdf5.Storage;

/// <summary>What every structure of one file needs to be read: its bytes, its field sizes and the limits.</summary>
internal sealed class FileContext(FileBytes bytes, Hdf5Options options)
{
    public FileBytes Bytes { get; } = bytes;

    public Hdf5Options Options { get; } = options;

    /// <summary>The files that this one points at.</summary>
    public required ExternalFiles ExternalFiles { get; init; }

    /// <summary>Bytes in an address.</summary>
    public int OffsetSize { get; set; } = 8;

    /// <summary>Bytes in a length.</summary>
    public int LengthSize { get; set; } = 8;

    /// <summary>Where the superblock's extension lies, or -1.</summary>
    public long ExtensionAddress { get; set; } = -1;

    public Headers.SharedMessageTable SharedMessages =>
        LazyInitializer.EnsureInitialized(ref _sharedMessages, () => Headers.SharedMessageTable.Read(this, ExtensionAddress));

    public Heaps.GlobalHeap GlobalHeap => LazyInitializer.EnsureInitialized(ref _globalHeap, () => new Heaps.GlobalHeap(this));

    private Heaps.GlobalHeap? _globalHeap;
    private Headers.SharedMessageTable? _sharedMessages;
}
