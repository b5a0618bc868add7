namespace LensTools.Hdf5;

/// <summary>One chunk of a dataset, clipped to the dataset's bounds.</summary>
/// <param name="Offset">The coordinates of its first element.</param>
/// <param name="Shape">Its size in each dimension.</param>
/// <param name="Values">Its elements, row by row; the memory is reused for the next chunk.</param>
public readonly record struct Hdf5Chunk<T>(IReadOnlyList<long> Offset, IReadOnlyList<long> Shape, ReadOnlyMemory<T> Values);
