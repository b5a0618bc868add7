using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Labels.Tables;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Requests;

/// <summary>A request that was written.</summary>
/// <param name="Name">Its name, with which its files begin.</param>
/// <param name="Collection">The collection.</param>
/// <param name="Record">What the ledger keeps of it.</param>
/// <param name="Files">The letter and the forms; empty for one that is only remembered.</param>
public sealed record WrittenRequest(string Name, Collection Collection, RequestRecord Record, IReadOnlyList<string> Files);

/// <summary>
/// Asks uploaders for what is missing, from the results of checks: a letter and a form for each of them, and a line of the ledger. A
/// question is asked once, however many datasets it is about.
/// </summary>
public sealed partial class DatasetRequest(Workspace workspace)
{
    private const string UploaderLabel = "uploader";

    private readonly List<(Collection Collection, RequestSubject Subject, string To, string Profile, Finding Finding)> _found = [];

    // Those that were given, so that a finding on the folder that is about one of them asks about it as its own do.
    private readonly Dictionary<(string Path, string? Entry), Dataset> _datasets = [];

    /// <summary>The folder for letters and forms, which is made.</summary>
    public required string Folder { get; init; }

    /// <summary>Who is written to.</summary>
    public RequestGrouping Grouping { get; init; }

    /// <summary>Until when an answer is asked for; null for no date.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Findings below this are not asked about.</summary>
    public Severity Least { get; init; } = Severity.Warning;

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Adds what only the uploader of a dataset can supply, or of a folder, whose result comes behind those of its datasets.
    /// </summary>
    /// <exception cref="LensException">The dataset is in no collection, or it or the ledger cannot be read.</exception>
    public void Add(TestResult result, CancellationToken stop)
    {
        if (result.Dataset is { } given) _datasets[KeyOf(Location.Of(given))] = given;
        Finding[] asked = [.. result.Findings.Where(
            finding => finding.Suppression is null && finding.Severity >= Least && finding.Remedy.IsAnswerable)];
        if (asked.Length == 0) return;
        if (result.Dataset is { } dataset)
        {
            Add(dataset, asked, result.Profile.Name, stop);
            return;
        }
        foreach (Finding finding in asked)
        {
            if (_datasets.GetValueOrDefault(KeyOf(finding.Location)) is { } meant) Add(meant, [finding], result.Profile.Name, stop);
            else AddOfFolder(finding, result.Profile.Name);
        }
    }

    private void Add(Dataset dataset, Finding[] asked, string profile, CancellationToken stop)
    {
        Collection collection = workspace.Collections.Find(dataset.Path) ?? throw Collection.NotFound(dataset.Path);
        var subject = new RequestSubject(
            dataset, workspace.Identities.Of(dataset, stop), PortablePath.Relative(collection.Root, dataset.Path));
        string to = Addressee(dataset, subject, collection, stop);
        _found.AddRange(asked.Select(finding => (collection, subject, to, profile, finding)));
    }

    private static (string, string?) KeyOf(Location location) => (location.Path, location.Entry);

    // Whoever is asked about the other data of its folder is asked about this too. No cell of a form answers it.
    private void AddOfFolder(Finding finding, string profile)
    {
        string path = finding.Location.Path;
        string folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        Collection collection = workspace.Collections.OfFolder(folder);
        string relative = path == collection.Root ? collection.Name : PortablePath.Relative(collection.Root, path);
        var subject = new RequestSubject(null, "", $"{relative}: {finding.Seen}");
        string to = _found.Find(one => Path.GetDirectoryName(one.Subject.Dataset?.Path) == folder).To ?? OfFolder(relative, collection);
        _found.Add((collection, subject, to, profile, finding with { Remedy = finding.Remedy with { Label = null } }));
    }

    private static string OfFolder(string path, Collection collection) =>
        $"uploader of {(path.LastIndexOf('/') is > 0 and int end ? path[..end] : collection.Name)}";

    /// <summary>Writes the letters and forms and remembers them in the ledger, after asking for each.</summary>
    /// <exception cref="LensException">A file is there already or cannot be written, or the ledger cannot.</exception>
    public IReadOnlyList<WrittenRequest> Write(IOutputPort output, CancellationToken stop)
    {
        var written = new List<WrittenRequest>();
        foreach (var inOne in _found.GroupBy(one => one.Collection.Root, PortablePath.Comparer))
        {
            Collection collection = inOne.First().Collection;
            foreach (var letter in inOne.GroupBy(one => one.To).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                stop.ThrowIfCancellationRequested();
                RequestQuestion[] questions = Questions(letter.Select(one => (one.Subject, one.Finding)), collection.Vocabulary);
                if (Write(collection, letter.Key, letter.First().Profile, questions, output, stop) is { } request) written.Add(request);
            }
        }
        return written;
    }

    private string Addressee(Dataset dataset, RequestSubject subject, Collection collection, CancellationToken stop)
    {
        string? uploader = Grouping == RequestGrouping.Uploader
            ? workspace.Labels.Of(dataset, stop).GetValueOrDefault(UploaderLabel)?.Value
            : null;
        // Also one that is known by its instrument.
        string? facility = Grouping == RequestGrouping.Folder ? null : dataset.Value(Term.Facility) as string;
        return uploader ?? (facility is null ? OfFolder(subject.Path, collection) : $"uploader at {facility}");
    }

    // Those with the most datasets first; several rules may ask for the same label.
    private static RequestQuestion[] Questions(IEnumerable<(RequestSubject Subject, Finding Finding)> found, Vocabulary vocabulary) =>
        [.. found
            .GroupBy(one => one.Finding.Remedy.Label ?? one.Finding.Remedy.Request!)
            .Select(question =>
            {
                Finding first = question.First().Finding;
                LabelDefinition? definition = first.Remedy.Label is { } label ? vocabulary.Labels.GetValueOrDefault(label) : null;
                return new RequestQuestion(
                    definition?.Question ?? first.Remedy.Request!,
                    RuleRegistry.Find(first.Rule)?.Explanation ?? "",
                    first.Remedy.Label,
                    definition,
                    [.. question.Select(one => one.Subject).DistinctBy(subject => (subject.Id, subject.Id.Length == 0 ? subject.Path : ""))
                        .OrderBy(subject => subject.Name, StringComparer.Ordinal)]);
            })
            .OrderByDescending(question => question.Subjects.Count)
            .ThenBy(question => question.Text, StringComparer.Ordinal)];

    private WrittenRequest? Write(
        Collection collection, string to, string profile, RequestQuestion[] questions, IOutputPort output, CancellationToken stop)
    {
        LedgerState ledger = collection.Ledger.Read().Intact();
        string name = NewName(to, ledger);
        RequestQuestion[] forForm = [.. questions.Where(question => question.Label is not null)];
        int datasets = questions.SelectMany(question => question.Subjects).Select(subject => subject.Name).Distinct().Count();
        var letter = new RequestLetter
        {
            To = to,
            Collection = collection.Name,
            Purpose = PurposeOf(profile),
            From = LabelAuthor.NameOf(LabelAuthor.Of(Author, collection)),
            Until = Until,
            Datasets = datasets,
            Questions = questions,
            Forms = ($"{name}.csv", $"{name}.yaml"),
        };
        if (!output.ShouldProcess(
            Path.Combine(Folder, name),
            string.Create(CultureInfo.InvariantCulture, $"ask {to} {questions.Length} questions about {datasets} datasets"))) return null;
        List<string> files = WriteFiles(name, letter, forForm, ledger);
        var record = new RequestRecord(to, Until, [.. questions.Select(question => new RequestedAnswer(
            question.Text, question.Label, [.. question.Subjects.Select(subject => new RequestedDataset(subject.Id, subject.Path))]))]);
        collection.Ledger.Append(
            _ => new LedgerDraft(
                [],
                [
                    new LedgerRecord
                    {
                        Kind = LedgerKinds.Request,
                        Transaction = Guid.NewGuid().ToString("N"),
                        At = workspace.UtcNow,
                        By = LabelAuthor.Of(Author, collection),
                        Name = name,
                        Request = record,
                    },
                ]),
            stop);
        return new WrittenRequest(name, collection, record, files);
    }

    private List<string> WriteFiles(string name, RequestLetter letter, RequestQuestion[] forForm, LedgerState ledger)
    {
        (IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows) = RequestForm.Of(forForm, ledger.Of);
        var files = new List<(string Path, Action<Stream> Write)>
        {
            (Path.Combine(Folder, $"{name}.md"), stream => WriteText(stream, letter.ToMarkdown())),
            (Path.Combine(Folder, $"{name}.txt"), stream => WriteText(stream, letter.ToText())),
        };
        if (forForm.Length > 0)
        {
            files.Add((Path.Combine(Folder, $"{name}.csv"), stream => CsvTable.Write(stream, ",", columns, rows)));
            files.Add((Path.Combine(Folder, $"{name}.yaml"), stream => YamlTable.Write(stream, columns, rows)));
        }
        if (files.Find(file => File.Exists(file.Path)) is { Path: { } there })
            throw new LensException(new LensError(
                ErrorKind.FileExists, $"{there} exists already.", there, "Choose another folder with -Destination."));
        foreach ((string path, Action<Stream> write) in files)
        {
            try
            {
                Directory.CreateDirectory(Folder);
                AtomicFile.Write(path, write);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new LensException(LensError.FromWriteFailure(problem, path, "Choose a folder that you may write to."));
            }
        }
        return [.. files.Select(file => file.Path)];
    }

    private static void WriteText(Stream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    private string NewName(string to, LedgerState ledger)
    {
        string word = NoWord().Replace(to.ToLowerInvariant(), "-").Trim('-');
        if (word.Length > 40) word = word[..40].TrimEnd('-');
        string name = string.Create(CultureInfo.InvariantCulture, $"{workspace.UtcNow:yyyy-MM-dd}-{(word.Length > 0 ? word : "uploader")}");
        var taken = ledger.Records.Where(record => record.Kind == LedgerKinds.Request).Select(record => record.Name).ToHashSet();
        string free = name;
        for (int n = 2; taken.Contains(free) || IsThere(free); n++) free = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}");
        return free;

        // A letter of another collection, or of a ledger that was restored.
        bool IsThere(string stem) => File.Exists(Path.Combine(Folder, $"{stem}.md"));
    }

    private static string PurposeOf(string profile) => profile switch
    {
        "training" => "for training models",
        "benchmark" => "as a benchmark",
        "publication" => "in a publication",
        "archive" => "from the archive",
        _ => $"for {profile}",
    };

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();
}
