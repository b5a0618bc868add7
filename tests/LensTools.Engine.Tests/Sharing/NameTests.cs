using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.Receptions;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Names of all kinds are published as they are and come back so, or are refused in the plan with the reason.</summary>
public sealed class NameTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new(), _target = new("lens target"), _here = new("lens here");

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _here.Dispose();
    }

    [Theory]
    [MemberData(nameof(TargetPlace.Kinds), MemberType = typeof(TargetPlace))]
    public void Every_name_that_all_hosts_can_have_arrives_as_it_is(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _target);
        // Measured: nginx and lighttpd write under a longer name first, and Nextcloud takes 250.
        int longest = kind switch { "nginx" or "lighttpd" => 240, "user" or "link" or "drop" => 250, _ => 255 };
        string[] names =
        [
            "a b  c.dat", "[1].dat", "#1 %20 %.dat", "a&b+c;d=e,f.dat", "'quoted' (1) {2} ~$!@^`.dat", "Größe-µ.dat", "日本語 Ω Å.dat",
            "-dash.dat", ".hidden.dat",
            new string('n', longest - 4) + ".dat", string.Concat(Enumerable.Repeat("deep tree/", 30)) + "file.dat",
        ];
        Dataset[] datasets = [.. names.Select(Add)];
        var session = new Session();
        List<PublishReceipt> receipts = session.Publish(datasets, place.Url, _source.Path, name: place.Name, options: place.Options);
        Assert.Empty(session.Port.Errors);
        if (longest < 255)
        {
            var refusing = new Session();
            Dataset tooLong = Add(new string('m', longest - 3) + ".dat");
            refusing.Publish([tooLong], place.Url, _source.Path, name: place.Name, options: place.Options);
            Assert.Contains($"longer than the {longest} bytes", Assert.Single(refusing.Port.Errors).Message, StringComparison.Ordinal);
        }
        Assert.Equal(names.Order(StringComparer.Ordinal), receipts.Select(receipt => receipt.Path).Order(StringComparer.Ordinal));
        foreach (string name in names)
            Assert.Equal(File.ReadAllBytes(_source[name]), File.ReadAllBytes(Path.Combine(place.Set, name)));
        if (kind == "drop") return;
        Assert.All(
            new Session().Publish(datasets, place.Url, _source.Path, name: place.Name, options: place.Options),
            receipt => Assert.Equal(PublishAction.Unchanged, receipt.Action));

        var port = new Recorder();
        var received = new List<ReceiveReceipt>();
        new Receiver(new Session().Workspace)
        {
            Source = place.Url,
            Name = place.Name,
            Destination = _here.Path,
            Options = place.Options
        }
            .Run(port, received.Add, CancellationToken.None);
        Assert.Empty(port.Errors);
        foreach (string name in names) Assert.Equal(File.ReadAllBytes(_source[name]), File.ReadAllBytes(_here[name]));
    }

    [Fact]
    public void A_decomposed_name_is_published_composed_and_is_the_same_name()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "the file system composes names itself");
        string name = "Größe.dat".Normalize(NormalizationForm.FormD);
        PublishReceipt receipt = Assert.Single(new Session().Publish([Add(name)], _target["set"], _source.Path));
        Assert.Equal("Größe.dat".Normalize(NormalizationForm.FormC), receipt.Path);
        Assert.Equal(
            PublishAction.Unchanged,
            Assert.Single(new Session().Publish([Session.Read(_source[name])], _target["set"], _source.Path)).Action);
        var session = new Session();
        session.Publish([Session.Read(_source[name]), Add(receipt.Path, "other")], _target["set"], _source.Path);
        Assert.Equal("LensNameCollision", Assert.Single(session.Port.Errors).Id);
    }

    [Theory]
    [InlineData("con.dat", "a name that Windows reserves")]
    [InlineData("deep/LPT1/a.dat", "a name that Windows reserves")]
    [InlineData("dot./a.dat", "ends in a dot or a space")]
    [InlineData("blank.dat ", "ends in a dot or a space")]
    [InlineData("a:b.dat", "a character that Windows does not allow")]
    [InlineData("back\\slash.dat", "a character that Windows does not allow")]
    [InlineData("new\nline.dat", "a control character")]
    public void What_some_host_cannot_have_is_refused_in_the_plan(string name, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot have these names");
        var session = new Session();
        Dataset[] datasets = [Add(name), Add("good.dat")];
        Assert.Equal("good.dat", Assert.Single(session.Publish(datasets, _target["set"], _source.Path)).Path);
        Assert.Equal("LensNameNotPortable", Assert.Single(session.Port.Errors).Id);
        Assert.Contains(reason, session.Port.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_differ_in_case_only_are_refused_in_folders_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot have both");
        var session = new Session();
        session.Publish([Add("Run/a.dat"), Add("run/A.DAT"), Add("run/b.dat")], _target["set"], _source.Path);
        Assert.Equal("LensNameCollision", Assert.Single(session.Port.Errors).Id);
    }

    private Dataset Add(string name) => Add(name, name);

    private Dataset Add(string name, string title) =>
        Session.Read(_source.Write(name, $"# Title: {title.ReplaceLineEndings(" ")}\n{Curve}"));
}
