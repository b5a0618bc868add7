using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;
using LensTools.Engine.Plots.Views;

namespace LensTools.Engine.Pages;

/// <summary>Reads what pages show of datasets, several at once.</summary>
internal sealed class DatasetCards(Workspace workspace)
{
    /// <summary>Whether there is a picture on linear axes too.</summary>
    public bool HasLinear { get; init; }

    /// <summary>The size of a picture, of which a page may have thousands.</summary>
    public static PlotSize Size { get; } = new(320, 220, 11) { IsBare = true };

    private readonly DatasetPlots _plots = new(workspace), _linear = new(workspace) { Log = PlotLog.None };
    private readonly Dictionary<string, ILookup<string, LedgerEntry>> _histories = [];
    private readonly Lock _reading = new();

    /// <summary>The cards of results, in their order.</summary>
    /// <param name="results">The results; those of folders have none.</param>
    /// <param name="root">The folder that files are named relative to.</param>
    /// <param name="stop">Stops it.</param>
    public IEnumerable<DatasetCard> Of(IEnumerable<TestResult> results, string root, CancellationToken stop) => OrderedParallel.Select(
        results.Where(result => !result.IsOfFolder),
        Environment.ProcessorCount,
        result => Of(result, PortablePath.Relative(root, result.Path), stop),
        stop);

    private DatasetCard Of(TestResult result, string file, CancellationToken stop)
    {
        var card = new DatasetCard(result, file);
        if (result.Dataset is not { } dataset) return card with { NoPicture = "it could not be read" };
        try
        {
            IReadOnlyDictionary<string, LedgerEntry> labels = workspace.Labels.Of(dataset, stop);
            Dataset described = workspace.Labels.Amend(dataset, labels);
            card = card with
            {
                Facts = [.. FactsOf(described)],
                Facility = described.Facility ?? "",
                Sample = described.Sample ?? "",
                Labels = labels.ToDictionary(label => label.Key, label => label.Value.Value!),
                History = HistoryOf(dataset, stop),
            };
            CardPicture Draw(DatasetPlots plots)
            {
                Plot plot = plots.Of(dataset, result.Findings, stop);
                return new CardPicture(SvgRenderer.Inline(PlotLayout.Of(plot, Size)), PlotFrame.Of(plot).Remarks);
            }
            return card with { Picture = Draw(_plots), LinearPicture = HasLinear ? Draw(_linear) : null };
        }
        catch (LensException problem)
        {
            return card with { NoPicture = problem.Error.Message };
        }
    }

    private static IEnumerable<CardFact> FactsOf(Dataset dataset)
    {
        yield return new CardFact("Format", dataset.Format.Id, "");
        foreach (TermInfo term in TermInfo.All)
        {
            if (dataset.Source(term.Term) is not { } source) continue;
            string unit = source.Unit is { Length: > 0 } known ? " " + known : "";
            yield return new CardFact($"{term.Term}", source.Value + unit, source.Location);
        }
    }

    private IReadOnlyList<CardLabel> HistoryOf(Dataset dataset, CancellationToken stop)
    {
        if (workspace.Collections.Find(dataset.Path) is not { Ledger.IsEmpty: false } collection) return [];
        return [.. HistoryOf(collection)[workspace.Identities.Of(dataset, stop)].OrderBy(entry => entry.At)
            .Select(entry => new CardLabel(entry.At, LabelAuthor.NameOf(entry.By), entry.Name, entry.Value, entry.Reason))];
    }

    // Once for all datasets of a collection.
    private ILookup<string, LedgerEntry> HistoryOf(Collection collection)
    {
        lock (_reading)
        {
            if (!_histories.TryGetValue(collection.Root, out ILookup<string, LedgerEntry>? history))
                _histories[collection.Root] = history = collection.Ledger.Read().Intact().History.ToLookup(entry => entry.Id);
            return history;
        }
    }
}
