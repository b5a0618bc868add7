using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks;

/// <summary>Finds what a file says of people: who measured, and e-mail addresses anywhere in its metadata.</summary>
public static partial class PersonalData
{
    /// <summary>The values that name or reach a person.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public static IEnumerable<MetadataItem> Find(Dataset dataset, CancellationToken stop) =>
        dataset.ReadMetadata(stop).Where(item => (item.Term == Term.Users && !item.IsPlaceholder && item.Value.Length > 0) || (item.Value.Contains('@') && EMail().IsMatch(item.Value)));

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")]
    private static partial Regex EMail();
}
