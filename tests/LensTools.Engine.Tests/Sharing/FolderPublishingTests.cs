using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
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
        List<Publication> receipts = new Session().Publish(datasets, _target.Path, _source.Path);
        Assert.Equal(3, receipts.Count);
        Assert.All(receipts, receipt => Assert.Equal(("read-back", PublishAction.New), (receipt.Proof, receipt.Action)));
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
        Assert.Equal((written, manifest), (File.GetLastWriteTimeUtc(_target["a.dat"]), File.GetLastWriteTimeUtc(_target["lens-manifest.json"])));
    }

    [Fact]
    public void A_no_touches_nothing()
    {
        var session = new Session { Port = new Recorder { Answer = false } };
        session.Publish([Add("a.dat")], _target["not/there"], _source.Path);
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
        Assert.Equal(PublishAction.Conflict, Assert.Single(new Session().Publish([dataset], _target.Path, _source.Path, force: true)).Action);
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
            Assert.Contains(session.Port.Said, line => line.StartsWith("warning", StringComparison.Ordinal) && line.Contains("only receipt", StringComparison.Ordinal));
            LensException error = Assert.Throws<LensException>(() => session.Label([Session.Read(mount["a.dat"])], "quality", "good"));
            Assert.Equal("LensLedgerWriteFailed", error.Error.Id);
        }
        finally
        {
            Tool.Run("umount", [mount.Path]);
        }
    }

    private Dataset Add(string name) => Session.Read(_source.Write(name, $"# {name}\n{Curve}"));
}
