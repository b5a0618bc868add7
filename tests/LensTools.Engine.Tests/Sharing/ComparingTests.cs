using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Comparisons;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>What differs between a folder and a publication.</summary>
public sealed class ComparingTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new(), _target = new("lens target");

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("user")]
    public void Every_kind_of_difference_is_told_and_nothing_else(string kind)
    {
        using DavDouble? server = kind == "folder" ? null : new DavDouble(kind);
        string destination = server is null ? _target["set"] : server.Url + "set",
            there = Path.Combine(server?.Root ?? _target.Path, "set");
        Collection.Create(_source.Path, "one", null, null);
        Dataset[] datasets = [.. new[] { "changed", "gone", "labelled", "lost", "renamed", "same", "deep/same" }.Select(Add)];
        new Session().Publish(datasets, destination, _source.Path, Credential(kind));
        Assert.Empty(Compare(destination, kind));

        File.AppendAllText(_source["changed.dat"], "0.06 5 1\n");
        File.Delete(_source["gone.dat"]);
        new Session().Label([datasets[2]], "quality", "good");
        File.Delete(Path.Combine(there, "lost.dat"));
        File.Move(_source["renamed.dat"], _source["deep/other.dat"]);
        Dataset unlisted = Add("unlisted");
        File.Copy(unlisted.Path, Path.Combine(there, "unlisted.dat"));
        Add("new");
        Assert.Equal(
            [
                ("changed.dat", DifferenceKind.Content), ("deep/other.dat", DifferenceKind.Renamed), ("gone.dat", DifferenceKind.NotHere),
                ("labelled.dat", DifferenceKind.Labels),
                ("lost.dat", DifferenceKind.Lost), ("new.dat", DifferenceKind.NotPublished), ("unlisted.dat", DifferenceKind.Unlisted),
            ],
            Compare(destination, kind).OrderBy(d => d.Path, StringComparer.Ordinal).Select(d => (d.Path, d.Kind)));
    }

    [Fact]
    public void What_is_no_dataset_is_compared_by_its_content()
    {
        Dataset[] datasets = [Add("a"), Add("b")];
        _source.Write("run.log", "beam on");
        using (var publisher = new Publisher(new Session().Workspace)
        {
            Destination = _target["set"],
            CurrentFolder = _source.Path,
            BaseFolder = _source.Path
        })
        {
            foreach (Dataset dataset in datasets) publisher.Add(dataset);
            publisher.AddCompanion(_source["run.log"], _source.Path);
            publisher.Run(new Recorder(), CancellationToken.None);
        }
        Assert.Empty(Compare(_target["set"], "folder"));
        // The address of a publication is one and the same before and after its folder was made.
        Assert.Equal(
            _target["set"],
            JsonDocument.Parse(File.ReadLines(_source["lens-receipts.jsonl"]).First()).RootElement.GetProperty("destination").GetString());
        _source.Write("run.log", "beam off");
        // It was a dataset when it was published.
        _source.Write("a.dat", "nothing now");
        Assert.Equal(
            [("a.dat", DifferenceKind.Content), ("run.log", DifferenceKind.Content)],
            Compare(_target["set"], "folder").Select(difference => (difference.Path, difference.Kind)));
    }

    [Fact]
    public void A_part_of_a_collection_is_compared_with_its_part()
    {
        Collection.Create(_source.Path, "one", null, null);
        new Session().Publish([Add("a"), Add("deep/b")], _target["set"], _source.Path);
        File.Delete(_source["a.dat"]);
        File.Delete(_source["deep/b.dat"]);
        var session = new Session();
        Difference difference = Assert.Single(Compare(session, _target["set"], _source["deep"], null));
        Assert.Equal(("deep/b.dat", DifferenceKind.NotHere), (difference.Path, difference.Kind));
    }

    [Fact]
    public void Where_nothing_can_be_compared_that_is_said()
    {
        using var drop = new DavDouble("drop");
        Assert.Equal(
            "LensTargetShowsNothing", Assert.Throws<LensException>(() => Compare(new Session(), drop.Url, _source.Path, null)).Error.Id);
        Assert.Equal(
            "LensManifestNotFound", Assert.Throws<LensException>(() => Compare(new Session(), _target.Path, _source.Path, null)).Error.Id);
    }

    private static ShareCredential? Credential(string kind) => kind == "user" ? new ShareCredential("u", "p") : null;

    private List<Difference> Compare(string destination, string kind)
    {
        var session = new Session();
        List<Difference> differences = Compare(session, destination, _source.Path, Credential(kind));
        Assert.Empty(session.Port.Errors);
        Assert.DoesNotContain(session.Port.Said, said => said.StartsWith("may I", StringComparison.Ordinal));
        return differences;
    }

    private static List<Difference> Compare(Session session, string destination, string folder, ShareCredential? credential)
    {
        var differences = new List<Difference>();
        new CollectionComparer(session.Workspace)
        {
            Folder = folder,
            Destination = destination,
            Options = new ShareOptions { Credential = credential }
        }
            .Run(session.Port, differences.Add, CancellationToken.None);
        return differences;
    }

    private Dataset Add(string name) => Session.Read(_source.Write($"{name}.dat", $"# {name}\n{Curve}"));
}
