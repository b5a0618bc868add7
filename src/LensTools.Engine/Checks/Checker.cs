using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;

namespace LensTools.Engine.Checks;

/// <summary>Applies a profile's rules to datasets, one after another.</summary>
public sealed class Checker
{
    private readonly Profile _profile;
    private readonly DatasetLabels _labels;
    private readonly SeenDatasets _seen;
    private readonly (IRule Rule, Severity Severity)[] _rules;

    /// <summary>A checker for one run: duplicates are found among all that it is shown.</summary>
    /// <param name="profile">The weights and limits.</param>
    /// <param name="labels">The labels of the collections that the datasets lie in.</param>
    /// <param name="identities">For comparing contents.</param>
    /// <param name="only">Rules to apply, by id; empty for all.</param>
    /// <param name="except">Rules to leave out.</param>
    /// <exception cref="LensException">A rule is named that there is not.</exception>
    public Checker(Profile profile, DatasetLabels labels, Identities identities, IReadOnlyCollection<string> only, IReadOnlyCollection<string> except)
    {
        _profile = profile;
        _labels = labels;
        _seen = new SeenDatasets(identities);
        foreach (string id in only.Concat(except))
        {
            if (RuleRegistry.Rules.All(rule => !IsNamed(rule, id)))
            {
                throw new LensException(new LensError(
                    ErrorKind.RuleUnknown, $"There is no rule \"{id}\".", id, "Use rules from: " + string.Join(", ", RuleRegistry.Rules.Select(r => r.Id)) + "."));
            }
        }
        _rules = [.. RuleRegistry.Rules
            .Where(rule => only.Count == 0 || only.Any(id => IsNamed(rule, id)))
            .Where(rule => !except.Any(id => IsNamed(rule, id)))
            .Select(rule => (rule, profile.SeverityOf(rule)))
            .Where(rule => rule.Item2 != Severity.Off)];
    }

    /// <summary>Checks what a listing found in a file; a file that is no data set gives nothing.</summary>
    public IReadOnlyList<TestResult> Check(string path, FileOutcome outcome, CancellationToken stop) =>
        outcome.Error is { } error ? [Unreadable(path, error)] : [.. outcome.Datasets.Select(dataset => Check(dataset, stop))];

    private TestResult Unreadable(string path, LensError error)
    {
        // Whatever rules were chosen: a file that nothing can be said about is not usable.
        var finding = new Finding(RuleRegistry.ReadableFile, Severity.Error, path, error.Message.TrimEnd('.'), "a file that can be read", error.Advice);
        return new TestResult(Path.GetFileNameWithoutExtension(path), path, null, _profile.Name, [finding]);
    }

    /// <summary>Checks one dataset.</summary>
    public TestResult Check(Dataset dataset, CancellationToken stop)
    {
        var context = new RuleContext(dataset, _profile, _labels, _seen, stop);
        var findings = new List<Finding>();
        LensError? broken = null;
        foreach ((IRule rule, Severity severity) in _rules)
        {
            stop.ThrowIfCancellationRequested();
            // Of what is not read there is nothing else to say.
            if (dataset.Level == DataLevel.Unread && rule.Id != RuleRegistry.ReadableFormat) continue;
            try
            {
                findings.AddRange(rule.Check(context).Select(o => new Finding(rule.Id, severity, o.Location, o.Seen, o.Expected, o.Advice)));
            }
            catch (LensException problem)
            {
                // What the rule wanted to look at cannot be read; that is one finding, whatever rule met it first.
                broken ??= problem.Error;
            }
        }
        if (broken is not null && findings.All(f => f.Rule != RuleRegistry.ReadableArrays))
            findings.Add(new Finding(RuleRegistry.ReadableArrays, Severity.Error, dataset.Path, broken.Message.TrimEnd('.'), "arrays that can be read to the end", broken.Advice));
        return new TestResult(dataset.Name, dataset.Path, dataset, _profile.Name, [.. findings.OrderByDescending(f => f.Severity)]);
    }

    private static bool IsNamed(IRule rule, string id)
    {
        // Metadata.* and Metadata both mean the whole group.
        string wanted = id.EndsWith(".*", StringComparison.Ordinal) ? id[..^2] : id;
        return string.Equals(rule.Id, wanted, StringComparison.OrdinalIgnoreCase) || rule.Id.StartsWith(wanted + ".", StringComparison.OrdinalIgnoreCase);
    }
}
