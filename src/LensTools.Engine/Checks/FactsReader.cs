using System.Globalization;
using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Similarity;

namespace LensTools.Engine.Checks;

/// <summary>Takes the facts for rules across a collection from a dataset that is open.</summary>
internal static partial class FactsReader
{
    private static readonly string[] LabelsOfRules = ["sample-class", "split"];

    /// <summary>The facts that some rules need.</summary>
    public static DatasetFacts Read(RuleContext context, RuleNeeds needs)
    {
        Dataset dataset = context.Dataset;
        var facts = new DatasetFacts(dataset.Path, dataset.IsOnlyEntry ? null : dataset.Entry, dataset.Length)
        {
            Run = Value(dataset, Term.RunNumber),
            Instrument = Value(dataset, Term.Instrument),
            Proposals = [.. Proposals(dataset)],
            IUnit = dataset.IUnit,
        };
        try
        {
            if (needs.HasFlag(RuleNeeds.Labels)) facts = WithLabels(facts, context);
            string? sample = facts.Sample ?? Value(dataset, Term.Sample);
            (string? name, (double, string)? concentration) = Concentrations.Split(sample, Value(dataset, Term.Title));
            facts = facts with { Sample = sample, Substance = name, Concentration = Concentrations.Stated(dataset) ?? concentration };
            if (needs.HasFlag(RuleNeeds.Signals)) facts = WithCurves(facts, context, needs);
            if (needs.HasFlag(RuleNeeds.Metadata) && dataset.Level == DataLevel.Raw)
                facts = facts with { GoodFrames = GoodFrames(context) };
            if (needs.HasFlag(RuleNeeds.Events) && context.Kinds.HasFlag(DataKinds.Events)
                && context.Events.MaxBy(stream => stream.Events) is { } largest)
                facts = facts with { Beginning = largest.Beginning, Events = largest.Events };
        }
        catch (LensException)
        {
            // It cannot be read; another rule has reported that.
        }
        return facts;
    }

    private static DatasetFacts WithCurves(DatasetFacts facts, RuleContext context, RuleNeeds needs)
    {
        if (context.Dataset.Level != DataLevel.Reduced) return facts;
        facts = facts with { Curves = [.. context.Signals.Select(CurveFingerprint.Of).OfType<CurveFingerprint>()] };
        if (context.ShapesOf(DataKinds.Curve).FirstOrDefault() is not { Q.Length: > 0 } first) return facts;
        return facts with
        {
            Guinier = needs.HasFlag(RuleNeeds.Guinier) && first.Guinier is { RSquared: > 0.8 } fit ? (fit.Rg, fit.I0) : null,
            Grid = (first.Q.Length, first.Q[0], first.Q[^1]),
        };
    }

    private static DatasetFacts WithLabels(DatasetFacts facts, RuleContext context)
    {
        IReadOnlyDictionary<string, LedgerEntry> labels = context.Labels;
        if (labels.Count == 0) return facts;
        return facts with
        {
            Sample = labels.GetValueOrDefault("sample-group")?.Value ?? labels.GetValueOrDefault("sample-name")?.Value,
            Labels = LabelsOfRules.Where(labels.ContainsKey).ToDictionary(name => name, name => labels[name].Value!),
        };
    }

    private static double? GoodFrames(RuleContext context)
    {
        double? good = null, raw = null;
        foreach (MetadataItem item in context.Metadata)
        {
            if (item.Name is not ("good_frames" or "raw_frames")
                || !double.TryParse(item.Value, CultureInfo.InvariantCulture, out double n))
                continue;
            if (item.Name == "good_frames") good ??= n;
            else raw ??= n;
        }
        return raw > 0 ? good / raw : null;
    }

    private static string? Value(Dataset dataset, Term term) =>
        dataset.Source(term) is { IsPlaceholder: false, Value.Length: > 0 } source ? source.Value : null;

    // One number, however it is written: RB1810123 in a title is 1810123.
    private static IEnumerable<string> Proposals(Dataset dataset)
    {
        IEnumerable<string> named = new[] { Value(dataset, Term.Title), Value(dataset, Term.Sample) }
            .OfType<string>()
            .SelectMany(text => ProposalInText().Matches(text).Select(match => match.Groups[1].Value));
        IEnumerable<string> all = Value(dataset, Term.Proposal) is { } own ? named.Append(own) : named;
        return all.DistinctBy(proposal => ProposalPrefix().Replace(proposal, ""), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What stands before the number of a proposal.</summary>
    [GeneratedRegex(@"^(?:RB|XB|XE|XR)(?=\d)", RegexOptions.IgnoreCase)]
    internal static partial Regex ProposalPrefix();

    // As ISIS writes them into titles, such as RB1810123 and XB1293031.
    [GeneratedRegex(@"(?<![A-Za-z0-9])((?:RB|XB|XE|XR)\d{6,8})(?![A-Za-z0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex ProposalInText();
}
