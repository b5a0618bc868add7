using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Publishing to a real WebDAV server.</summary>
public sealed class WebDavPublishingTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Files_arrive_are_proven_and_are_not_sent_twice()
    {
        using Apache apache = Start();
        Dataset[] datasets = [Add("a.dat"), Add("deep/er/b [1] #%&+;.dat"), Add("Größe-µ.dat")];
        List<PublishReceipt> receipts = new Session().Publish(datasets, apache.Url, _source.Path, readsBack: true);
        Assert.All(receipts, receipt =>
        {
            Assert.Equal(Verification.ReadBack, receipt.Proof);
            Assert.Equal(File.ReadAllBytes(receipt.Source), File.ReadAllBytes(Path.Combine(apache.Root, receipt.Path)));
        });
        Assert.Equal(3, receipts.Count);
        Assert.Empty(Directory.EnumerateDirectories(apache.Root, ".lens*"));
        Assert.All(
            new Session().Publish(datasets, apache.Url, _source.Path), receipt => Assert.Equal(PublishAction.Unchanged, receipt.Action));
        Assert.Contains("deep/er/b [1] #%&+;.dat", File.ReadAllText(Path.Combine(apache.Root, "SHA256SUMS")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_reading_back_a_size_is_a_size_and_not_called_verified()
    {
        using Apache apache = Start();
        PublishReceipt receipt = Assert.Single(new Session().Publish([Add("a.dat")], apache.Url + "/new", _source.Path));
        Assert.Equal((Verification.Size, false, true), (receipt.Proof!.Value, receipt.IsVerified, receipt.IsAtomic));
        Assert.Equal(File.ReadAllBytes(receipt.Source), File.ReadAllBytes(Path.Combine(apache.Root, "new", "a.dat")));
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("lighttpd")]
    [InlineData("rclone")]
    public void Other_servers_serve_as_they_allow(string kind)
    {
        using var server = new DavServer(kind);
        Dataset[] datasets = [Add("a.dat"), Add("deep/er/b [1] #%&+;.dat"), Add("Größe-µ.dat")];
        // As if each were large: none of these servers takes parts of files, and rclone's would keep the last one only.
        var session = new Session { LargeFile = 16 };
        List<PublishReceipt> receipts = session.Publish(datasets, server.Url + "set", _source.Path);
        Assert.Empty(session.Port.Errors);
        Assert.Equal(3, receipts.Count);
        Assert.All(receipts, receipt =>
        {
            Assert.Equal((Verification.Size, true), (receipt.Proof!.Value, receipt.IsAtomic));
            Assert.Equal(File.ReadAllBytes(receipt.Source), File.ReadAllBytes(Path.Combine(server.Root, "set", receipt.Path)));
        });
        Assert.All(
            new Session().Publish(datasets, server.Url + "set", _source.Path),
            receipt => Assert.Equal(PublishAction.Unchanged, receipt.Action));

        // Into the folder that is there now: a changed file, and a new folder.
        File.AppendAllText(datasets[0].Path, "0.06 5 1\n");
        datasets = [Session.Read(datasets[0].Path), .. datasets[1..], Add("new/c.dat")];
        Assert.Equal(
            [PublishAction.Unchanged, PublishAction.Changed, PublishAction.Unchanged, PublishAction.New],
            new Session().Publish(datasets, server.Url + "set", _source.Path, readsBack: true).Select(receipt => receipt.Action));
        Assert.EndsWith("0.06 5 1\n", File.ReadAllText(Path.Combine(server.Root, "set", "a.dat")), StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(server.Root, "set", "SHA256SUMS")).Length);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Root, ".lens*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_changed_file_replaces_the_published_one_and_nothing_else_does()
    {
        using Apache apache = Start();
        Dataset dataset = Add("a.dat");
        new Session().Publish([dataset], apache.Url, _source.Path);
        File.AppendAllText(dataset.Path, "0.06 5 1\n");
        Assert.Equal(
            PublishAction.Changed, Assert.Single(new Session().Publish([Session.Read(dataset.Path)], apache.Url, _source.Path)).Action);
        Assert.EndsWith("0.06 5 1\n", File.ReadAllText(Path.Combine(apache.Root, "a.dat")), StringComparison.Ordinal);

        Dataset other = Add("b.dat");
        File.WriteAllText(Path.Combine(apache.Root, "b.dat"), "somebody else's");
        var session = new Session();
        session.Publish([other], apache.Url, _source.Path);
        Assert.Equal("LensTargetConflict", Assert.Single(session.Port.Errors).Id);
        Assert.Equal("somebody else's", File.ReadAllText(Path.Combine(apache.Root, "b.dat")));
    }

    [Fact]
    public void A_credential_is_sent_and_a_wrong_one_stops_the_run_at_once()
    {
        using Apache apache = Start("lens", "geheim");
        Dataset[] datasets = [Add("a.dat"), Add("b.dat")];
        LensException error = Assert.Throws<LensException>(
            () => new Session().Publish(datasets, apache.Url, _source.Path, new ShareCredential("lens", "falsch-42")));
        Assert.Equal("LensAuthenticationFailed", error.Error.Id);
        Assert.DoesNotContain("falsch-42", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, new Session().Publish(datasets, apache.Url, _source.Path, new ShareCredential("lens", "geheim")).Count);
    }

    [Fact]
    public void A_file_that_is_written_to_while_it_is_sent_is_not_published()
    {
        Dataset dataset = Add("a.dat");
        using var server = new DavDouble("dav")
        {
            Faults = (_, method, path) =>
            {
                if (method == "PUT" && path.EndsWith("a.dat", StringComparison.Ordinal)) File.AppendAllText(dataset.Path, "0.06 5 1\n");
                return null;
            },
        };
        var session = new Session();
        LensException error = Assert.Throws<LensException>(() => session.Publish([dataset], server.Url + "set", _source.Path));
        Assert.Equal("LensPublicationIncomplete", error.Error.Id);
        Assert.Equal("LensFileChanged", Assert.Single(session.Port.Errors).Id);
        Assert.False(Directory.Exists(Path.Combine(server.Root, "set")));
        server.Faults = (_, _, _) => null;
        // It is not what was looked at, until it is looked at again.
        Assert.Empty(new Session().Publish([dataset], server.Url + "set", _source.Path));
        dataset = Session.Read(dataset.Path);
        PublishReceipt receipt = Assert.Single(new Session().Publish([dataset], server.Url + "set", _source.Path));
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(
                server.Root, "set", "a.dat")))),
            receipt.Sha256);
        Assert.Equal(File.ReadAllBytes(dataset.Path), File.ReadAllBytes(Path.Combine(server.Root, "set", "a.dat")));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_to_be_missing()
    {
        using Apache apache = Start();
        var session = new Session();
        LensException? thrown =
            Record.Exception(() => session.Publish([Add("a.dat")], apache.Url + "/no/such", _source.Path)) as LensException;
        string id = thrown?.Error.Id ?? session.Port.Errors[0].Id;
        Assert.Equal("LensTargetNotFound", id);
    }

    [Theory]
    [InlineData("http://example.invalid/dav", true, "LensDestinationUnsafe")]
    [InlineData("https://user:secret@example.invalid/dav", false, "LensDestinationUnsafe")]
    [InlineData("ftp://example.invalid/dav", false, "LensDestinationInvalid")]
    public void Destinations_that_are_not_safe_are_refused_before_anything_is_sent(string url, bool withCredential, string id)
    {
        LensException error = Assert.Throws<LensException>(
            () => ShareTarget.Open(
                url, new ShareOptions { Credential = withCredential ? new ShareCredential("u", "secret") : null }, CancellationToken.None));
        Assert.Equal(id, error.Error.Id);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    private static Apache Start(string? user = null, string? password = null)
    {
        Assert.SkipUnless(Apache.IsInstalled, "Debian's apache2 is not installed");
        return new Apache(user, password);
    }

    private Dataset Add(string name) => Session.Read(_source.Write(name, $"# {name}\n{Curve}"));
}
