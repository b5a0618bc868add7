using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.Withdrawals;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Taking files out of a publication.</summary>
public sealed class WithdrawingTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new(), _state = new();

    public void Dispose()
    {
        _source.Dispose();
        _state.Dispose();
    }

    [Theory]
    [InlineData("dav")]
    [InlineData("user")]
    [InlineData("link")]
    public void What_is_withdrawn_leaves_the_lists_is_kept_and_does_not_come_back_unforced(string kind)
    {
        using var server = new DavDouble(kind);
        Dataset[] datasets = Publish(server, kind);
        byte[] content = File.ReadAllBytes(datasets[1].Path);
        WithdrawalReceipt withdrawal = Assert.Single(Withdraw(server, kind, "deep/*"));
        Assert.Equal(("deep/b.dat", "bad run"), (withdrawal.Path, withdrawal.Reason));
        string set = Path.Combine(server.Root, "set");
        Assert.False(File.Exists(Path.Combine(set, "deep/b.dat")));
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(set, withdrawal.KeptAs!)));
        Assert.DoesNotContain("deep/b.dat", File.ReadAllText(Path.Combine(set, "lens-manifest.json")), StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(set, "SHA256SUMS")).Length);
        Assert.Contains("\"reason\":\"bad run\"", File.ReadAllText(Path.Combine(set, "lens-withdrawn.jsonl")), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(server.Root, ".lens-staging*", SearchOption.AllDirectories));

        var again = new Session();
        Publish(server, kind, datasets, again);
        Assert.Equal("LensWithdrawn", Assert.Single(again.Port.Errors).Id);
        Assert.Contains("bad run", again.Port.Errors[0].Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(set, "deep/b.dat")));
        Assert.Contains(
            Publish(server, kind, datasets, new Session(), force: true),
            receipt => receipt is { Path: "deep/b.dat", Action: PublishAction.New });
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(set, "deep/b.dat")));
    }

    [Fact]
    public void There_is_a_file_of_labels_only_where_there_are_labels()
    {
        using var server = new DavDouble("user");
        Collections.Collection.Create(_source.Path, "one", null, null);
        Dataset[] datasets = Publish(server, "user");
        string labels = Path.Combine(server.Set, PublishedLabels.FileName);
        Withdraw(server, "user", "c.dat");
        Assert.False(File.Exists(labels));
        // The last label is withdrawn with its file, or removed.
        new Session().Label([datasets[0]], "sample-name", "water");
        Publish(server, "user", datasets[..2], new Session());
        Assert.Contains("water", File.ReadAllText(labels), StringComparison.Ordinal);
        new Session().Label([datasets[0]], "sample-name", null);
        Publish(server, "user", datasets[..2], new Session());
        Assert.False(File.Exists(labels));
        new Session().Label([datasets[0]], "sample-name", "oil");
        Publish(server, "user", datasets[..2], new Session());
        Assert.True(File.Exists(labels));
        Withdraw(server, "user", "a.dat");
        Assert.False(File.Exists(labels));
    }

    [Fact]
    public void Purged_it_is_deleted_and_so_is_what_was_kept_before()
    {
        using var server = new DavDouble("user");
        Publish(server, "user");
        string kept = Path.Combine(server.Root, "set", Assert.Single(Withdraw(server, "user", "a.dat")).KeptAs!);
        Assert.True(File.Exists(kept));
        List<WithdrawalReceipt> purged = Withdraw(server, "user", "*", purges: true);
        Assert.Equal(3, purged.Count);
        Assert.All(purged, withdrawal => Assert.Null(withdrawal.KeptAs));
        Assert.Empty(Directory.GetFiles(server.Root, "*.dat", SearchOption.AllDirectories));
        Assert.Empty(File.ReadAllLines(Path.Combine(server.Root, "set", "SHA256SUMS")));
        Assert.Equal("LensNotPublished", Assert.Throws<LensException>(() => Withdraw(server, "user", "*")).Error.Id);
    }

    [Fact]
    public void A_copy_that_was_kept_is_purged_and_what_others_put_in_its_place_is_not()
    {
        using var server = new DavDouble("user");
        Dataset[] datasets = Publish(server, "user");
        string set = Path.Combine(server.Root, "set"), kept = Path.Combine(set, Assert.Single(Withdraw(server, "user", "a.dat")).KeptAs!);
        // Of the same size, as frames of one detector are.
        File.WriteAllText(Path.Combine(set, "a.dat"), new string('x', (int)new FileInfo(kept).Length));
        Assert.Single(Withdraw(server, "user", "a.dat", purges: true));
        Assert.False(File.Exists(kept));
        Assert.True(File.Exists(Path.Combine(set, "a.dat")));

        // Published again, the copy of the earlier withdrawal goes too.
        kept = Path.Combine(set, Assert.Single(Withdraw(server, "user", "c.dat")).KeptAs!);
        Publish(server, "user", datasets[2..], new Session(), force: true);
        Assert.Equal(2, Withdraw(server, "user", "c.dat", purges: true).Count);
        Assert.False(File.Exists(kept));
        Assert.False(File.Exists(Path.Combine(set, "c.dat")));
    }

    [Theory]
    [InlineData("\"keptAs\":\"../../x\"")]
    [InlineData("\"keptAs\":\".lens-withdrawn/../../x\"")]
    public void A_list_of_withdrawn_files_that_leads_elsewhere_is_not_followed(string keptAs)
    {
        using var server = new DavDouble("user");
        Publish(server, "user");
        File.WriteAllText(Path.Combine(server.Root, "x"), "of others");
        string sha256 = new('0', 64);
        string line = $$"""{"path":"q.dat","size":9,"sha256":"{{sha256}}","reason":"","withdrawnAt":"2026-01-01T00:00:00Z",{{keptAs}}}""";
        File.WriteAllText(Path.Combine(server.Root, "set", WithdrawnFiles.FileName), line + "\n");
        Assert.Equal("LensManifestDamaged", Assert.Throws<LensException>(() => Withdraw(server, "user", "*", purges: true)).Error.Id);
        Assert.True(File.Exists(Path.Combine(server.Root, "x")));
        Assert.Equal(3, Directory.GetFiles(server.Root, "*.dat", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.LostReply)]
    [InlineData(FaultKind.Torn)]
    public void Cut_off_at_any_request_the_next_run_completes_it(FaultKind fault)
    {
        int requests;
        using (var server = new DavDouble("user"))
        {
            Publish(server, "user");
            int from = server.Requests;
            Withdraw(server, "user", "a.dat");
            requests = server.Requests - from;
        }
        for (int at = 0; at < requests; at++)
        {
            using var server = new DavDouble("user");
            Publish(server, "user");
            int first = server.Requests;
            // From this request on nothing answers any more, as if the network had gone.
            server.Faults = (number, _, _) => number >= first + at ? new Fault(fault) : null;
            try
            {
                Withdraw(server, "user", "a.dat");
            }
            catch (LensException)
            {
                // Told; what counts is what follows.
            }
            server.Faults = (_, _, _) => null;
            string set = Path.Combine(server.Root, "set"), file = Path.Combine(set, "a.dat");
            bool isListed = File.ReadAllText(Path.Combine(set, "lens-manifest.json")).Contains("a.dat", StringComparison.Ordinal);
            if (isListed) Assert.True(File.Exists(file), $"request {at}: listed and not there");
            if (isListed || File.Exists(file)) Withdraw(server, "user", "a.dat");
            Assert.False(File.Exists(file), $"request {at}");
            Assert.Single(Directory.GetFiles(Path.Combine(set, WithdrawnFiles.FolderName), "a.dat", SearchOption.AllDirectories));
        }
    }

    private Dataset[] Publish(DavDouble server, string kind)
    {
        Dataset[] datasets = [.. new[] { "a.dat", "deep/b.dat", "c.dat" }.Select(
            name => Session.Read(_source.Write(name, $"# {name}\n{Curve}")))];
        var session = new Session();
        Publish(server, kind, datasets, session);
        Assert.Empty(session.Port.Errors);
        return datasets;
    }

    private List<PublishReceipt> Publish(DavDouble server, string kind, Dataset[] datasets, Session session, bool force = false) =>
        session.Publish(
            datasets,
            kind == "link" ? server.Url : server.Url + "set",
            _source.Path,
            Credential(kind),
            force,
            name: kind == "link" ? "set" : null);

    private static ShareCredential? Credential(string kind) => kind == "user" ? new ShareCredential("u", "p") : null;

    private List<WithdrawalReceipt> Withdraw(DavDouble server, string kind, string pattern, bool purges = false)
    {
        var done = new List<WithdrawalReceipt>();
        new Withdrawer(new Session { State = _state.Path }.Workspace)
        {
            Destination = kind == "link" ? server.Url : server.Url + "set",
            Name = kind == "link" ? "set" : null,
            Reason = "bad run",
            Purge = purges,
            Options = new ShareOptions
            {
                Credential = Credential(kind),
                RetryDelay = TimeSpan.FromMilliseconds(5),
                Retries = 1,
                IdleLimit = TimeSpan.FromSeconds(1)
            },
            IsWanted = (path, _) => pattern == "*"
                || path == pattern
                || (pattern.EndsWith("/*", StringComparison.Ordinal) && path.StartsWith(pattern[..^1], StringComparison.Ordinal)),
        }.Run(new Recorder(), done.Add, CancellationToken.None);
        return done;
    }
}
