using System.Management.Automation;
using LensTools.Engine.Datasets;

namespace LensTools.Hosting;

/// <summary>What a user named or piped as a dataset: the dataset itself, or where it is.</summary>
/// <param name="Dataset">The dataset, or null.</param>
/// <param name="Path">A path, or null.</param>
/// <param name="Entry">The entry in the file; null for all entries.</param>
/// <param name="IsLiteral">Whether the path is literal.</param>
internal readonly record struct DatasetInput(Dataset? Dataset, string? Path = null, string? Entry = null, bool IsLiteral = true)
{
    // The names that PowerShell's own cmdlets use for the path of their output, most reliable first.
    private static readonly string[] PathProperties = ["PSPath", "LiteralPath", "FullName", "Path"];

    /// <summary>What a pipeline object represents; null if it does not represent a dataset.</summary>
    public static DatasetInput? Of(PSObject item) => item.BaseObject switch
    {
        LensDataset dataset => new DatasetInput(dataset.Source),
        LensTestResult { Dataset: { } dataset } => new DatasetInput(dataset.Source),
        LensLabel { Source: { } dataset } => new DatasetInput(dataset),
        string path => new DatasetInput(null, path, IsLiteral: false),
        FileSystemInfo file => new DatasetInput(null, file.FullName),
        // Anything else that has a file and an entry: labels, findings, receipts, objects from another session.
        _ => OfProperties(item),
    };

    /// <summary>Whether a result or finding, also one from another session, is about a folder.</summary>
    public static bool IsOfFolder(PSObject item, DatasetInput input) =>
        input is { Dataset: null, Path: { } path }
        && item.TypeNames.Any(name => name.EndsWith("LensTools.LensTestResult", StringComparison.Ordinal)
            || name.EndsWith("LensTools.LensFinding", StringComparison.Ordinal))
        && Directory.Exists(path[(path.IndexOf("::", StringComparison.Ordinal) is >= 0 and int provider ? provider + 2 : 0)..]);

    private static DatasetInput? OfProperties(PSObject item)
    {
        string? path = PathProperties.Select(name => Text(item, name)).FirstOrDefault(text => text is not null);
        return path is null ? null : new DatasetInput(null, path, Text(item, "Entry"));
    }

    private static string? Text(PSObject item, string name) =>
        item.Properties[name]?.Value is { } value && LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null;
}
