using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.Receptions;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Fetching what was published.</summary>
public sealed class ReceivingTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new(), _here = new("lens here");

    public void Dispose()
    {
        _source.Dispose();
        _here.Dispose();
    }

    [Theory]
    [InlineData("dav")]
    [InlineData("user")]
    [InlineData("link")]
    public void What_was_published_comes_back_with_its_times_and_labels(string kind)
    {
        using var server = new DavDouble(kind);
        Dataset[] datasets = Publish(server, kind);
        List<ReceiveReceipt> receipts = Receive(server, kind);
        Assert.Equal(3, receipts.Count);
        foreach (Dataset dataset in datasets)
        {
            string file = _here[Path.GetRelativePath(_source.Path, dataset.Path)];
            Assert.Equal(File.ReadAllBytes(dataset.Path), File.ReadAllBytes(file));
            Assert.Equal(File.GetLastWriteTimeUtc(dataset.Path), File.GetLastWriteTimeUtc(file));
        }
        Assert.Contains("\"quality\":\"good\"", File.ReadAllText(_here["lens-published-labels.jsonl"]), StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(_here["SHA256SUMS"]).Length);
        Assert.All(Receive(server, kind), receipt => Assert.Equal(ReceiveAction.Unchanged, receipt.Action));
    }

    [Fact]
    public void A_part_may_be_received_by_name_and_label()
    {
        using var server = new DavDouble("user");
        Publish(server, "user");
        Assert.Equal(
            "deep/b [1] #%.dat",
            Assert.Single(Receive(server, "user", wanted: (path, _) => path.StartsWith("deep/b", StringComparison.Ordinal))).Path);
        Assert.Equal(
            "a.dat", Assert.Single(Receive(server, "user", wanted: (_, labels) => labels.GetValueOrDefault("quality") == "good")).Path);
    }

    [Theory]
    [InlineData(FaultKind.Cut, 0)]
    [InlineData(FaultKind.LostReply, 0)]
    [InlineData(FaultKind.Silence, 0)]
    [InlineData(FaultKind.Answer, 503)]
    [InlineData(FaultKind.Answer, 500)]
    public void A_fault_at_any_request_is_got_over(FaultKind fault, int status)
    {
        using var server = new DavDouble("user");
        Publish(server, "user");
        int from = server.Requests;
        Receive(server, "user");
        int requests = server.Requests - from;
        for (int at = 0; at < requests; at++)
        {
            Directory.Delete(_here.Path, recursive: true);
            int first = server.Requests;
            server.Faults = (number, _, _) => number == first + at ? new Fault(fault, status) : null;
            Assert.Equal(3, Receive(server, "user").Count);
        }
    }

    [Fact]
    public void What_an_earlier_attempt_left_is_gone_on_with_and_checked()
    {
        using var server = new DavDouble("user");
        Dataset[] datasets = Publish(server, "user");
        byte[] content = File.ReadAllBytes(datasets[0].Path);
        File.WriteAllBytes(_here[PartOf(datasets[0])], content[..20]);
        // This one holds something else, and must not be believed.
        _here.Write("deep/" + PartOf(datasets[2]), "damaged");
        Assert.Equal(3, Receive(server, "user").Count);
        Assert.Equal(content, File.ReadAllBytes(_here["a.dat"]));
        Assert.Empty(Directory.GetFiles(_here.Path, ".lens-part*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_is_not_what_the_manifest_says_is_refused()
    {
        using var server = new DavDouble("user");
        Publish(server, "user");
        string file = Path.Combine(server.Root, "set", "a.dat");
        File.WriteAllText(file, File.ReadAllText(file).Replace("10", "11", StringComparison.Ordinal));
        var port = new Recorder();
        Assert.Equal(2, Receive(server, "user", port).Count);
        Assert.Equal("LensTransferCorrupt", Assert.Single(port.Errors).Id);
        Assert.False(File.Exists(_here["a.dat"]));
    }

    [Fact]
    public void A_manifest_that_leads_out_of_the_folder_is_not_followed()
    {
        using var server = new DavDouble("user");
        Publish(server, "user");
        string manifest = Path.Combine(server.Root, "set", "lens-manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"a.dat\"", "\"../../a.dat\"", StringComparison.Ordinal));
        var port = new Recorder();
        Assert.Equal(2, Receive(server, "user", port).Count);
        Assert.Equal("LensNameNotPortable", Assert.Single(port.Errors).Id);
    }

    [Theory]
    [InlineData("/../.././/.netrc000000000000000000000000000000000000000000000000")]
    [InlineData("ABCDEF00ABCDEF00ABCDEF00ABCDEF00ABCDEF00ABCDEF00ABCDEF00ABCDEF00")]
    public void A_manifest_whose_hashes_are_none_is_damaged(string sha256)
    {
        Assert.Equal(64, sha256.Length);
        using var server = new DavDouble("user");
        Publish(server, "user");
        string manifest = Path.Combine(server.Root, "set", "lens-manifest.json");
        File.WriteAllText(manifest, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(manifest), "[0-9a-f]{64}", sha256));
        Assert.Equal("LensManifestDamaged", Assert.Throws<LensException>(() => Receive(server, "user")).Error.Id);
        Assert.Empty(Directory.GetFileSystemEntries(_here.Path));
    }

    [Fact]
    public void Files_of_the_same_content_do_not_meet_and_parts_add_up()
    {
        using var server = new DavDouble("user");
        Dataset[] datasets = [.. Enumerable.Range(0, 12).Select(i => Session.Read(_source.Write($"{i}.dat", Curve)))];
        new Session().Publish(datasets, server.Url + "set", _source.Path, new ShareCredential("u", "p"));
        var port = new Recorder();
        Assert.Equal(6, Receive(server, "user", port, (path, _) => path[0] % 2 == 0 && path.Length == 5 || path is "10.dat").Count);
        Receive(server, "user", port, (path, _) => path is "11.dat" or "3.dat");
        Assert.Empty(port.Errors);
        Assert.Equal(8, File.ReadAllLines(_here["SHA256SUMS"]).Length);
        string sha256sum = Tool.Find("sha256sum") ?? "";
        Assert.SkipWhen(sha256sum.Length == 0, "sha256sum is not installed");
        Assert.Equal(0, Tool.Run(sha256sum, ["--check", "SHA256SUMS"], folder: _here.Path).ExitCode);
    }

    [Fact]
    public void Files_that_are_here_and_differ_are_kept()
    {
        using var server = new DavDouble("user");
        Publish(server, "user");
        _here.Write("a.dat", "my own");
        var port = new Recorder();
        Receive(server, "user", port);
        Assert.Equal("LensFileExists", Assert.Single(port.Errors).Id);
        Assert.Equal("my own", File.ReadAllText(_here["a.dat"]));
    }

    [Fact]
    public void Where_nothing_was_published_that_is_said()
    {
        using var server = new DavDouble("link");
        Assert.Equal("LensManifestNotFound", Assert.Throws<LensException>(() => Receive(server, "link")).Error.Id);
    }

    private string PartOf(Dataset dataset) =>
        Path.GetFileName(Receiver.PartOf(dataset.Path, new ManifestFile
        {
            Path = LensTools.Engine.Files.PortablePath.Relative(_source.Path, dataset.Path),
            Size = 0,
            Sha256 = Identities.Compute(dataset.Path, CancellationToken.None),
            PublishedAt = default,
            Proof = default
        }));

    private Dataset[] Publish(DavDouble server, string kind)
    {
        Collection.Create(_source.Path, "one", null, null);
        Dataset[] datasets = [.. new[] { "a.dat", "deep/b [1] #%.dat", "deep/Größe-µ.dat" }.Select(
            name => Session.Read(_source.Write(name, $"# {name}\n{Curve}")))];
        var session = new Session();
        session.Label([datasets[0]], "quality", "good");
        session.Publish(
            datasets,
            kind == "link" ? server.Url : server.Url + "set",
            _source.Path,
            kind == "user" ? new ShareCredential("u", "p") : null,
            name: kind == "link" ? "set" : null);
        Assert.Empty(session.Port.Errors);
        return datasets;
    }

    private List<ReceiveReceipt> Receive(
        DavDouble server,
        string kind,
        Recorder? port = null,
        Func<string, IReadOnlyDictionary<string, string>, bool>? wanted = null)
    {
        var receipts = new List<ReceiveReceipt>();
        new Receiver(new Session().Workspace)
        {
            Source = kind == "link" ? server.Url : server.Url + "set",
            Name = kind == "link" ? "set" : null,
            Destination = _here.Path,
            IsWanted = wanted,
            Options = new ShareOptions
            {
                Credential = kind == "user" ? new ShareCredential("u", "p") : null,
                RetryDelay = TimeSpan.FromMilliseconds(5),
                Retries = 3,
                IdleLimit = TimeSpan.FromSeconds(1)
            },
        }.Run(port ?? new Recorder(), receipts.Add, CancellationToken.None);
        return receipts;
    }
}
