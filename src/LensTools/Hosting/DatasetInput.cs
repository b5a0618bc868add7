using System.Management.Automation;
using LensTools.Engine.Datasets;

namespace LensTools.Hosting;

/// <summary>What a user named or piped as a dataset: the dataset itself, or where it is.</summary>
/// <param name="Dataset">The dataset, or null.</param>
/// <param name="Path">A path, or null.</param>
/// <param name="Entry">The entry of the file that is meant; null where all are.</param>
/// <param name="IsLiteral">Whether the path is exactly as written.</param>
internal readonly record struct DatasetInput(Dataset? Dataset, string? Path = null, string? Entry = null, bool IsLiteral = true)
{
    // As PowerShell's own cmdlets call the path of what they put out, the surest first.
    private static readonly string[] PathProperties = ["PSPath", "LiteralPath", "FullName", "Path"];

    /// <summary>What an object of the pipeline stands for; null where it stands for no dataset.</summary>
    public static DatasetInput? Of(PSObject item) => item.BaseObject switch
    {
        LensDataset dataset => new DatasetInput(dataset.Source),
        LensTestResult { Dataset: { } dataset } => new DatasetInput(dataset.Source),
        LensLabel { Source: { } dataset } => new DatasetInput(dataset),
        string path => new DatasetInput(null, path, IsLiteral: false),
        FileSystemInfo file => new DatasetInput(null, file.FullName),
        // Everything else that knows its file and entry: labels, findings, receipts, objects of another session.
        _ => OfProperties(item),
    };

    private static DatasetInput? OfProperties(PSObject item)
    {
        string? path = PathProperties.Select(name => Text(item, name)).FirstOrDefault(text => text is not null);
        return path is null ? null : new DatasetInput(null, path, Text(item, "Entry"));
    }

    private static string? Text(PSObject item, string name) =>
        item.Properties[name]?.Value is { } value && LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null;
}
