using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Engine.Listing;
using LensTools.Testing;
using TestResult = LensTools.Engine.Checks.TestResult;

namespace LensTools.Engine.Tests.Labels;

/// <summary>The ledger: whole transactions, no lost line, nothing overwritten.</summary>
public sealed class LedgerTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _folder = new();

    public LedgerTests() => Collection.Create(_folder.Path, "test", null, null);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_fold_gives_the_last_value_and_the_history_keeps_all()
    {
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        session.Label([dataset], "quality", "good", "first look");
        session.Label([dataset], "quality", "poor");
        session.Label([dataset], "split", "train");
        session.Label([dataset], "split", null);
        LedgerState ledger = Collection.Open(_folder.Path).Ledger.Read();
        Assert.Equal(4, ledger.History.Count);
        Assert.Equal("first look", ledger.History[0].Reason);
        Assert.Equal("poor", Assert.Single(ledger.Current).Value);
    }

    [Fact]
    public void What_was_appended_is_what_another_reads()
    {
        var session = new Session();
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        Collection collection = session.Workspace.Collections.Find(_folder["a.dat"])!;
        foreach (string? value in new[] { "good", null, "poor", "usable" })
        {
            session.Label(datasets, "quality", value);
            session.Label([datasets[0]], "split", value is null ? null : "train");
            // The one that wrote it need not read it again.
            LedgerState own = collection.Ledger.Read(), read = Collection.Open(_folder.Path).Ledger.Read();
            Assert.Equal(read.History, own.History);
            Assert.Equal(read.Current.ToHashSet(), own.Current.ToHashSet());
        }
    }

    [Fact]
    public void Labels_of_a_large_ledger_are_cached_until_it_changes()
    {
        string cache = _folder[".lens/labels.db"];
        using var workspace = new Workspace();
        void Set(string value, int count)
        {
            var transaction = new LabelTransaction(workspace) { Reason = new string('x', 200) };
            for (int i = 0; i < count; i++) transaction.Set($"sha256:{i:x64}", _folder[$"{i}.dat"], "quality", value);
            transaction.Commit(new Recorder(), CancellationToken.None);
        }

        // As each of several processes sees it.
        (string? Value, bool IsRead) Ask(int number)
        {
            Ledger ledger = Collection.Open(_folder.Path).Ledger;
            return (ledger.Of($"sha256:{number:x64}").GetValueOrDefault("Quality")?.Value, ledger.IsRead);
        }

        Set("good", 12_000);
        Assert.Equal(("good", true), Ask(7));
        Assert.Equal(("good", false), Ask(7));
        Assert.Equal(((string?)null, false), Ask(12_001));
        // Later labels are seen, and cached again.
        Set("poor", 8);
        Assert.Equal(("poor", true), Ask(7));
        Assert.Equal(("poor", false), Ask(7));
        Assert.Equal(("good", false), Ask(8));
        foreach (Action spoil in new[] { () => File.WriteAllText(cache, "no database"), () => File.Delete(cache) })
        {
            spoil();
            Assert.Equal(("good", true), Ask(9));
            Assert.Equal(("good", false), Ask(9));
        }
        // A line that is damaged is found, though there was a cache.
        File.AppendAllText(_folder["lens-labels.jsonl"], "{\"v\":1,\"kind\":\"label\"}\n");
        Assert.Equal("LensLedgerDamaged", Assert.Throws<LensException>(() => Ask(9)).Error.Id);
    }

    [Fact]
    public void What_would_be_done_is_a_line_for_each_distinct_change_and_a_total()
    {
        var session = new Session { Port = new Recorder { Answer = false } };
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2), AddCurve("c.dat", 3), AddCurve("d.dat", 4)];
        new Session().Label(datasets[..2], "quality", "good");
        new Session().Label(datasets[2..3], "quality", "poor");
        Assert.Empty(session.Label(datasets, "quality", "poor"));
        string root = _folder.Path;
        Assert.Equal(
            [
                $"may I quality: good → poor; 1 have it already: 2 sets in {root}",
                $"may I quality: none → poor; 1 have it already: d.dat in {root}",
                "notice In all 3 labels of 3 datasets; 1 label more would stay as they are. Nothing was written.",
            ],
            session.Port.Said.Where(said => !said.StartsWith("verbose", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_so_already_is_not_written_again()
    {
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        Assert.Single(session.Label([dataset], "quality", "good"));
        Assert.Empty(session.Label([dataset], "quality", "Good"));
    }

    [Fact]
    public void A_label_that_the_vocabulary_lacks_stops_the_transaction_before_it_begins()
    {
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        LensException error = Assert.Throws<LensException>(() => session.Label([dataset], "qualty", "good"));
        Assert.Equal("LensLabelUnknown", error.Error.Id);
        Assert.False(File.Exists(_folder["lens-labels.jsonl"]));
    }

    [Fact]
    public void Labels_follow_the_content_through_a_rename()
    {
        var session = new Session();
        session.Label([AddCurve("a.dat", 1)], "quality", "good");
        File.Move(_folder["a.dat"], _folder["b.dat"]);
        Assert.Equal("good", session.Labels.Of(Session.Read(_folder["b.dat"]), CancellationToken.None)["quality"].Value);
    }

    [Fact]
    public void A_damaged_line_is_named_and_nothing_is_written()
    {
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        session.Label([dataset], "quality", "good");
        File.AppendAllText(_folder["lens-labels.jsonl"], "{\"at\": broken\n");
        byte[] before = File.ReadAllBytes(_folder["lens-labels.jsonl"]);
        LensException error = Assert.Throws<LensException>(() => new Session().Label([dataset], "quality", "poor"));
        Assert.Equal("LensLedgerDamaged", error.Error.Id);
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder["lens-labels.jsonl"]));
        Assert.Single(Collection.Open(_folder.Path).Ledger.Read().Current);
    }

    [Fact]
    public void Nobody_who_reads_labels_goes_by_a_damaged_ledger()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        new Session().Label([dataset], "sample-name", "water");
        File.AppendAllText(_folder["lens-labels.jsonl"], "{\"at\": broken\n");

        var publishing = new Session();
        Assert.Empty(publishing.Publish([dataset], _folder["target"], _folder.Path));
        Assert.Equal("LensLedgerDamaged", Assert.Single(publishing.Port.Errors).Id);
        Assert.False(Directory.Exists(_folder["target"]));

        var export = new DatasetExport(new Session().Workspace, "Json") { Folder = _folder["out"] };
        Assert.Equal(
            "LensLedgerDamaged",
            Assert.Throws<LensException>(() => export.Write(dataset, new Recorder(), CancellationToken.None)).Error.Id);
        Assert.False(Directory.Exists(_folder["out"]));

        // The sample's name may stand in the ledger: nobody can say that it is missing.
        var curator = new Curator(new Session().Workspace) { Rules = new RuleSelection(["Metadata.Sample"], []) };
        TestResult result = Assert.Single(
            curator.Complete(
                curator.CheckDataset(dataset, CancellationToken.None),
                new DatasetListing(new Workspace()),
                new Recorder(),
                CancellationToken.None).Results);
        Assert.Equal(Verdict.NotChecked, result.Verdict);
        Assert.Equal(("Metadata.Sample", "LensLedgerDamaged"), (Assert.Single(result.Failures).Rule, result.Failures[0].Error.Id));
    }

    [Fact]
    public void A_transaction_that_was_cut_off_at_any_byte_never_happened()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        string ledger = _folder["lens-labels.jsonl"];
        new Session().Label([dataset], "quality", "good");
        byte[] first = File.ReadAllBytes(ledger);
        new Session().Label([dataset], "quality", "poor");
        byte[] both = File.ReadAllBytes(ledger);
        for (int length = first.Length + 1; length < both.Length - 1; length++)
        {
            File.WriteAllBytes(ledger, both[..length]);
            LedgerState state = Collection.Open(_folder.Path).Ledger.Read();
            Assert.Empty(state.Damage);
            Assert.Equal("good", Assert.Single(state.Current).Value);
            if (length % 40 != 0) continue;
            new Session().Label([dataset], "quality", "unusable");
            state = Collection.Open(_folder.Path).Ledger.Read();
            Assert.Empty(state.Damage);
            Assert.Equal(["good", "unusable"], state.History.Select(entry => entry.Value));
        }
    }

    [Fact]
    public void A_torn_line_of_the_format_before_is_damage()
    {
        // Those files were replaced as a whole: what is torn there was torn by somebody else.
        _folder.Write("lens-labels.jsonl", "{\"at\":\"2026-01-01T00:00:00Z\",\"by\":\"x\",\"transaction\":\"t\",\"id\":\"sha256:00\",\"pa");
        Assert.Contains("line 1", Assert.Single(Collection.Open(_folder.Path).Ledger.Read().Damage).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_changed_after_it_was_written_is_damage()
    {
        new Session().Label([AddCurve("a.dat", 1)], "quality", "good");
        string ledger = _folder["lens-labels.jsonl"];
        File.WriteAllText(ledger, File.ReadAllText(ledger).Replace("\"good\"", "\"poor\"", StringComparison.Ordinal));
        LedgerState state = Collection.Open(_folder.Path).Ledger.Read();
        Assert.Contains("begins in line 1", Assert.Single(state.Damage).Message, StringComparison.Ordinal);
        Assert.Empty(state.Current);
    }

    [Fact]
    public void Lines_of_the_format_before_have_no_version_and_count()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        string id = new Session().Identities.Of(dataset, CancellationToken.None);
        // As LensTools 0.1 wrote them.
        _folder.Write(
            "lens-labels.jsonl",
            $$"""{"at":"2026-01-01T00:00:00Z","by":"x","transaction":"t","id":"{{id}}","path":"a.dat","""
            + "\"name\":\"quality\",\"value\":\"good\",\"reason\":\"seen\"}\n");
        var session = new Session();
        Assert.Equal("good", session.Labels.Of(dataset, CancellationToken.None)["quality"].Value);
        session.Label([dataset], "split", "train");
        Assert.Equal(["quality", "split"], Collection.Open(_folder.Path).Ledger.Read().Current.Select(entry => entry.Name));
    }

    [Fact]
    public void Kinds_and_versions_that_are_newer_are_kept_and_named()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        new Session().Label([dataset], "quality", "good");
        string ledger = _folder["lens-labels.jsonl"];
        string newer = "{\"v\":1,\"kind\":\"rating\",\"transaction\":\"n\",\"seq\":0,\"rule\":\"Data.QUnit\"}\n"
            + "{\"v\":3,\"kind\":\"label\",\"transaction\":\"n\",\"seq\":1,\"of\":[1,2]}\n";
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(newer)));
        newer += $"{{\"v\":3,\"kind\":\"commit\",\"transaction\":\"n\",\"count\":2,\"sha256\":\"{hash}\"}}\n";
        File.AppendAllText(ledger, newer);
        new Session().Label([dataset], "split", "train");
        LedgerState state = Collection.Open(_folder.Path).Ledger.Read();
        Assert.Empty(state.Damage);
        Assert.Equal(["label of version 3", "rating of version 1"], state.Newer);
        Assert.Equal(2, state.Current.Count());
        Assert.Contains(newer, File.ReadAllText(ledger), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_branches_read_the_same_whichever_was_merged_into_the_other()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        string ledger = _folder["lens-labels.jsonl"];
        string[] branches = [.. new[] { "good", "poor" }.Select(value =>
        {
            File.Delete(ledger);
            new Session().Label([dataset], "quality", value);
            return File.ReadAllText(ledger);
        })];
        // Git's union merge keeps the lines of both sides, and may keep twice what both have.
        string[] merged = [branches[0] + branches[1], branches[1] + branches[0], branches[0] + branches[1] + branches[0]];
        Assert.All(merged, text =>
        {
            File.WriteAllText(ledger, text);
            LedgerState state = Collection.Open(_folder.Path).Ledger.Read();
            Assert.Empty(state.Damage);
            Assert.Equal(["good", "poor"], state.History.Select(entry => entry.Value));
            Assert.Equal("poor", Assert.Single(state.Current).Value);
        });
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData(
        "{\"at\":\"2026-01-01T00:00:00Z\",\"by\":\"x\",\"transaction\":\"t\",\"id\":null,\"path\":\"a\",\"name\":\"n\",\"value\":\"v\"}")]
    public void A_line_that_is_no_record_is_damage(string line)
    {
        _folder.Write("lens-labels.jsonl", line + "\n");
        Assert.Contains("line 1", Assert.Single(Collection.Open(_folder.Path).Ledger.Read().Damage).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_editor_of_Windows_may_save_the_ledger()
    {
        var session = new Session();
        session.Label([AddCurve("a.dat", 1)], "quality", "good");
        string ledger = _folder["lens-labels.jsonl"];
        File.WriteAllText(
            ledger, File.ReadAllText(ledger).Replace("\n", "\r\n", StringComparison.Ordinal), new System.Text.UTF8Encoding(true));
        LedgerState state = Collection.Open(_folder.Path).Ledger.Read();
        Assert.Empty(state.Damage);
        Assert.Single(state.Current);
    }

    [Fact]
    public void A_link_stays_a_link_and_a_mode_stays()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links and modes are others on Windows");
            return;
        }
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        _folder.Write("kept/ledger", "");
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(_folder["kept/ledger"], Mode);
        File.CreateSymbolicLink(_folder["lens-labels.jsonl"], _folder["kept/ledger"]);
        session.Label([dataset], "quality", "good");
        Assert.NotNull(new FileInfo(_folder["lens-labels.jsonl"]).LinkTarget);
        Assert.Equal(Mode, File.GetUnixFileMode(_folder["kept/ledger"]));
        Assert.Equal(2, File.ReadAllLines(_folder["kept/ledger"]).Length);
    }

    [Fact]
    public void Empty_parts_of_lens_yaml_are_nothing()
    {
        _folder.Write("lens.yaml", "labels:\n  mine:\n    values:\n  yours:\ntargets:\n  archive:\n");
        Collection collection = Collection.Open(_folder.Path);
        Assert.Equal(("mine", "anything"), collection.Vocabulary.Check("mine", "anything"));
        Assert.Empty(collection.Targets);
    }

    [Fact]
    public void A_last_line_without_an_end_gets_one()
    {
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        session.Label([dataset], "quality", "good");
        string ledger = _folder["lens-labels.jsonl"];
        File.WriteAllText(ledger, File.ReadAllText(ledger).TrimEnd('\n'));
        session.Label([dataset], "split", "train");
        Assert.Equal(4, File.ReadAllLines(ledger).Length);
        LedgerState state = Collection.Open(_folder.Path).Ledger.Read();
        Assert.Empty(state.Damage);
        Assert.Equal(["quality", "split"], state.Current.Select(entry => entry.Name).Order());
    }

    [Fact]
    public async Task Two_labellers_at_once_lose_no_line()
    {
        const int Rounds = 25;
        Dataset[] datasets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        await Task.WhenAll(datasets.Select((dataset, number) => Task.Run(() =>
        {
            for (int i = 0; i < Rounds; i++) new Session().Label([dataset], "comment", $"{number} {i}");
        })));
        LedgerState ledger = Collection.Open(_folder.Path).Ledger.Read();
        Assert.Equal(2 * Rounds, ledger.History.Count);
        Assert.Empty(ledger.Damage);
    }

    [Fact]
    public void A_reader_that_is_done_in_a_moment_keeps_no_label_out()
    {
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        session.Label([dataset], "quality", "good");
        FileStream reader = File.Open(_folder["lens-labels.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var done = new Timer(_ => reader.Dispose(), null, 300, Timeout.Infinite);
        Assert.Single(session.Label([dataset], "quality", "poor"));
    }

    [Fact]
    public void Another_process_waits_for_the_lock()
    {
        var session = new Session();
        Dataset dataset = AddCurve("a.dat", 1);
        session.Label([dataset], "quality", "good");
        using (File.Open(_folder[".lens/labels.lock"], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            File.WriteAllText(_folder[".lens/labels.lock.holder"], "Ann on a host, process 7");
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            string path = _folder[".lens/labels.lock"];
            LensException held = Assert.Throws<LensException>(
                () => FileLock.Acquire(path, TimeSpan.FromMilliseconds(50), CancellationToken.None, path + ".holder"));
            Assert.Contains(": Ann on a host, process 7.", held.Error.Message);
            Ledger ledger = Collection.Open(_folder.Path).Ledger;
            Assert.Throws<OperationCanceledException>(() => ledger.Append(_ => new LedgerDraft([], []), stop.Token));
        }
        Assert.Single(session.Label([dataset], "quality", "poor"));
    }

    [Fact]
    public void A_full_disk_leaves_the_old_ledger_whole()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "mounting a small file system needs root on Linux");
        using var mount = new TestFolder("lens mount");
        (int code, _, string error) = Tool.Run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", mount.Path]);
        Assert.SkipUnless(code == 0, $"no small file system can be mounted here: {error.Trim()}");
        try
        {
            Collection.Create(mount.Path, "small", null, null);
            File.WriteAllText(mount["a.dat"], Curve);
            Dataset dataset = Session.Read(mount["a.dat"]);
            new Session().Label([dataset], "quality", "good");
            byte[] before = File.ReadAllBytes(mount["lens-labels.jsonl"]);
            LensException failure = Assert.Throws<LensException>(() => new Session().Label([dataset], "comment", new string('x', 60_000)));
            Assert.Equal("LensLedgerWriteFailed", failure.Error.Id);
            Assert.Equal(before, File.ReadAllBytes(mount["lens-labels.jsonl"]));
            Assert.Empty(Directory.GetFiles(mount.Path, "*.tmp"));
        }
        finally
        {
            Tool.Run("umount", [mount.Path]);
        }
    }

    [Fact]
    public void Identities_are_remembered_until_the_file_changes()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        var first = new Session();
        string id = first.Identities.Of(dataset, CancellationToken.None);
        first.Identities.Flush();
        Assert.True(File.Exists(_folder[".lens/identities.db"]));
        // What is remembered is believed: size and time are the same, the content is not.
        DateTime time = File.GetLastWriteTimeUtc(dataset.Path);
        File.WriteAllText(dataset.Path, File.ReadAllText(dataset.Path).Replace("10", "11", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(dataset.Path, time);
        Assert.Equal(id, new Session().Identities.Of(dataset, CancellationToken.None));
        File.SetLastWriteTimeUtc(dataset.Path, time.AddSeconds(1));
        Assert.NotEqual(id, new Session().Identities.Of(dataset, CancellationToken.None));
    }

    [Fact]
    public void A_cache_that_is_no_database_is_done_without()
    {
        Dataset dataset = AddCurve("a.dat", 1);
        Directory.CreateDirectory(_folder[".lens"]);
        File.WriteAllText(_folder[".lens/identities.db"], new string('x', 4096));
        var session = new Session();
        Assert.StartsWith("sha256:", session.Identities.Of(dataset, CancellationToken.None), StringComparison.Ordinal);
        Assert.NotNull(session.Identities.CacheProblem);
    }

    [Fact]
    public void A_broken_lens_yaml_is_named_with_its_line()
    {
        _folder.Write("lens.yaml", "name: x\nprofil: training\n");
        LensException error = Assert.Throws<LensException>(() => Collection.Open(_folder.Path));
        Assert.Equal("LensCollectionInvalid", error.Error.Id);
        Assert.Contains("line 2: there is no key \"profil\"", error.Message, StringComparison.Ordinal);
    }

    private Dataset AddCurve(string name, int number) => Session.Read(_folder.Write(name, $"# curve {number}\n{Curve}"));
}
