namespace LensTools.Hdf5.Filters;

/// <summary>A filter's inverse.</summary>
internal interface IFilter
{
    /// <summary>
    /// Undoes the filter. <paramref name="size"/> is the number of valid bytes; on return, the size of the result.
    /// Works in place or returns a rented array of at least <paramref name="expected"/> bytes.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are no output of this filter.</exception>
    byte[] Decode(byte[] data, ref int size, int expected, uint[] clientData);
}

/// <summary>A filter whose inverse can write directly to the destination of the elements.</summary>
internal interface IDirectFilter : IFilter
{
    /// <summary>Undoes the filter into <paramref name="target"/>, which has the size of the chunk; returns the number of bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are no output of this filter.</exception>
    int Decode(byte[] data, int size, Span<byte> target, uint[] clientData);
}

/// <summary>The filters by the ids that The HDF Group registered.</summary>
internal static class FilterRegistry
{
    private static readonly Dictionary<int, (string Name, IFilter? Filter)> Known = new()
    {
        [1] = ("deflate", new Deflate()),
        [2] = ("shuffle", new Shuffle()),
        [3] = ("fletcher32", new Fletcher32()),
        [4] = ("szip", new Szip()),
        [5] = ("n-bit", new NBit()),
        [6] = ("scale-offset", new ScaleOffset()),
        [307] = ("BZip2", new BZip2()),
        [32000] = ("LZF", new Lzf()),
        [32001] = ("Blosc", new Blosc()),
        [32004] = ("LZ4", new Lz4()),
        [32008] = ("bitshuffle", new Bitshuffle()),
        [32013] = ("ZFP", null),
        [32015] = ("Zstandard", new Zstandard()),
        [32017] = ("SZ", null),
        [32026] = ("Blosc2", null),
    };

    public static IFilter? Find(int id) => Known.TryGetValue(id, out (string Name, IFilter? Filter) known) ? known.Filter : null;

    public static string NameOf(FilterDescription filter) =>
        Known.TryGetValue(filter.Id, out (string Name, IFilter? Filter) known)
            ? known.Name
            : filter.Name.Length > 0 ? filter.Name : "unregistered";
}
