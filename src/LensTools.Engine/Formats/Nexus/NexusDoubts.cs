using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>What is doubtful about the arrays of an HDF5 file as such.</summary>
internal static class NexusDoubts
{
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
