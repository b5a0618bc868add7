using System.Collections.Concurrent;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Checks;

/// <summary>Applies a profile's rules to single datasets. Thread-safe.</summary>
internal sealed class Checker
{
    private readonly DatasetLabels _labels;
    private readonly (IDatasetRule Rule, Severity Severity)[] _rules;
    private readonly TruthTable? _truth;
    private readonly ConcurrentDictionary<string, TruthTable> _truthOfCollections = new();

    public Checker(Profile profile, DatasetLabels labels, RuleSelection selection, TruthTable? truth)
    {
        (Profile, _labels, Selection, _truth) = (profile, labels, selection, truth);
        _rules = [.. RuleRegistry.DatasetRules
            .Where(rule => selection.Includes(rule.Info))
            .Select(rule => (rule, profile.SeverityOf(rule.Info)))
            .Where(rule => rule.Item2 != Severity.Off)];
    }

    public Profile Profile { get; }

    public RuleSelection Selection { get; }

    /// <summary>The result for a file that cannot be read, because of the file itself or of the disk or permissions.</summary>
    public TestResult Unreadable(string path, LensError error)
    {
        bool isOfTheFile = error.Kind.Category is ErrorCategory.InvalidData or ErrorCategory.NotFound;
        string name = Path.GetFileNameWithoutExtension(path);
        if (!isOfTheFile)
            return new TestResult(name, path, null, Profile.Stamp, [], [new RuleFailure(RuleRegistry.ReadableFile.Id, error)]);
        // Regardless of the rules chosen: a file that cannot be read is not usable.
        var observation = new Observation(new Location(path), error.Message.TrimEnd('.'), "a file that can be read", error.Advice);
        return new TestResult(name, path, null, Profile.Stamp, [ToFinding(RuleRegistry.ReadableFile, Severity.Error, observation)], []);
    }

    /// <summary>The result for a file that was given by name but is not a dataset.</summary>
    public TestResult Skipped(string path, string reason)
    {
        var observation = new Observation(
            new Location(path),
            $"it is not a dataset: {reason}",
            "a supported format",
            "Leave it out, or ask for the data in a supported format.");
        return new TestResult(
            Path.GetFileNameWithoutExtension(path),
            path,
            null,
            Profile.Stamp,
            [ToFinding(ReadableFormat, Severity.Error, observation)],
            []);
    }

    /// <summary>What rules are shown of a dataset that is open.</summary>
    public RuleContext Open(DatasetReading reading) => new(reading, Profile, _labels, TruthFor);

    // What is given, else what the collection names.
    private TruthTable? TruthFor(Collection? collection) =>
        _truth ?? (collection?.Truth is { } path ? _truthOfCollections.GetOrAdd(path, TruthTable.Load) : null);

    /// <summary>Checks one dataset.</summary>
    /// <param name="context">Made of it by <see cref="Open"/>.</param>
    public TestResult Check(RuleContext context)
    {
        Dataset dataset = context.Dataset;
        var findings = new List<Finding>();
        var failures = new List<RuleFailure>();
        foreach ((IDatasetRule rule, Severity severity) in _rules)
        {
            context.Stop.ThrowIfCancellationRequested();
            // Nothing else can be said about a format that is not read.
            if (!dataset.IsReadable && rule.Info != ReadableFormat) continue;
            try
            {
                if (rule.Info.AppliesTo != DataKinds.All && (context.Kinds & rule.Info.AppliesTo) == 0) continue;
                findings.AddRange(rule.Check(context).Select(observation => ToFinding(rule.Info, severity, observation)));
            }
            catch (LensException problem) when (problem == context.ReadFailure)
            {
                // The data that the rule needs cannot be read: reported once, below.
            }
            catch (LensException problem)
            {
                // A ledger that cannot be read stands in the way of every rule that asks it: once is enough.
                if (failures.TrueForAll(failure => failure.Error.Message != problem.Error.Message))
                    failures.Add(new RuleFailure(rule.Info.Id, problem.Error));
            }
            catch (Exception problem) when (problem is not (OperationCanceledException or OutOfMemoryException))
            {
                failures.Add(new RuleFailure(rule.Info.Id, new LensError(
                    ErrorKind.RuleFailed,
                    $"{rule.Info.Id} cannot be applied to {dataset.Path}: {problem.Message}",
                    dataset.Path,
                    "Report this problem with the file; Test-LensDataset -ExcludeRule checks without the rule.",
                    problem)));
            }
        }
        if (context.ReadFailure is { } broken && findings.All(finding => finding.Rule != ReadableArrays.Id))
            findings.Add(Unread(dataset, broken.Error));
        return new TestResult(dataset.Name, dataset.Path, dataset, Profile.Stamp, findings, failures);
    }

    /// <summary>A result with the findings of the collection rules added, the most severe first.</summary>
    public static TestResult Complete(TestResult result, IEnumerable<Finding> more) =>
        result with { Findings = [.. result.Findings.Concat(more).OrderByDescending(finding => finding.Severity)] };

    public static Finding ToFinding(RuleInfo info, Severity severity, Observation o) =>
        new(info.Id, severity, o.Location, o.Seen, o.Expected, o.Advice, o.Remedy ?? info.Remedy);

    private static RuleInfo ReadableFormat => Rules.ReadableFormatRule.About;

    private static RuleInfo ReadableArrays => Rules.ReadableArraysRule.About;

    private static Finding Unread(Dataset dataset, LensError error) =>
        ToFinding(
            ReadableArrays,
            Severity.Error,
            new Observation(Location.Of(dataset), error.Message.TrimEnd('.'), Rules.ReadableArraysRule.Expected, error.Advice));
}
