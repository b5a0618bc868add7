using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// Reads every array below a group, a piece at a time, to find out whether all of it can be read. Arrays that were never
/// written or are in other files are left out.
/// </summary>
internal static class ArrayReading
{
    /// <param name="group">The group.</param>
    /// <param name="known">The addresses of arrays that are known to be readable.</param>
    /// <param name="stop">Stops it.</param>
    public static void ReadAll(Hdf5Group group, IEnumerable<long> known, CancellationToken stop)
    {
        var seen = new HashSet<long>(known) { group.Address };
        var stack = new Stack<Hdf5Object>();
        stack.Push(group);
        while (stack.TryPop(out Hdf5Object? current))
        {
            stop.ThrowIfCancellationRequested();
            if (current is Hdf5Dataset dataset) Read(dataset, stop);
            if (current is not Hdf5Group inner) continue;
            foreach (Hdf5Object child in inner.Children)
            {
                if (seen.Add(child.Address)) stack.Push(child);
            }
        }
    }

    private static void Read(Hdf5Dataset dataset, CancellationToken stop)
    {
        if (!dataset.IsStored) return;
        if (dataset.Datatype.IsString)
        {
            _ = dataset.ReadStrings();
        }
        else if (dataset.Datatype.Class is not (Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint))
        {
            return;
        }
        else if (dataset.ChunkDimensions.Count > 0)
        {
            foreach (var _ in dataset.ReadChunks<double>()) stop.ThrowIfCancellationRequested();
        }
        else
        {
            foreach (var _ in dataset.ReadInPieces<double>()) stop.ThrowIfCancellationRequested();
        }
    }
}
