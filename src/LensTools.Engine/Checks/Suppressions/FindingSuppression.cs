using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Checks.Suppressions;

/// <summary>A finding that was suppressed.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Path">The file.</param>
/// <param name="Id">The dataset's identity.</param>
/// <param name="Suppression">Why; null if it counts again.</param>
public sealed record SuppressedFinding(string Rule, string Path, string Id, Suppression? Suppression);

/// <summary>Writes to the ledger that findings of rules on datasets do not count, in one transaction a collection.</summary>
public sealed class FindingSuppression(Workspace workspace)
{
    private readonly List<(Dataset Dataset, string Rule)> _targets = [];

    /// <summary>Why; for whoever reads the verdict later.</summary>
    public required string Reason { get; init; }

    /// <summary>The last day on which they do not count; null for good.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether they count again, instead.</summary>
    public bool IsLifted { get; init; }

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Adds a finding of a rule on a dataset.</summary>
    /// <exception cref="LensException">There is no such rule.</exception>
    public void Add(Dataset dataset, string rule)
    {
        RuleInfo info = RuleRegistry.Find(rule) ?? throw RuleSelection.Unknown(rule);
        _targets.Add((dataset, info.Id));
    }

    /// <summary>Writes them, after asking for each rule.</summary>
    /// <exception cref="LensException">A dataset is in no collection, or a ledger cannot be read or written.</exception>
    public IReadOnlyList<SuppressedFinding> Commit(IOutputPort output, CancellationToken stop)
    {
        var written = new List<SuppressedFinding>();
        string transaction = Guid.NewGuid().ToString("N");
        foreach (IGrouping<string, (Dataset Dataset, string Rule)> inOne in _targets.GroupBy(
            target => (workspace.Collections.Find(target.Dataset.Path) ?? throw Collection.NotFound(target.Dataset.Path)).Root,
            PortablePath.Comparer))
        {
            Collection collection = workspace.Collections.Find(inOne.First().Dataset.Path)!;
            string by = LabelAuthor.Of(Author, collection);
            var records = new List<LedgerRecord>();
            foreach (IGrouping<string, (Dataset Dataset, string Rule)> rule in inOne.Distinct().GroupBy(target => target.Rule))
            {
                int count = rule.Count();
                string what = count == 1 ? rule.First().Dataset.Path : $"{count} sets in {collection.Root}";
                if (!output.ShouldProcess(
                    what, $"{rule.Key}: {(IsLifted ? "count its findings again" : "suppress its findings")}")) continue;
                records.AddRange(rule.Select(target => new LedgerRecord
                {
                    Kind = LedgerKinds.Suppress,
                    Transaction = transaction,
                    At = workspace.UtcNow,
                    By = by,
                    Name = target.Rule,
                    Id = workspace.Identities.Of(target.Dataset, stop),
                    Path = PortablePath.Relative(collection.Root, target.Dataset.Path),
                    Suppression = IsLifted ? null : new SuppressionRecord(Until),
                    Reason = Reason,
                }));
            }
            // Identical files are one dataset.
            LedgerRecord[] distinct = [.. records.DistinctBy(record => (record.Name, record.Id))];
            if (distinct.Length == 0) continue;
            collection.Ledger.Append(_ => new LedgerDraft([], distinct), stop);
            written.AddRange(distinct.Select(record => new SuppressedFinding(
                record.Name,
                PortablePath.ToHostPath(collection.Root, record.Path!),
                record.Id!,
                record.Suppression is null ? null : new Suppression(Reason, by, Until))));
        }
        return written;
    }
}
