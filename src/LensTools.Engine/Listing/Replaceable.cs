using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Listing;

/// <summary>Whether a file may be replaced by what a command writes: whatever is asked for, no data, and nothing that LensTools keeps.
/// </summary>
internal static class Replaceable
{
    /// <summary>Refuses to replace a file.</summary>
    /// <param name="path">The file; nothing is refused if it is not there and not one of LensTools' own.</param>
    /// <param name="force">Whether an existing file may be replaced.</param>
    /// <param name="what">What is to be written, such as "table".</param>
    /// <exception cref="LensException">It may not be replaced.</exception>
    public static void Check(string path, bool force, string what)
    {
        bool isData = DatasetListing.IsOurs(path);
        if (!isData && !File.Exists(path)) return;
        if (!force && File.Exists(path))
            throw new LensException(new LensError(
                ErrorKind.FileExists, $"{path} exists already.", path, "Choose another name, or replace it with -Force."));
        try
        {
            isData |= FormatRegistry.Describe(path).Datasets.Count > 0;
        }
        catch (LensException)
        {
            // What cannot be read as a dataset is none.
        }
        if (isData)
            throw new LensException(new LensError(
                ErrorKind.ExportOverSource,
                $"{path} is a dataset, or a file of the collection, and no {what}.",
                path,
                "Choose another name; data are never replaced."));
    }
}
