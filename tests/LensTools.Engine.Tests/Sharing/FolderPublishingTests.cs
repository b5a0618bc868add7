using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Publishing to a folder.</summary>
public sealed class FolderPublishingTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new();
    private readonly TestFolder _target = new("lens target");

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public void Every_file_arrives_and_sha256sum_agrees()
    {
        Dataset[] datasets = [Add("a.dat"), Add("deep/er/b [1] #%.dat"), Add("Größe-µ.dat")];
        List<PublishReceipt> receipts = new Session().Publish(datasets, _target.Path, _source.Path);
        Assert.Equal(3, receipts.Count);
        Assert.All(receipts, receipt => Assert.Equal((Verification.ReadBack, PublishAction.New), (receipt.Proof!.Value, receipt.Action)));
        string sha256sum = Tool.Find("sha256sum") ?? "";
        Assert.SkipWhen(sha256sum.Length == 0, "sha256sum is not installed");
        (int code, string output, string error) = Tool.Run(sha256sum, ["--check", "SHA256SUMS"], folder: _target.Path);
        Assert.True(code == 0, output + error);
    }

    [Fact]
    public void A_second_run_sends_nothing()
    {
        Dataset dataset = Add("a.dat");
        new Session().Publish([dataset], _target.Path, _source.Path);
        DateTime written = File.GetLastWriteTimeUtc(_target["a.dat"]), manifest = File.GetLastWriteTimeUtc(_target["lens-manifest.json"]);
        Assert.Equal(PublishAction.Unchanged, Assert.Single(new Session().Publish([dataset], _target.Path, _source.Path)).Action);
        Assert.Equal(
            (written, manifest), (File.GetLastWriteTimeUtc(_target["a.dat"]), File.GetLastWriteTimeUtc(_target["lens-manifest.json"])));
    }

    [Fact]
    public void A_no_touches_nothing()
    {
        var session = new Session { Port = new Recorder { Answer = false } };
        session.Publish([Add("a.dat")], _target["not"], _source.Path);
        Assert.False(Directory.Exists(_target["not"]));
    }

    [Fact]
    public void Names_that_some_host_cannot_have_and_names_that_collide_are_refused_in_the_plan()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot have these names");
        var session = new Session();
        session.Publish([Add("con.dat"), Add("what?.dat"), Add("A.dat"), Add("a.DAT"), Add("good.dat")], _target.Path, _source.Path);
        Assert.Equal(["LensNameCollision", "LensNameNotPortable", "LensNameNotPortable"], session.Port.Errors.Select(e => e.Id).Order());
        Assert.True(File.Exists(_target["good.dat"]));
        Assert.False(File.Exists(_target["con.dat"]));
    }

    [Fact]
    public void A_file_of_somebody_else_is_only_replaced_by_force()
    {
        Dataset dataset = Add("a.dat");
        _target.Write("a.dat", "somebody else's");
        var session = new Session();
        Assert.Empty(session.Publish([dataset], _target.Path, _source.Path));
        Assert.Equal("LensTargetConflict", Assert.Single(session.Port.Errors).Id);
        Assert.Equal("somebody else's", File.ReadAllText(_target["a.dat"]));
        Assert.Equal(
            PublishAction.Conflict, Assert.Single(new Session().Publish([dataset], _target.Path, _source.Path, force: true)).Action);
    }

    [Fact]
    public void A_file_of_another_collection_and_one_that_was_edited_there_are_only_replaced_by_force()
    {
        using var other = new TestFolder();
        Collection.Create(_source.Path, "one", null, null);
        Collection.Create(other.Path, "two", null, null);
        new Session().Publish([Add("a.dat"), Add("b.dat")], _target.Path, _source.Path);
        var second = new Session();
        Assert.Empty(second.Publish([Session.Read(other.Write("a.dat", "# another\n" + Curve))], _target.Path, other.Path));
        Assert.Equal("LensTargetConflict", Assert.Single(second.Port.Errors).Id);

        File.AppendAllText(_target["b.dat"], "# edited there\n");
        var third = new Session();
        Assert.Empty(third.Publish([Session.Read(_source["b.dat"])], _target.Path, _source.Path));
        Assert.Equal("LensTargetConflict", Assert.Single(third.Port.Errors).Id);
        Assert.EndsWith("# edited there\n", File.ReadAllText(_target["b.dat"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_publishers_at_once_lose_no_entry_of_the_manifest()
    {
        Dataset[][] parts = [.. Enumerable.Range(0, 2).Select(
            part => Enumerable.Range(0, 20).Select(i => Add($"{part}/{i}.dat")).ToArray())];
        await Task.WhenAll(parts.Select(part => Task.Run(() => new Session().Publish(part, _target.Path, _source.Path))));
        Assert.Equal(40, File.ReadAllLines(_target["SHA256SUMS"]).Length);
    }

    [Fact]
    public void Stopped_nothing_is_visible_and_what_had_arrived_is_not_sent_again()
    {
        Dataset[] datasets = [.. Enumerable.Range(0, 30).Select(i => Add($"{i:00}.dat"))];
        using var stop = new CancellationTokenSource();
        var proven = new List<string>();
        var session = new Session
        {
            Port = new Recorder
            {
                OnProgress = progress =>
                {
                    if (progress.Activity != "Publishing") return;
                    proven.Add(progress.Item);
                    if (proven.Count == 3) stop.Cancel();
                },
            },
        };
        Assert.Throws<OperationCanceledException>(() => session.Publish(datasets, _target.Path, _source.Path, stop: stop.Token));
        Assert.Empty(Directory.GetFiles(_target.Path));
        string staging = Assert.Single(Directory.GetDirectories(_target.Path, ".lens-staging*"));
        // What was on its way at the stop lies there too, and is sent again: it was not proven.
        Assert.InRange(Directory.GetFiles(staging).Length, 3, 29);
        Assert.InRange(proven.Count, 3, 29);
        Dictionary<string, DateTime> staged = proven.ToDictionary(name => name, name => File.GetLastWriteTimeUtc(Path.Join(staging, name)));

        List<PublishReceipt> all = new Session().Publish(datasets, _target.Path, _source.Path);
        Assert.All(all, receipt => Assert.Equal((Verification.ReadBack, PublishAction.New), (receipt.Proof!.Value, receipt.Action)));
        Assert.Equal(30, all.Count);
        Assert.All(staged, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(_target[file.Key])));
        Assert.Empty(Directory.GetDirectories(_target.Path, ".lens-staging*"));
    }

    [Fact]
    public void What_a_given_up_publication_left_is_taken_away()
    {
        Dataset first = Add("a.dat");
        new Session().Publish([first], _target.Path, _source.Path);
        using var stop = new CancellationTokenSource();
        var session = new Session
        {
            Port = new Recorder
            {
                OnProgress = progress =>
                {
                    if (progress.Activity == "Publishing") stop.Cancel();
                },
            },
        };
        Assert.Throws<OperationCanceledException>(
            () => session.Publish([first, Add("b.dat"), Add("c.dat")], _target.Path, _source.Path, stop: stop.Token));
        Assert.Single(Directory.GetDirectories(_target.Path, ".lens-staging*"));
        Assert.Equal(PublishAction.Unchanged, Assert.Single(new Session().Publish([first], _target.Path, _source.Path)).Action);
        Assert.Empty(Directory.GetDirectories(_target.Path, ".lens-staging*"));
    }

    [Fact]
    public void A_folder_that_is_not_there_yet_appears_with_all_it_holds_at_once()
    {
        List<PublishReceipt> receipts = new Session().Publish([Add("a.dat"), Add("deep/b.dat")], _target["new"], _source.Path);
        Assert.All(receipts, receipt => Assert.True(receipt.IsAtomic && receipt.IsVerified));
        Assert.Equal(
            ["SHA256SUMS", "a.dat", "deep", "lens-manifest.json"],
            Directory.GetFileSystemEntries(_target["new"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["new"], Directory.GetFileSystemEntries(_target.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_was_renamed_here_is_renamed_there()
    {
        Collection.Create(_source.Path, "one", null, null);
        new Session().Publish([Add("a.dat"), Add("kept.dat")], _target.Path, _source.Path);
        DateTime written = File.GetLastWriteTimeUtc(_target["a.dat"]);
        Directory.CreateDirectory(_source["moved"]);
        File.Move(_source["a.dat"], _source["moved/b.dat"]);
        PublishReceipt receipt = Assert.Single(new Session().Publish([Session.Read(_source["moved/b.dat"])], _target.Path, _source.Path));
        Assert.Equal((PublishAction.Moved, "moved/b.dat"), (receipt.Action, receipt.Path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_target["moved/b.dat"]));
        Assert.False(File.Exists(_target["a.dat"]));
        Assert.Equal(["kept.dat", "moved/b.dat"], File.ReadAllLines(_target["SHA256SUMS"]).Select(line => line[66..]));
    }

    [Fact]
    public void A_changed_label_moves_nothing_but_the_labels_and_lists()
    {
        Collection.Create(_source.Path, "one", null, null);
        Dataset dataset = Add("a.dat");
        var session = new Session();
        session.Publish([dataset], _target.Path, _source.Path);
        DateTime written = File.GetLastWriteTimeUtc(_target["a.dat"]);
        session.Label([dataset], "quality", "good");
        Assert.Equal(PublishAction.Unchanged, Assert.Single(session.Publish([dataset], _target.Path, _source.Path)).Action);
        Assert.Equal("{\"path\":\"a.dat\",\"labels\":{\"quality\":\"good\"}}\n", File.ReadAllText(_target["lens-published-labels.jsonl"]));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_target["a.dat"]));
    }

    [Fact]
    public void Publishing_into_the_source_does_not_grow_with_every_run()
    {
        using var session = new TestFolder();
        session.Write("a.dat", Curve);
        for (int run = 0; run < 2; run++)
        {
            Dataset[] found = [.. new LensTools.Engine.Listing.DatasetListing(new Workspace()) { Recurse = true }.Datasets(
                [session.Path], new Recorder(), CancellationToken.None)];
            Assert.Single(found);
            new Session().Publish(found, session["published"], session.Path);
        }
    }

    [Theory]
    [InlineData("{\"files\":null}")]
    [InlineData("{\"files\":[null]}")]
    [InlineData("{\"files\":[FILE,FILE]}")]
    public void A_manifest_that_was_mended_badly_is_named(string json)
    {
        string file = $$"""{"path":"a","size":1,"sha256":"{{new string('0', 64)}}","publishedAt":"2026-01-01T00:00:00Z","proof":"x"}""";
        _target.Write("lens-manifest.json", json.Replace("FILE", file, StringComparison.Ordinal));
        LensException error = Assert.Throws<LensException>(() => new Session().Publish([Add("a.dat")], _target.Path, _source.Path));
        Assert.Equal("LensManifestDamaged", error.Error.Id);
    }

    [Fact]
    public void The_same_file_that_came_there_another_way_is_listed_and_not_sent()
    {
        Dataset dataset = Add("a.dat");
        File.Copy(dataset.Path, _target["a.dat"]);
        DateTime written = File.GetLastWriteTimeUtc(_target["a.dat"]);
        Assert.Equal(PublishAction.Unchanged, Assert.Single(new Session().Publish([dataset], _target.Path, _source.Path)).Action);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_target["a.dat"]));
        Assert.Contains("a.dat", File.ReadAllText(_target["lens-manifest.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_several_drives_are_of_several_sources()
    {
        string elsewhere = AppContext.BaseDirectory;
        Assert.SkipWhen(Path.GetPathRoot(elsewhere) == Path.GetPathRoot(_source.Path), "there is one drive here");
        string other = Path.Combine(elsewhere, $"{Guid.NewGuid():N}.dat");
        File.WriteAllText(other, $"# other\n{Curve}");
        try
        {
            using var publisher = new Publisher(new Session().Workspace) { Destination = _target["new"], CurrentFolder = _source.Path };
            publisher.Add(Add("a.dat"));
            publisher.Add(Session.Read(other));
            publisher.Run(new Recorder(), CancellationToken.None);
            Assert.Equal(
                new[] { "a.dat", Path.GetFileName(other) }.Order(),
                Directory.GetFiles(_target["new"], "*.dat").Select(file => Path.GetFileName(file)).Order());
        }
        finally
        {
            File.Delete(other);
        }
    }

    [Fact]
    public void A_folder_is_shown_as_the_host_writes_it() =>
        Assert.All((string[])["new", "new"], name => Assert.Equal(
            _target[name], Assert.Single(new Session().Publish([Add("a.dat")], _target[name], _source.Path)).Destination));

    [Fact]
    public void A_file_that_disappears_is_its_own_error()
    {
        Dataset gone = Add("a.dat"), kept = Add("b.dat");
        File.Delete(gone.Path);
        var session = new Session();
        Assert.Equal("b.dat", Assert.Single(session.Publish([gone, kept], _target.Path, _source.Path)).Path);
        Assert.Equal("LensFileNotFound", Assert.Single(session.Port.Errors).Id);
    }

    [Fact]
    public void A_damaged_manifest_is_named_and_nothing_is_sent()
    {
        _target.Write("lens-manifest.json", "{ nonsense");
        LensException error = Assert.Throws<LensException>(() => new Session().Publish([Add("a.dat")], _target.Path, _source.Path));
        Assert.Equal("LensManifestDamaged", error.Error.Id);
        Assert.False(File.Exists(_target["a.dat"]));
    }

    [Fact]
    public void Read_only_media_are_published_from()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "mounting needs root on Linux");
        Collection.Create(_source.Path, "read-only", null, null);
        Add("a.dat");
        using var mount = new TestFolder("lens mount");
        (int code, _, string problem) = Tool.Run("mount", ["--bind", "-o", "ro", _source.Path, mount.Path]);
        Assert.SkipUnless(code == 0, $"nothing can be mounted here: {problem.Trim()}");
        try
        {
            Tool.Run("mount", ["-o", "remount,ro,bind", mount.Path]);
            var session = new Session();
            Assert.Single(session.Publish([Session.Read(mount["a.dat"])], _target.Path, mount.Path));
            // The receipts, and the id of the source, are kept in the state folder.
            Assert.DoesNotContain(session.Port.Said, line => line.StartsWith("warning", StringComparison.Ordinal));
            string receipts = Assert.Single(Directory.GetFiles(Path.Combine(session.State, "receipts")));
            Assert.Contains("a.dat", File.ReadAllText(receipts), StringComparison.Ordinal);
            Assert.Equal(
                PublishAction.Unchanged,
                Assert.Single(new Session().Publish([Session.Read(mount["a.dat"])], _target.Path, mount.Path)).Action);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            LensException error = Assert.Throws<LensException>(() => session.Label([Session.Read(mount["a.dat"])], "quality", "good"));
            Assert.Equal("LensLedgerWriteFailed", error.Error.Id);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "a disk that cannot be written to is not waited for");
        }
        finally
        {
            Tool.Run("umount", [mount.Path]);
        }
    }

    private Dataset Add(string name) => Session.Read(_source.Write(name, $"# {name}\n{Curve}"));
}
