namespace LensTools.Hdf5.Storage;

/// <summary>The context for reading the structures of one file: its bytes, field sizes and limits.</summary>
internal sealed class FileContext(FileBytes bytes, Hdf5Options options)
{
    public FileBytes Bytes { get; } = bytes;

    public Hdf5Options Options { get; } = options;

    /// <summary>The files that this one refers to.</summary>
    public required ExternalFiles ExternalFiles { get; init; }

    /// <summary>Bytes in an address.</summary>
    public int OffsetSize { get; set; } = 8;

    /// <summary>Bytes in a length.</summary>
    public int LengthSize { get; set; } = 8;

    /// <summary>The address of the superblock's extension, or -1.</summary>
    public long ExtensionAddress { get; set; } = -1;

    public Headers.SharedMessageTable SharedMessages =>
        LazyInitializer.EnsureInitialized(ref _sharedMessages, () => Headers.SharedMessageTable.Read(this, ExtensionAddress));

    public Heaps.GlobalHeap GlobalHeap => LazyInitializer.EnsureInitialized(ref _globalHeap, () => new Heaps.GlobalHeap(this));

    private Heaps.GlobalHeap? _globalHeap;
    private Headers.SharedMessageTable? _sharedMessages;
}
