using LensTools.Hdf5.Headers;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>The value of elements that were never written: the fill value messages, old and new (specification IV.A.2.e, f).</summary>
internal static class FillValue
{
    /// <summary>The bytes of one element, or an empty array for zero.</summary>
    public static byte[] Read(ObjectHeader header, int elementSize)
    {
        if (header.Find(MessageType.FillValue) is { } message)
        {
            Cursor cursor = header.Open(message, "Fill value message");
            byte version = cursor.ExpectVersion(1, 3);
            bool defined;
            if (version == 3)
            {
                defined = (cursor.U8() & 0x20) != 0;
            }
            else
            {
                cursor.Skip(2);
                defined = cursor.U8() != 0;
                if (version == 1 && cursor.Remaining < 4) defined = false;
            }
            return defined ? Take(cursor, elementSize) : [];
        }
        return header.Find(MessageType.OldFillValue) is { } old ? Take(header.Open(old, "Fill value message (old)"), elementSize) : [];
    }

    public static void Fill(Span<byte> destination, byte[] fill)
    {
        if (fill.Length == 0)
        {
            destination.Clear();
            return;
        }
        if (destination.IsEmpty) return;
        fill.AsSpan(0, Math.Min(fill.Length, destination.Length)).CopyTo(destination);
        for (int done = fill.Length; done < destination.Length; done *= 2)
            destination[..Math.Min(done, destination.Length - done)].CopyTo(destination[done..]);
    }

    private static byte[] Take(Cursor cursor, int elementSize)
    {
        long size = cursor.U32();
        if (size is 0 or uint.MaxValue) return [];
        if (size != elementSize) throw cursor.Fail($"a fill value of {size} bytes for elements of {elementSize}");
        byte[] fill = cursor.Take(size).ToArray();
        return fill.AsSpan().ContainsAnyExcept((byte)0) ? fill : [];
    }
}
