using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Chunks;

/// <summary>The fixed array that indexes the chunks of a dataset that cannot grow (specification VII.C).</summary>
internal sealed class FixedArray(FileContext file, long address, ChunkGrid grid, bool isFiltered)
{
    private const string HeaderStructure = "Fixed array header";
    private const string BlockStructure = "Fixed array data block";

    public List<ChunkRecord> Records()
    {
        int headerSize = 8 + file.LengthSize + file.OffsetSize + 4;
        Cursor header = Cursor.At(file, address, headerSize, HeaderStructure);
        header.Expect("FAHD"u8);
        header.ExpectVersion(0, 0);
        header.Skip(1);
        int elementSize = header.U8();
        int pageBits = header.U8();
        long count = header.Length();
        long block = header.Offset();
        header.ExpectChecksum();
        var elements = new ChunkElements(file, grid, isFiltered, elementSize, header);
        if (pageBits > 30 || count > file.Bytes.Length / elementSize) throw header.Fail($"{count} elements in pages of 2^{pageBits}");

        var records = new List<ChunkRecord>();
        if (block < 0) return records;
        long pageCount = 1L << pageBits;
        int prefix = 6 + file.OffsetSize;
        if (count <= pageCount)
        {
            ReadElements(block, prefix, 0, (int)count, elements, records);
            return records;
        }

        long pages = (count + pageCount - 1) / pageCount;
        int bitmapSize = (int)((pages + 7) / 8);
        Cursor head = Cursor.At(file, block, prefix + bitmapSize + 4, BlockStructure);
        head.Expect("FADB"u8);
        head.Skip(prefix - 4);
        ReadOnlySpan<byte> bitmap = head.Take(bitmapSize);
        head.ExpectChecksum();
        long at = block + prefix + bitmapSize + 4;
        for (long page = 0; page < pages; page++)
        {
            int inPage = (int)Math.Min(pageCount, count - (page * pageCount));
            // A page whose bit is not set was never written and holds nothing.
            if ((bitmap[(int)(page / 8)] & (0x80 >> (int)(page % 8))) != 0)
                ReadElements(at, 0, page * pageCount, inPage, elements, records);
            at += (pageCount * elementSize) + 4;
        }
        return records;
    }

    private void ReadElements(long start, int prefix, long first, int count, ChunkElements elements, List<ChunkRecord> records)
    {
        Cursor cursor = Cursor.At(file, start, prefix + (count * elements.Size) + 4, BlockStructure);
        if (prefix > 0)
        {
            cursor.Expect("FADB"u8);
            cursor.Skip(prefix - 4);
        }
        for (int i = 0; i < count; i++)
        {
            if (elements.Read(ref cursor, first + i) is { } record) records.Add(record);
        }
        cursor.ExpectChecksum();
    }
}
