using System.Collections;
using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Datasets;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Finds datasets in files and folders and describes them.</summary>
[Cmdlet(VerbsCommon.Get, "LensDataset")]
[OutputType(typeof(LensDataset))]
[OutputType(typeof(LensSkippedFile))]
public sealed class GetLensDatasetCommand : LensDatasetCmdlet
{
    /// <summary>Search folders recursively.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Search folders behind symbolic links too.</summary>
    [Parameter]
    public SwitchParameter FollowSymlink { get; set; }

    /// <summary>Return only datasets in these formats.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNull]
    public string[] Format { get; set; } = [];

    /// <summary>
    /// Return only datasets with all of these labels. A value may have wildcards; an empty one stands for datasets without the label.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable Label { get; set; } = [];

    /// <summary>Return the files that are not datasets, with the reason, instead of the datasets.</summary>
    [Parameter]
    public SwitchParameter Skipped { get; set; }

    /// <summary>How many files are read at once.</summary>
    [Parameter]
    [ValidateRange(1, 256)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ForCommand(() => DatasetListing.CheckFormats(Format));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ForItem(() =>
        {
            IEnumerable<DatasetInput> inputs = GivenInputs();
            if (Skipped) WriteSkipped(inputs);
            else
                foreach (Dataset dataset in ReadDatasets(inputs, Recurse, Format, ThrottleLimit, FollowSymlink).Where(HasLabels))
                    WriteObject(new LensDataset(dataset, Workspace));
        });
    }

    private bool HasLabels(Dataset dataset)
    {
        if (Label.Count == 0) return true;
        IReadOnlyDictionary<string, LedgerEntry> labels = Workspace.Labels.Of(dataset, Stop);
        return Label.Cast<DictionaryEntry>().All(wanted =>
        {
            string? value = labels.GetValueOrDefault($"{wanted.Key}")?.Value;
            string pattern = $"{wanted.Value}";
            return pattern.Length == 0
                ? value is null
                : value is not null && WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(value);
        });
    }

    private void WriteSkipped(IEnumerable<DatasetInput> inputs)
    {
        foreach ((string path, string reason) in Listing(Recurse, Format, ThrottleLimit, FollowSymlink)
            .Skipped(inputs.Where(input => input.Path is not null).SelectMany(Resolve), Port, Stop)
            .Where(file => IsNew(file.Path)))
            WriteObject(new LensSkippedFile(path, reason));
    }
}
