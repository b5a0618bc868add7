using System.Text;
using LensTools.Hdf5.Heaps;
using LensTools.Hdf5.Storage;

namespace LensTools.Hdf5.Values;

/// <summary>Elements that are in other files, one piece after another (specification IV.A.2.h, external data files message).</summary>
internal sealed class ExternalData : RawData
{
    private const string Structure = "External data files message";

    private readonly FileContext _file;
    private readonly Hdf5Dataspace _space;
    private readonly int _elementSize;
    private readonly long _address;
    private readonly List<(string Name, long Offset, long Size)> _pieces = [];

    public ExternalData(FileContext file, Hdf5Dataspace space, int elementSize, Cursor cursor)
    {
        _file = file;
        _space = space;
        _elementSize = elementSize;
        _address = file.Bytes.BaseAddress + cursor.Address;
        cursor.ExpectVersion(1, 1);
        cursor.Skip(3 + 2);
        int used = cursor.U16();
        var names = new LocalHeap(file, cursor.Offset());
        for (int i = 0; i < used; i++)
        {
            string name = Encoding.UTF8.GetString(names.Name(cursor.Length()));
            _pieces.Add((name, cursor.Length(), cursor.Length()));
        }
    }

    public override void CheckSize()
    {
        foreach ((string name, _, _) in _pieces) _file.ExternalFiles.OpenBytes(name, _address, Structure);
    }

    protected override void ReadSlab(Hdf5Selection selection, Span<byte> destination) =>
        RowReader.Read(selection, _space, _elementSize, destination, ReadRun);

    private void ReadRun(long start, Span<byte> destination)
    {
        long pieceStart = 0;
        foreach ((string name, long offset, long size) in _pieces)
        {
            long inPiece = start - pieceStart;
            if (inPiece < size && !destination.IsEmpty)
            {
                int count = (int)Math.Min(destination.Length, size - inPiece);
                int got = _file.ExternalFiles.OpenBytes(name, _address, Structure).Read(offset + inPiece, destination[..count]);
                // Data beyond the end of an external file read as zeros, as in the library.
                destination[got..count].Clear();
                destination = destination[count..];
                start += count;
            }
            pieceStart += size;
            if (pieceStart < 0) break;
        }
        if (!destination.IsEmpty) throw new Hdf5FormatException(_address, Structure, "its files are too small for the dataset");
    }
}
