using System.Globalization;

namespace LensTools.Engine.Checks.Rules;

/// <summary>A rule that compares a dataset with the first one of the same substance.</summary>
internal abstract class SampleRule : ICollectionRule
{
    public abstract RuleInfo Info { get; }

    public ICollectionPass Begin() => new Pass(this);

    protected virtual bool Takes(DatasetFacts facts) => facts.Substance is not null && facts.Grid is not null;

    /// <summary>What is wrong with a dataset, given the first one of its substance.</summary>
    protected abstract IEnumerable<Observation> Judge(DatasetFacts facts, DatasetFacts first);

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Pass(SampleRule rule) : ICollectionPass
    {
        private readonly Dictionary<string, DatasetFacts> _first = new(StringComparer.OrdinalIgnoreCase);

        public IEnumerable<Observation> Add(DatasetFacts facts) =>
            !rule.Takes(facts) || _first.TryAdd(facts.Substance!, facts) ? [] : rule.Judge(facts, _first[facts.Substance!]);
    }
}
