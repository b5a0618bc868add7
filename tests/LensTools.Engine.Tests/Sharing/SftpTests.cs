using System.Security.Cryptography;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.Sftp;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Publishing to OpenSSH's SFTP server, beyond what every target must do.</summary>
public sealed class SftpTests : IDisposable
{
    private readonly TestFolder _source = new(), _state = new();

    public void Dispose()
    {
        _source.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void A_host_is_trusted_by_known_hosts_hashed_or_not_or_by_its_pinned_key_and_by_nothing_else()
    {
        using OpenSsh server = Start();
        ShareOptions options = Options(server);
        Open(server, options);
        string hashed = _state.Write("hashed", File.ReadAllText(server.KnownHosts));
        Tool.Run("ssh-keygen", ["-H", "-f", hashed]);
        Assert.StartsWith("|1|", File.ReadAllText(hashed), StringComparison.Ordinal);
        Open(server, options with { KnownHosts = hashed });

        LensError unknown = Fails(server, options with { KnownHosts = _state.Write("none", "") });
        Assert.Equal("LensCertificateUntrusted", unknown.Id);
        Assert.Contains("SHA256:", unknown.Message, StringComparison.Ordinal);
        string line = File.ReadAllText(server.KnownHosts);
        string other = _state.Write(
            "other", line[..line.IndexOf(' ', StringComparison.Ordinal)] + " ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvbw==\n");
        Assert.Contains("another key", Fails(server, options with { KnownHosts = other }).Message, StringComparison.Ordinal);

        // sshd(8): patterns, and a revoked key is not trusted whatever other lines say.
        Open(server, options with { KnownHosts = _state.Write("pattern", "*" + line[line.IndexOf(' ', StringComparison.Ordinal)..]) });
        string revoked = _state.Write("revoked", $"{line.TrimEnd()}\n@revoked *{line[line.IndexOf(' ', StringComparison.Ordinal)..]}");
        Assert.Equal("LensCertificateUntrusted", Fails(server, options with { KnownHosts = revoked }).Id);

        string key = Convert.ToHexString(SHA256.HashData(Convert.FromBase64String(line.Trim().Split(' ')[2])));
        Open(server, options with { KnownHosts = other, CertificateThumbprint = key });
        Assert.Equal("LensCertificateUntrusted", Fails(server, options with { CertificateThumbprint = new string('0', 64) }).Id);
    }

    [Fact]
    public void A_key_that_the_server_does_not_know_is_refused_at_once()
    {
        using OpenSsh server = Start();
        Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _state["stranger"]]);
        Assert.Equal("LensAuthenticationFailed", Fails(server, Options(server) with { KeyFile = _state["stranger"], Retries = 6 }).Id);
        Assert.Equal("LensAuthenticationFailed", Fails(server, Options(server) with { KeyFile = _state["missing"] }).Id);
    }

    [Fact]
    public void A_server_that_is_not_there_is_unreachable_and_a_password_in_the_URL_is_refused()
    {
        string key = new TestKey(_state).Path;
        LensError error = Assert.Throws<LensException>(() => ShareTarget.Open(
            $"sftp://127.0.0.1:{Loopback.FreePort()}/x",
            new ShareOptions { KeyFile = key, Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(5) },
            CancellationToken.None)).Error;
        Assert.Equal(("LensServerUnreachable", RetryAdvice.Later), (error.Id, error.Kind.Retry));
        Assert.Equal(
            "LensDestinationUnsafe",
            Assert.Throws<LensException>(
                () => ShareTarget.Open("sftp://u:p@127.0.0.1/x", new ShareOptions(), CancellationToken.None)).Error.Id);
    }

    [Fact]
    public void A_large_file_that_was_interrupted_is_resumed()
    {
        using OpenSsh server = Start();
        string text = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i * 1e-5:0.00000} {1e3 / i:0.00000} 1\n"));
        Dataset dataset = Session.Read(_source.Write("large.dat", text));
        ShareOptions options = Options(server) with { LargeFile = 100_000, MaxRate = 100_000 };
        using (var stop = new CancellationTokenSource())
        {
            // Stopped as soon as some of it has arrived.
            var watching = new Recorder
            {
                OnProgress = _ =>
                {
                    if (Staged().Any(file => new FileInfo(file).Length > 0)) stop.Cancel();
                }
            };
            Assert.Throws<OperationCanceledException>(() => new Session { State = _state.Path, Port = watching }.Publish(
                [dataset], server.Url + "/set", _source.Path, options: options, stop: stop.Token));
        }
        string staged = Assert.Single(Staged());
        Assert.InRange(new FileInfo(staged).Length, 1, text.Length - 1);

        using var publisher = new Publisher(new Session { State = _state.Path }.Workspace)
        {
            Destination = server.Url + "/set",
            CurrentFolder = _source.Path,
            BaseFolder = _source.Path,
            Options = options with { MaxRate = null },
        };
        publisher.Add(dataset);
        Assert.Equal(1, publisher.Run(new Recorder(), CancellationToken.None).Sent);
        Assert.Equal(text, File.ReadAllText(Path.Combine(server.Root, "set", "large.dat")));
        Assert.Equal(["set"], Directory.GetFileSystemEntries(server.Root).Select(Path.GetFileName));

        string[] Staged() => Directory.GetFiles(server.Root, "large.dat", SearchOption.AllDirectories);
    }

    [Theory]
    [InlineData("sftp://u@h/a/b", "h", 22, "u", "/a/b")]
    [InlineData("sftp://h:2222/", "h", 2222, null, "/")]
    [InlineData("sftp://h/~/a%20b/", "h", 22, null, "a b")]
    [InlineData("sftp://h/~", "h", 22, null, "")]
    public void Addresses(string url, string host, int port, string? user, string path)
    {
        SftpAddress address = SftpAddress.Parse(url);
        Assert.Equal((host, port, user, path), (address.Host, address.Port, address.User, address.Path));
        Assert.Equal(address, SftpAddress.Parse(address.Shown));
    }

    private static OpenSsh Start()
    {
        Assert.SkipUnless(OpenSsh.IsInstalled, "Debian's openssh-server is not installed");
        return new OpenSsh();
    }

    private static ShareOptions Options(OpenSsh server) => new()
    {
        KeyFile = server.KeyFile,
        KnownHosts = server.KnownHosts,
        Retries = 1,
        RetryDelay = TimeSpan.FromMilliseconds(5)
    };

    private static void Open(OpenSsh server, ShareOptions options)
    {
        using IShareTarget target = ShareTarget.Open(server.Url, options, CancellationToken.None);
        Assert.Contains("OpenSSH", target.Facts.Server, StringComparison.Ordinal);
        Assert.NotNull(target.Facts.FreeBytes);
    }

    private static LensError Fails(OpenSsh server, ShareOptions options) =>
        Assert.Throws<LensException>(() => ShareTarget.Open(server.Url, options, CancellationToken.None)).Error;

    private sealed class TestKey
    {
        public TestKey(TestFolder folder)
        {
            Path = folder["key"];
            Assert.SkipWhen(Tool.Find("ssh-keygen") is null, "ssh-keygen is not installed");
            Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path]);
        }

        public string Path { get; }
    }
}
