using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks;

/// <summary>Finds what a file says about people: who measured, and e-mail addresses anywhere in its metadata.</summary>
public static partial class PersonalData
{
    /// <summary>Whether a value names or reaches a person.</summary>
    public static bool Names(MetadataItem item) =>
        (item.Term == Term.Users && !item.IsPlaceholder && item.Value.Length > 0)
            || (item.Value.Contains('@') && EMail().IsMatch(item.Value));

    /// <summary>
    /// The first value of a dataset that names a person, or null. The file is opened only if its description does not say.
    /// </summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public static MetadataItem? Find(Dataset dataset, CancellationToken stop) =>
        dataset.NamesPeople == false ? null : dataset.ReadMetadata(stop).FirstOrDefault(Names);

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")]
    private static partial Regex EMail();
}
