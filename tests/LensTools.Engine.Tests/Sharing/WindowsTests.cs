using LensTools.Engine.Datasets;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>What only Windows does to the files that are published: locks, junctions, names that it reserves.</summary>
public sealed class WindowsTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new(), _target = new("lens target");

    public WindowsTests() => Assert.SkipUnless(OperatingSystem.IsWindows(), "only Windows does this");

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Theory]
    [InlineData(FileShare.None)]
    [InlineData(FileShare.Read)]
    public void A_file_at_the_target_that_is_open_elsewhere_is_told_and_replaced_later(FileShare share)
    {
        Publish("a.dat", 1);
        Publish("b.dat", 1);
        using (File.Open(_target["set/a.dat"], FileMode.Open, FileAccess.Read, share))
        {
            Hosting.LensError error = Failure("a.dat", 2);
            Assert.Equal("LensTargetLocked", error.Id);
            Assert.Contains("a.dat", error.Message, StringComparison.Ordinal);
        }
        Assert.StartsWith("# 1", File.ReadAllText(_target["set/a.dat"]), StringComparison.Ordinal);
        Assert.Equal(PublishAction.Changed, Publish("a.dat", 2).Action);
        Assert.StartsWith("# 2", File.ReadAllText(_target["set/a.dat"]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_target["set"], ".lens-staging*"));
    }

    [Fact]
    public void A_source_that_another_program_has_locked_is_told_and_the_others_are_published()
    {
        Dataset[] datasets = [Add("a.dat", 1), Add("b.dat", 2)];
        using (File.Open(datasets[0].Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var session = new Session();
            Assert.Equal("b.dat", Assert.Single(session.Publish(datasets, _target["set"], _source.Path)).Path);
            Assert.Equal(datasets[0].Path, Assert.Single(session.Port.Errors).Target);
        }
        Assert.Equal(2, new Session().Publish(datasets, _target["set"], _source.Path).Count);
    }

    [Fact]
    public void A_junction_is_a_linked_folder()
    {
        using var other = new TestFolder();
        other.Write("far.dat", Curve);
        _source.Write("near.dat", Curve);
        (int code, string output, string error) = Tool.Run("cmd", ["/c", "mklink", "/J", _source["linked"], other.Path]);
        Assert.SkipWhen(code != 0 || new DirectoryInfo(_source["linked"]).LinkTarget is null, $"no junctions here: {output} {error}");
        var session = new Session();
        var listing = new DatasetListing(session.Workspace) { Recurse = true };
        Assert.Equal("near", Assert.Single(listing.Datasets([_source.Path], session.Port, CancellationToken.None)).Name);
        Assert.Equal(1, listing.Summary.LinkedFolders);
        Assert.Equal(
            2,
            new DatasetListing(session.Workspace) { Recurse = true, FollowsLinks = true }
                .Datasets([_source.Path], session.Port, CancellationToken.None).Count());
    }

    [Theory]
    [InlineData("con.dat")]
    [InlineData("lpt1.dat")]
    [InlineData("dot.dat.")]
    public void A_name_that_Windows_reserves_does_not_hold_back_the_others(string name)
    {
        // As files have them that came over the network.
        File.WriteAllText(@"\\?\" + _source[name], Curve);
        _source.Write("good.dat", Curve);
        var session = new Session();
        Dataset[] datasets = [.. new DatasetListing(session.Workspace).Datasets([_source.Path], session.Port, CancellationToken.None)];
        Assert.Contains(
            session.Publish(datasets, _target["set"], _source.Path), receipt => receipt is { Path: "good.dat", Action: PublishAction.New });
        Assert.Single(session.Port.Errors);
        Assert.Single(Directory.GetFiles(_target["set"], "*.dat"));
        File.Delete(@"\\?\" + _source[name]);
    }

    private Dataset Add(string name, int number) => Session.Read(_source.Write(name, $"# {number}\n# {name}\n{Curve}"));

    private PublishReceipt Publish(string name, int number) =>
        Assert.Single(new Session().Publish([Add(name, number)], _target["set"], _source.Path));

    // Found out when the plan is made, or when the file is put in its place.
    private Hosting.LensError Failure(string name, int number)
    {
        var session = new Session();
        try
        {
            Assert.Empty(session.Publish([Add(name, number)], _target["set"], _source.Path));
            return Assert.Single(session.Port.Errors);
        }
        catch (Hosting.LensException problem)
        {
            return problem.Error;
        }
    }
}
