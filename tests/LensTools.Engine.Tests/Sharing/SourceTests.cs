using System.Security.Cryptography;
using System.Text.Json;
using LensTools.Engine.Datasets;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.Withdrawals;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Sources that publish to one place: each replaces, renames and withdraws its own files only.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly TestFolder _loq = new("lens loq"), _sans2d = new("lens sans2d"), _folder = new("lens target");

    public void Dispose()
    {
        _loq.Dispose();
        _sans2d.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Readable => [.. TargetPlace.Kinds.Select(kind => (string)kind.Data).Where(kind => kind != "drop")];

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_name_of_another_source_is_a_conflict_with_both_named(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        Publish(place, _loq, Write(_loq, "sample1.dat", 1));
        var second = new Session();
        Assert.Empty(Publish(place, _sans2d, Write(_sans2d, "sample1.dat", 2), second));
        LensTools.Engine.Hosting.LensError error = Assert.Single(second.Port.Errors);
        Assert.Equal("LensTargetConflict", error.Id);
        Assert.Contains(Path.GetFileName(_loq.Path), error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(_sans2d.Path), error.Message, StringComparison.Ordinal);
        Assert.Equal(Text("sample1.dat", 1), File.ReadAllText(Path.Combine(place.Set, "sample1.dat")));
        // The first may go on to replace it.
        Assert.Equal(PublishAction.Changed, Assert.Single(Publish(place, _loq, Write(_loq, "sample1.dat", 3))).Action);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void The_same_content_under_another_name_is_not_taken_away(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        string text = Text("empty", 1);
        for (int night = 0; night < 2; night++)
        {
            PublishReceipt first = Assert.Single(Publish(place, _loq, Session.Read(_loq.Write("loq_empty.dat", text))));
            PublishReceipt second = Assert.Single(Publish(place, _sans2d, Session.Read(_sans2d.Write("sans_empty.dat", text))));
            Assert.Equal(night == 0 ? PublishAction.New : PublishAction.Unchanged, first.Action);
            Assert.Equal(night == 0 ? PublishAction.New : PublishAction.Unchanged, second.Action);
        }
        Assert.Equal(
            ["loq_empty.dat", "sans_empty.dat"],
            Directory.GetFiles(place.Set, "*.dat").Select(Path.GetFileName).Order());
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Two_sources_at_once_publish_all_but_what_collides(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        Dataset[] first = [.. Enumerable.Range(0, 5).Select(i => Write(_loq, $"loq{i}.dat", i)), Write(_loq, "both.dat", 1)];
        Dataset[] second = [.. Enumerable.Range(0, 5).Select(i => Write(_sans2d, $"sans{i}.dat", i)), Write(_sans2d, "both.dat", 2)];
        Session[] sessions = [new Session { State = _folder[".one"] }, new Session { State = _folder[".two"] }];
        await Task.WhenAll(
            Task.Run(() => Publish(place, _loq, first, sessions[0])), Task.Run(() => Publish(place, _sans2d, second, sessions[1])));
        Assert.Equal(
            "LensTargetConflict", Assert.Single(sessions.SelectMany(session => session.Port.Errors)).Id);
        string root = place.Set;
        Assert.Equal(11, File.ReadAllLines(Path.Combine(root, "SHA256SUMS")).Length);
        Assert.Equal(11, Directory.GetFiles(root, "*.dat").Length);
    }

    /// <summary>
    /// Who drops files sees nothing of what others drop, and the server tells nobody that it gave a name that is taken another one
    /// (measured of Nextcloud 34.0.1). So sources of one name, also the same source on two hosts, must not meet.
    /// </summary>
    [Fact]
    public async Task Sources_of_one_name_do_not_meet_at_a_drop()
    {
        using TargetPlace place = TargetPlace.Open("drop", _folder);
        (TestFolder Source, Session Session)[] runs = [
            (_loq, new Session { State = _folder[".one"] }),
            (_sans2d, new Session { State = _folder[".two"] }),
            (_sans2d, new Session { State = _folder[".three"] })];
        // The same names with other contents and with the same, at once, and another file on the next day.
        foreach (TestFolder source in (TestFolder[])[_loq, _sans2d])
        {
            Write(source, "a.dat", source == _loq ? 1 : 2);
            Write(source, "b.dat", 3);
        }
        List<PublishReceipt>[] receipts = await Task.WhenAll(runs.Select(run => Task.Run(() => Drop(run.Source, run.Session))));
        Write(_loq, "c.dat", 4);
        List<PublishReceipt> later = Drop(_loq, runs[0].Session);
        Assert.Equal(["a.dat", "b.dat", "c.dat"], later.Select(receipt => receipt.Path).Order());
        Assert.Equal(receipts[0][0].Destination, later[0].Destination);
        Assert.Equal(3, receipts.Select(list => list[0].Destination).Distinct().Count());
        Assert.DoesNotContain(
            Directory.GetFiles(place.Root, "*", SearchOption.AllDirectories), file => file.Contains('(', StringComparison.Ordinal));
        foreach (PublishReceipt receipt in receipts.SelectMany(list => list).Concat(later))
        {
            string folder = Path.Combine(place.Root, receipt.Destination[(receipt.Destination.LastIndexOf('/') + 1)..]);
            Assert.Equal(
                receipt.Sha256,
                Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, receipt.Path)))));
            Assert.Contains(Directory.GetFiles(folder, "SHA256SUMS*"), sums =>
                File.ReadAllLines(sums).Contains($"{receipt.Sha256}  {receipt.Path}"));
        }

        List<PublishReceipt> Drop(TestFolder source, Session session) => Publish(
            place,
            source,
            [.. Directory.GetFiles(source.Path, "*.dat").Order().Select(Session.Read)],
            session);
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task The_same_job_on_two_hosts_finds_it_done(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        Dataset[] datasets = [.. Enumerable.Range(0, 6).Select(i => Write(_loq, $"{i % 2}/{i}.dat", i))];
        // The folder is there, so that files appear one by one.
        Publish(place, _sans2d, Write(_sans2d, "other.dat", 1));
        Session[] sessions = [new Session { State = _folder[".one"] }, new Session { State = _folder[".two"] }];
        List<PublishReceipt>[] receipts = await Task.WhenAll(
            sessions.Select(session => Task.Run(() => Publish(place, _loq, datasets, session))));
        Assert.All(sessions, session => Assert.Empty(session.Port.Errors));
        Assert.All(receipts, list => Assert.Equal(6, list.Count));
        Assert.Equal(7, File.ReadAllLines(Path.Combine(place.Set, "SHA256SUMS")).Length);
        Assert.Empty(Directory.GetDirectories(place.Set, ".lens-staging*"));
    }

    [Fact]
    public void Paths_do_not_depend_on_what_is_published_together()
    {
        using var work = new TestFolder();
        work.Write("loq/x.dat", Text("x", 1));
        Run(work.Path);
        // The next day, another folder has data too; and then one file is named alone.
        work.Write("sans2d/y.dat", Text("y", 1));
        Run(work.Path);
        Run(work["sans2d/y.dat"]);
        Run(work["loq"]);
        // Neither do they on what was published before from a folder below.
        Publish(_folder["elsewhere"], null, [Session.Read(work.Write("ill/z.dat", Text("z", 1)))], new Session());
        Run(work.Path);
        Assert.Equal(
            ["ill/z.dat", "loq/x.dat", "sans2d/y.dat"], File.ReadAllLines(_folder["SHA256SUMS"]).Select(line => line[66..]).Order());

        void Run(string path)
        {
            var session = new Session();
            Dataset[] found = [.. new DatasetListing(session.Workspace) { Recurse = true }.Datasets([path], session.Port, default)];
            Publish(_folder.Path, null, found, session);
            Assert.Empty(session.Port.Errors);
        }
    }

    [Fact]
    public void Each_source_keeps_its_name_licence_and_description_in_the_manifest()
    {
        File.WriteAllText(_loq["lens.yaml"], "name: A set\nlicence: CC0-1.0\ndescription: What LOQ measured.\n");
        File.WriteAllText(_sans2d["lens.yaml"], "name: B set\nlicence: CC-BY-NC-4.0\n");
        Publish(_folder.Path, _loq.Path, [Write(_loq, "a.dat", 1)], new Session());
        Publish(_folder.Path, _sans2d.Path, [Write(_sans2d, "b.dat", 1)], new Session());
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(_folder["lens-manifest.json"]));
        Dictionary<string, JsonElement> sources = manifest.RootElement.GetProperty("sources").EnumerateArray()
            .ToDictionary(source => source.GetProperty("name").GetString()!);
        Assert.Equal("CC0-1.0", sources["A set"].GetProperty("licence").GetString());
        Assert.Equal("What LOQ measured.", sources["A set"].GetProperty("description").GetString());
        Assert.Equal("CC-BY-NC-4.0", sources["B set"].GetProperty("licence").GetString());
        Assert.Equal(
            [sources["A set"].GetProperty("id").GetString(), sources["B set"].GetProperty("id").GetString()],
            manifest.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("source").GetString()));
    }

    [Fact]
    public void A_copy_of_the_folder_is_the_same_source_and_a_damaged_id_is_an_error()
    {
        Publish(_folder.Path, _loq.Path, [Write(_loq, "a.dat", 1)], new Session());
        File.Copy(_loq["lens-source.json"], _sans2d["lens-source.json"]);
        Assert.Equal(
            PublishAction.Changed,
            Assert.Single(Publish(_folder.Path, _sans2d.Path, [Write(_sans2d, "a.dat", 2)], new Session())).Action);
        File.WriteAllText(_sans2d["lens-source.json"], "{\"id\":");
        Assert.Equal(
            "LensSourceInvalid",
            Assert.Throws<LensTools.Engine.Hosting.LensException>(
                () => Publish(_folder.Path, _sans2d.Path, [Write(_sans2d, "a.dat", 3)], new Session())).Error.Id);
    }

    [Fact]
    public void What_an_earlier_version_published_is_adopted_and_its_paths_are_migrated_once_aloud()
    {
        Dataset[] datasets = [Write(_loq, "run/a.dat", 1), Write(_loq, "run/b.dat", 2)];
        Publish(_folder.Path, _loq.Path, datasets, new Session());
        // As 0.1 wrote it: no sources, and loose files under the deepest folder that held them.
        string manifest = File.ReadAllText(_folder["lens-manifest.json"]);
        string id = JsonDocument.Parse(manifest).RootElement.GetProperty("sources")[0].GetProperty("id").GetString()!;
        File.Move(_folder["run/b.dat"], _folder["b.dat"]);
        int sources = manifest.IndexOf("\"sources\"", StringComparison.Ordinal);
        int files = manifest.IndexOf("\"files\"", StringComparison.Ordinal);
        File.WriteAllText(
            _folder["lens-manifest.json"],
            (manifest[..sources] + manifest[files..]).Replace($",\"source\":\"{id}\"", "", StringComparison.Ordinal)
                .Replace("run/b.dat", "b.dat", StringComparison.Ordinal));

        var session = new Session();
        List<PublishReceipt> receipts = Publish(_folder.Path, _loq.Path, datasets, session);
        Assert.Equal(
            [("run/a.dat", PublishAction.Unchanged), ("run/b.dat", PublishAction.Moved)], receipts.Select(r => (r.Path, r.Action)).Order());
        Assert.Contains(session.Port.Said, said => said.Contains("renamed once", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder["b.dat"]));
        var again = new Session();
        Assert.All(Publish(_folder.Path, _loq.Path, datasets, again), receipt => Assert.Equal(PublishAction.Unchanged, receipt.Action));
        Assert.DoesNotContain(again.Port.Said, said => said.StartsWith("warning", StringComparison.Ordinal));
    }

    [Fact]
    public void A_withdrawal_for_one_source_leaves_the_files_of_others()
    {
        Publish(_folder.Path, _loq.Path, [Write(_loq, "a.dat", 1)], new Session());
        Publish(_folder.Path, _sans2d.Path, [Write(_sans2d, "b.dat", 1)], new Session());
        var session = new Session();
        var withdrawn = new List<WithdrawalReceipt>();
        Withdraw(force: false);
        Assert.Equal(["a.dat"], withdrawn.Select(receipt => receipt.Path));
        Assert.Equal("LensTargetConflict", Assert.Single(session.Port.Errors).Id);
        Assert.True(File.Exists(_folder["b.dat"]));
        // Now the publication has one source, and who names a file of it means it.
        Withdraw(force: true);
        Assert.False(File.Exists(_folder["b.dat"]));

        void Withdraw(bool force) => new Withdrawer(session.Workspace)
        {
            Destination = _folder.Path,
            Reason = "test",
            SourceFolders = [_loq.Path],
            Force = force,
            IsWanted = (_, _) => true,
        }.Run(session.Port, withdrawn.Add, CancellationToken.None);
    }

    [Fact]
    public void The_kept_copies_of_other_sources_are_not_purged()
    {
        Publish(_folder.Path, _loq.Path, [Write(_loq, "a.dat", 1)], new Session());
        Publish(_folder.Path, _sans2d.Path, [Write(_sans2d, "b.dat", 2)], new Session());
        string kept = Assert.Single(Withdraw(_sans2d, false, new Session())).KeptAs!;
        var session = new Session();
        Assert.Equal(["a.dat"], Withdraw(_loq, true, session).Select(receipt => receipt.Path));
        Assert.Equal("LensTargetConflict", Assert.Single(session.Port.Errors).Id);
        Assert.True(File.Exists(_folder[kept]));
        Assert.Equal(["b.dat"], Withdraw(_sans2d, true, new Session()).Select(receipt => receipt.Path));
        Assert.False(File.Exists(_folder[kept]));

        List<WithdrawalReceipt> Withdraw(TestFolder source, bool purges, Session session)
        {
            var withdrawn = new List<WithdrawalReceipt>();
            new Withdrawer(session.Workspace)
            {
                Destination = _folder.Path,
                Reason = "test",
                SourceFolders = [source.Path],
                Purge = purges,
                IsWanted = (path, _) => purges || path == "b.dat",
            }.Run(session.Port, withdrawn.Add, CancellationToken.None);
            return withdrawn;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_others_change_while_files_are_sent_is_a_conflict(bool isPublished)
    {
        using var server = new DavDouble("dav");
        using var place = TargetPlace.Of(server);
        Publish(place, _loq, Write(_loq, "a.dat", 1));
        bool isDone = false;
        server.Faults = (_, method, path) =>
        {
            if (isDone || method != "PUT" || !path.EndsWith("a.dat", StringComparison.Ordinal)) return null;
            isDone = true;
            if (isPublished)
                new Session().Publish(
                    [Write(_sans2d, "a.dat", 22)], place.Url, _sans2d.Path, name: place.Name, options: place.Options, force: true);
            else File.WriteAllText(Path.Combine(place.Set, "a.dat"), Text("a.dat", 22));
            return null;
        };
        var session = new Session();
        Assert.Empty(Publish(place, _loq, Write(_loq, "a.dat", 3), session));
        Assert.Equal("LensTargetConflict", Assert.Single(session.Port.Errors).Id);
        Assert.Equal(Text("a.dat", 22), File.ReadAllText(Path.Combine(place.Set, "a.dat")));
    }

    private static List<PublishReceipt> Publish(TargetPlace place, TestFolder source, Dataset dataset, Session? session = null) =>
        Publish(place, source, [dataset], session ?? new Session());

    private static List<PublishReceipt> Publish(TargetPlace place, TestFolder source, Dataset[] datasets, Session session) =>
        session.Publish(datasets, place.Url, source.Path, name: place.Name, options: place.Options);

    private static List<PublishReceipt> Publish(string destination, string? root, Dataset[] datasets, Session session) =>
        session.Publish(datasets, destination, root);

    private static Dataset Write(TestFolder folder, string name, int number) => Session.Read(folder.Write(name, Text(name, number)));

    private static string Text(string name, int number) =>
        $"# {Path.GetFileName(name)}\n0.01 {number}0 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";
}
