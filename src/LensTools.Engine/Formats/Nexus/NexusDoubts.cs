using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>What is doubtful about the arrays of an HDF5 file as such.</summary>
internal static class NexusDoubts
{
    // Where measured arrays are in an entry: entry/instrument/detector/data.
    private const int DeepestArray = 3;

    /// <summary>That entries beside those that are datasets have arrays too; told of the first dataset of a file.</summary>
    public static IEnumerable<Doubt> OfOtherEntries(Hdf5File file, IEnumerable<Hdf5Group> datasets, string entry)
    {
        string[] taken = [.. datasets.Select(group => group.Path)];
        if (taken.Length == 0 || taken[0] != "/" + entry) yield break;
        foreach (Hdf5Group other in NexusValues.EntriesOf(file))
        {
            bool isTaken = taken.Any(path => path == other.Path || path.StartsWith(other.Path + "/", StringComparison.Ordinal));
            if (!isTaken && HasArray(other, DeepestArray))
                yield return new Doubt(
                    DoubtKind.Unexplained, other.Path, $"{other.Name} is an entry with data of another kind", "no dataset");
        }
    }

    private static bool HasArray(Hdf5Group group, int depth) => NexusValues.Children(group).Any(child => child switch
    {
        Hdf5Dataset data => data.Dataspace.ElementCount > 1
            && data.Datatype.Class is Hdf5DatatypeClass.FixedPoint or Hdf5DatatypeClass.FloatingPoint,
        Hdf5Group inner => depth > 0 && HasArray(inner, depth - 1),
        _ => false,
    });

    /// <summary>That elements were never written, or are in a file that is missing.</summary>
    public static IEnumerable<Doubt> OfUnwritten(Hdf5Dataset? data)
    {
        if (data is null || data.Dataspace.ElementCount == 0 || data.UnwrittenElements is not (> 0 and var missing)) yield break;
        yield return new Doubt(
            DoubtKind.NeverWritten,
            data.Path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{missing} of {data.Dataspace.ElementCount} values of {data.Name} were never written, or their source file is missing"),
            "the fill value");
    }

    /// <summary>That something beside the data does not have their shape, and was left out.</summary>
    public static IEnumerable<Doubt> OfShape(Hdf5Dataset? beside, Hdf5Dataset data)
    {
        if (beside is null || beside.Dataspace.ElementCount == data.Dataspace.ElementCount) yield break;
        yield return new Doubt(
            DoubtKind.Unexplained,
            beside.Path,
            $"{beside.Name} of shape {beside.Dataspace} does not fit {data.Name} of shape {data.Dataspace}",
            "nothing of it");
    }
}
