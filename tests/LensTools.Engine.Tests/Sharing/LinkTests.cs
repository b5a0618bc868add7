using LensTools.Engine.Datasets;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Symbolic links, as git-annex, DataLad and "latest" links are: what they lead to is what is published.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly TestFolder _source = new(), _folder = new("lens target");
    private readonly string _content = string.Concat(Enumerable.Range(1, 2_000).Select(i => $"{i * 1e-4} {1e3 / i} 1\n"));

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(TargetPlace.Kinds), MemberType = typeof(TargetPlace))]
    public void A_linked_file_is_published_whole(string kind)
    {
        string real = _source.Write("annex/object", _content);
        _source.Link("set/curve.dat", real);
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        Dataset dataset = Session.Read(_source["set/curve.dat"]);
        var session = new Session();
        PublishReceipt receipt = Assert.Single(
            session.Publish([dataset], place.Url, _source["set"], readsBack: kind != "drop", name: place.Name, options: place.Options));
        Assert.Empty(session.Port.Errors);
        Assert.Equal((PublishAction.New, (long)_content.Length), (receipt.Action, receipt.Size));
        Assert.Equal(_content, File.ReadAllText(Path.Combine(place.Set, "curve.dat")));
        receipt = Assert.Single(
            new Session().Publish(
                [Session.Read(_source["set/curve.dat"])], place.Url, _source["set"], name: place.Name, options: place.Options));
        Assert.Equal(PublishAction.Unchanged, receipt.Action);
    }

    [Fact]
    public void A_linked_file_that_is_replaced_has_changed()
    {
        string real = _source.Write("annex/object", _content);
        _source.Link("curve.dat", real);
        Dataset dataset = Session.Read(_source["curve.dat"]);
        Assert.Equal(_content.Length, dataset.Length);
        File.AppendAllText(real, "0.9 0.1 1\n");
        var session = new Session();
        Assert.Empty(session.Publish([dataset], _folder.Path, _source.Path));
        Assert.Equal("LensFileChanged", Assert.Single(session.Port.Errors).Id);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_an_error()
    {
        _source.Link("curve.dat", _source["gone"]);
        var session = new Session();
        Assert.Empty(new DatasetListing(session.Workspace).Datasets([_source.Path], session.Port, CancellationToken.None));
        Assert.Equal("LensFileNotFound", Assert.Single(session.Port.Errors).Id);
    }

    [Fact]
    public void Linked_folders_are_counted_and_searched_on_request_each_once()
    {
        using var other = new TestFolder();
        other.Write("far.dat", _content);
        _source.Write("near.dat", _content);
        _source.Link("linked", other.Path, isFolder: true);
        _source.Link("again", other.Path, isFolder: true);
        _source.Link("loop", _source.Path, isFolder: true);
        var session = new Session();
        var listing = new DatasetListing(session.Workspace) { Recurse = true };
        Assert.Equal(["near"], Names(listing));
        Assert.Equal(3, listing.Summary.LinkedFolders);
        Assert.Contains("3 linked folders were not followed; ask.", listing.Summary.ToText("", "", "ask"), StringComparison.Ordinal);
        Assert.Equal(["far", "near"], Names(new DatasetListing(session.Workspace) { Recurse = true, FollowsLinks = true }));

        IEnumerable<string> Names(DatasetListing from) =>
            from.Datasets([_source.Path], session.Port, CancellationToken.None).Select(dataset => dataset.Name).Order();
    }
}
