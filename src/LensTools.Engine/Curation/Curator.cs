using System.Collections.Concurrent;
using LensTools.Engine.Checks;
using LensTools.Engine.Checks.Suppressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Curation;

/// <summary>
/// Checks files and datasets, each against the profile that applies to it: the given one, otherwise that of the nearest
/// collection. All hosts use this class, so all give the same verdicts. Use it from one thread; it runs the checks on
/// several threads.
/// </summary>
public sealed class Curator(Workspace workspace)
{
    private readonly ConcurrentDictionary<string, Lazy<Checker>> _checkers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (ICollectionPass Pass, RuleInfo Info, Severity Severity)[]> _passes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, bool> _sizes = new();

    // Of the first dataset, whose profile judges all of them together.
    private Checker? _checker;
    private string? _folder;

    /// <summary>The profile to check against, a name or an absolute path; that of the nearest collection if null.</summary>
    public string? Profile { get; init; }

    /// <summary>Values that are known of samples; null for those of the nearest collection, if it has any.</summary>
    public TruthTable? Truth { get; init; }

    /// <summary>Which rules are applied.</summary>
    public RuleSelection Rules { get; init; } = RuleSelection.All;

    /// <summary>Fails now, not at the first file, if the given profile cannot be loaded.</summary>
    /// <exception cref="LensException">There is no such profile, or it cannot be read.</exception>
    public Curator Validated()
    {
        if (Profile is not null) _ = CheckerOf(Profile);
        return this;
    }

    /// <summary>Checks the files of a listing in path order. Folders that cannot be listed are reported to the port.</summary>
    /// <param name="listing">Selects the files.</param>
    /// <param name="paths">Absolute paths of files and folders.</param>
    /// <param name="output">Receives the messages of the operation.</param>
    /// <param name="stop">Stops it.</param>
    public IEnumerable<CuratedFile> Curate(DatasetListing listing, IEnumerable<string> paths, IOutputPort output, CancellationToken stop) =>
        listing.Select(paths, CheckFile, output, stop).Select(checks => Complete(checks, listing, output, stop));

    /// <summary>Checks a file by itself, on any thread; call <see cref="Complete"/> afterwards, in file order.</summary>
    /// <param name="listing">Determines whether the content is cached briefly.</param>
    /// <param name="path">The file.</param>
    /// <param name="stop">Stops it.</param>
    public FileChecks CheckFile(DatasetListing listing, string path, CancellationToken stop)
    {
        using FileReading reading = listing.Open(path, stop);
        return CheckFile(reading);
    }

    /// <summary>Checks a dataset by itself, on any thread; call <see cref="Complete"/> afterwards, in order.</summary>
    public FileChecks CheckDataset(Dataset dataset, CancellationToken stop)
    {
        FileChecks Of(Check check) => new(dataset.Path, new FileOutcome([dataset]), [check], check.Checker);
        if (CheckerFor(dataset.Path, out LensError? problem) is not { } checker)
            return Of(new Check(dataset, NotChecked(dataset.Path, dataset, problem!), null));
        try
        {
            using DatasetReading reading = dataset.Open(stop);
            return Of(CheckEntry(checker, reading));
        }
        catch (LensException gone)
        {
            return Of(new Check(
                dataset, checker.Unreadable(dataset.Path, gone.Error) with { Name = dataset.Name, Dataset = dataset }, null));
        }
    }

    /// <summary>Adds the findings of collection-wide rules; call in file order, on one thread.</summary>
    public CuratedFile Complete(FileChecks file, DatasetListing listing, IOutputPort output, CancellationToken stop)
    {
        if (file.Outcome.SkippedBecause is { } reason)
        {
            bool isNamed = listing.Named.Contains(file.Path) && file.Checker is not null;
            listing.Skip(file.Path, reason, output, isAnswered: isNamed);
            return new CuratedFile(file.Path, isNamed ? [file.Checker!.Skipped(file.Path, reason)] : []) { SkippedBecause = reason };
        }
        if (file.Outcome.Error is { } error)
        {
            TestResult unreadable = file.Checker?.Unreadable(file.Path, error) ?? NotChecked(file.Path, null, error);
            return new CuratedFile(file.Path, [unreadable]) { Error = error };
        }
        return new CuratedFile(file.Path, [.. file.Checks.Select(check => CompleteEntry(check, stop))]);
    }

    /// <summary>
    /// What only all datasets together show, as a result of the folder that they are in; null if that is nothing. Call when all files are
    /// complete.
    /// </summary>
    public TestResult? CompleteAll(CancellationToken stop)
    {
        if (_folder is null || _checker is not { } checker) return null;
        var whole = new TestResult(Path.GetFileName(_folder), _folder, null, checker.Profile.Stamp, [], []) { IsOfFolder = true };
        Finding[] findings = [.. PassesOf(checker)
            .SelectMany(p => p.Pass.End().Select(observation => Checker.ToFinding(p.Info, p.Severity, observation)))];
        return findings.Length == 0 ? null : Suppressed(Checker.Complete(whole, findings), stop);
    }

    private TestResult CompleteEntry(Check check, CancellationToken stop)
    {
        if (check.Checker is not { } checker || check.Facts is not { } known) return Suppressed(check.Result, stop);
        // Facts are kept for the whole run: no more than they need.
        Dataset dataset = check.Dataset;
        DatasetFacts facts = known.With(dataset.Version.Sha256, () => HashOf(dataset, stop)) with
        {
            Asked = [.. check.Result.Findings.Select(finding => finding.Remedy.Label).OfType<string>()],
        };
        string folder = Path.GetDirectoryName(dataset.Path)!;
        _folder = _folder is null ? folder : PortablePath.CommonFolder(_folder, folder);
        _checker ??= checker;
        IEnumerable<Finding> more =
            PassesOf(checker).SelectMany(p => p.Pass.Add(facts).Select(observation => Checker.ToFinding(p.Info, p.Severity, observation)));
        return Suppressed(Checker.Complete(check.Result, more), stop);
    }

    // What is suppressed stays visible, and does not count. The findings on a folder are each about one of its datasets, or about it.
    private TestResult Suppressed(TestResult result, CancellationToken stop)
    {
        var known = new Dictionary<(string, string?), IReadOnlyDictionary<string, Suppression>>();
        try
        {
            return result with { Findings = [.. result.Findings.Select(Of)] };
        }
        catch (LensException problem)
        {
            return result with { Failures = [.. result.Failures, new RuleFailure("Suppress", problem.Error)] };
        }

        Finding Of(Finding finding)
        {
            Location of = result.Dataset is { } dataset ? Location.Of(dataset) : finding.Location;
            (string path, string? entry) = (of.Path, of.Entry);
            if (Directory.Exists(path)) return finding;
            if (!known.TryGetValue((path, entry), out IReadOnlyDictionary<string, Suppression>? rules))
                known[(path, entry)] = rules = workspace.Labels.SuppressionsOf(path, entry, DateOnly.FromDateTime(workspace.UtcNow), stop);
            return rules.TryGetValue(finding.Rule, out Suppression? why) ? finding with { Suppression = why } : finding;
        }
    }

    private FileChecks CheckFile(FileReading reading)
    {
        if (CheckerFor(reading.Path, out LensError? problem) is not { } checker)
            return new FileChecks(
                reading.Path,
                reading.Outcome,
                [.. reading.Outcome.Datasets.Select(dataset => new Check(dataset, NotChecked(reading.Path, dataset, problem!), null))],
                null);
        return new FileChecks(
            reading.Path, reading.Outcome, [.. reading.Datasets.Select(dataset => CheckEntry(checker, dataset))], checker);
    }

    private Check CheckEntry(Checker checker, DatasetReading reading)
    {
        RuleContext context = checker.Open(reading);
        TestResult result = checker.Check(context);
        // Hash while the file is open, and only if another of the same size was seen: then the hash is needed at once.
        RuleNeeds needs = NeedsOf(checker);
        if (needs.HasFlag(RuleNeeds.Hash) && !_sizes.TryAdd(reading.Dataset.Length, true)) _ = TryHash(reading);
        else reading.HashIfInMemory();
        return new Check(reading.Dataset, result, checker) { Facts = reading.Dataset.IsReadable ? FactsReader.Read(context, needs) : null };
    }

    private static RuleNeeds NeedsOf(Checker checker) => RuleRegistry.CollectionRules
        .Where(rule => checker.Selection.Includes(rule.Info) && checker.Profile.SeverityOf(rule.Info) != Severity.Off)
        .Aggregate(RuleNeeds.Description, (needs, rule) => needs | rule.Info.Needs);

    private static string? TryHash(DatasetReading reading)
    {
        try
        {
            return reading.Sha256;
        }
        catch (LensException)
        {
            // It cannot be read to the end; another rule has reported that.
            return null;
        }
    }

    private string? HashOf(Dataset dataset, CancellationToken stop)
    {
        try
        {
            return workspace.Identities.Sha256(dataset, stop);
        }
        catch (LensException)
        {
            // A file deleted in the meantime is not a duplicate.
            return null;
        }
    }

    private static TestResult NotChecked(string path, Dataset? dataset, LensError problem) => new(
        dataset?.Name ?? Path.GetFileNameWithoutExtension(path),
        path,
        dataset,
        new ProfileStamp("", 0, ""),
        [],
        [new RuleFailure(RuleRegistry.ReadableFile.Id, problem)]);

    // A collection profile that cannot be read fails the collection's files, not the run.
    private Checker? CheckerFor(string path, out LensError? problem)
    {
        problem = null;
        try
        {
            return CheckerOf(Profile ?? workspace.Collections.Find(path)?.Profile ?? Checks.Profile.DefaultName);
        }
        catch (LensException failure)
        {
            problem = failure.Error;
            return null;
        }
    }

    private Checker CheckerOf(string profile) =>
        _checkers.GetOrAdd(
            profile,
            name => new Lazy<Checker>(() => new Checker(Checks.Profile.Load(name), workspace.Labels, Rules, Truth))).Value;

    // One pass for all files of a run, whichever profile sets its severity.
    private (ICollectionPass Pass, RuleInfo Info, Severity Severity)[] PassesOf(Checker checker)
    {
        string hash = checker.Profile.Stamp.Hash;
        if (!_passes.TryGetValue(hash, out var passes))
        {
            ICollectionPass[] shared = _passes.Count > 0
                ? [.. _passes.Values.First().Select(p => p.Pass)]
                : [.. RuleRegistry.CollectionRules.Select(rule => rule.Begin())];
            passes = [.. RuleRegistry.CollectionRules.Zip(
                shared, (rule, pass) => (pass, rule.Info, checker.Profile.SeverityOf(rule.Info)))];
            _passes[hash] = passes;
        }
        return [.. passes.Where(p => p.Severity != Severity.Off && Rules.Includes(p.Info))];
    }
}

/// <summary>What was found in each dataset of a file by itself.</summary>
public sealed class FileChecks
{
    internal FileChecks(string path, FileOutcome outcome, IReadOnlyList<Check> checks, Checker? checker) =>
        (Path, Outcome, Checks, Checker) = (path, outcome, checks, checker);

    internal string Path { get; }

    internal FileOutcome Outcome { get; }

    internal IReadOnlyList<Check> Checks { get; }

    internal Checker? Checker { get; }
}

/// <summary>What was found in a dataset by itself.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Result">The result so far.</param>
/// <param name="Checker">The checker used; null if there was none.</param>
internal sealed record Check(Dataset Dataset, TestResult Result, Checker? Checker)
{
    /// <summary>What rules across the collection are shown of it; null if it cannot be read.</summary>
    public DatasetFacts? Facts { get; init; }
}
