using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Large files to a plain WebDAV server: interrupted, they go on where they were if the server takes parts of files.</summary>
public sealed class PartialUploadTests : IDisposable
{
    private const int Large = 1 << 16, Rows = 40_000;

    private readonly TestFolder _source = new(), _state = new();
    private Dataset _large;

    public PartialUploadTests()
    {
        string rows = string.Concat(Enumerable.Range(1, Rows).Select(
            i => FormattableString.Invariant($"{i * 1e-5:F5} {1000.0 / i:F4} 1\n")));
        _large = Session.Read(_source.Write("large.dat", rows));
    }

    public void Dispose()
    {
        _source.Dispose();
        _state.Dispose();
    }

    private long Size => new FileInfo(_large.Path).Length;

    [Fact]
    public void A_file_that_was_cut_goes_on_where_it_was()
    {
        using DavDouble server = CutInTheMidst();
        LensException error = Assert.Throws<LensException>(() => Publish(server.Url + "set"));
        Assert.Equal("LensServerUnreachable", error.Error.Id);
        // Half of it has come, and the probe.
        long before = server.BytesReceived;
        Assert.Equal((Size / 2) + 4, before);
        server.Faults = (_, _, _) => null;
        Check(Path.Combine(server.Root, "set", "large.dat"), Assert.Single(Publish(server.Url + "set")));
        // The other half, the probe, and the lists.
        Assert.InRange(server.BytesReceived - before, Size - (Size / 2), Size - (Size / 2) + 1_000);
    }

    [Fact]
    public void A_file_over_the_limit_of_the_server_goes_in_parts()
    {
        Assert.SkipUnless(Apache.IsInstalled, "Debian's apache2 is not installed");
        // 1.5 MB go through, and the file has more.
        using var apache = new Apache(largestBody: 3L << 19);
        string path = _source.Write(
            "over.dat",
            string.Concat(Enumerable.Range(1, 150_000).Select(i => FormattableString.Invariant($"{i * 1e-6:F6} {1e5 / i:F4} 1\n"))));
        Assert.True(new FileInfo(path).Length > 3L << 19);
        PublishReceipt receipt = Assert.Single(
            new Session { State = _state.Path }.Publish([Session.Read(path)], apache.Url + "/set", _source.Path, readsBack: true));
        Assert.Equal(Verification.ReadBack, receipt.Proof);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(apache.Root, "set", "over.dat")));
    }

    [Fact]
    public void A_connection_that_is_cut_again_and_again_gets_on()
    {
        int puts = 0;
        // The half, then the half of the half that is left, and so on: more often than one request is tried.
        using var server = new DavDouble("dav")
        {
            TakesParts = true,
            Faults = (_, method, path) => method == "PUT" && IsLarge(path) && ++puts is > 1 and < 12 ? new Fault(FaultKind.CutWithin) : null
        };
        Check(Path.Combine(server.Root, "set", "large.dat"), Assert.Single(Publish(server.Url + "set")));
        Assert.Equal(12, puts);
        Assert.InRange(server.BytesReceived, Size, Size + 1_000);
    }

    [Fact]
    public void A_file_that_has_changed_meanwhile_starts_anew()
    {
        using DavDouble server = CutInTheMidst();
        Assert.Throws<LensException>(() => Publish(server.Url + "set"));
        server.Faults = (_, _, _) => null;
        File.WriteAllText(
            _large.Path, File.ReadAllText(_large.Path).Replace("0.00001 1000.0000 1", "0.00001 2000.0000 1", StringComparison.Ordinal));
        _large = Session.Read(_large.Path);
        long before = server.BytesReceived;
        Check(Path.Combine(server.Root, "set", "large.dat"), Assert.Single(Publish(server.Url + "set")));
        Assert.True(server.BytesReceived - before > Size);
    }

    [Fact]
    public void A_file_that_somebody_takes_away_while_it_is_sent_is_not_published_with_a_hole()
    {
        int puts = 0;
        using var server = new DavDouble("dav") { TakesParts = true };
        server.Faults = (_, method, path) =>
        {
            if (method == "PUT" && IsLarge(path) && ++puts == 2)
                File.Delete(Directory.GetFiles(server.Root, "large.dat", SearchOption.AllDirectories).Single());
            return null;
        };
        var session = NewSession();
        Assert.Throws<LensException>(() => session.Publish([_large], server.Url + "set", _source.Path));
        Assert.Equal("LensTargetChanged", Assert.Single(session.Port.Errors).Id);
        Assert.False(Directory.Exists(Path.Combine(server.Root, "set")));
        Check(Path.Combine(server.Root, "set", "large.dat"), Assert.Single(Publish(server.Url + "set")));
    }

    [Fact]
    public void What_the_server_has_lost_meanwhile_is_sent_again()
    {
        using DavDouble server = CutInTheMidst();
        Assert.Throws<LensException>(() => Publish(server.Url + "set"));
        server.Faults = (_, _, _) => null;
        // What a file system may make of the last seconds before the power went.
        using (FileStream staged = File.OpenWrite(Directory.GetFiles(server.Root, "large.dat", SearchOption.AllDirectories).Single()))
        {
            staged.Position = 1_000;
            staged.Write(new byte[500]);
        }
        Check(Path.Combine(server.Root, "set", "large.dat"), Assert.Single(Publish(server.Url + "set")));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(411)]
    [InlineData(412)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(501)]
    public void A_server_that_refuses_a_part_is_sent_the_whole(int status)
    {
        int probes = 0;
        using var server = new DavDouble("dav")
        {
            TakesParts = true,
            Faults = (_, method, path) => method == "PUT" && path.Contains(".lens-probe", StringComparison.Ordinal) && ++probes == 2
                ? new Fault(FaultKind.Answer, status)
                : null
        };
        Check(Path.Combine(server.Root, "set", "large.dat"), Assert.Single(Publish(server.Url + "set")));
        Assert.Equal(2, probes);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(server.Root, "set"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_server_that_takes_a_part_for_the_whole_is_sent_none()
    {
        using var server = new DavDouble("dav");
        Check(Path.Combine(server.Root, "set", "large.dat"), Assert.Single(Publish(server.Url + "set")));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(server.Root, "set"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Apache_takes_parts_and_goes_on_after_an_interruption()
    {
        Assert.SkipUnless(Apache.IsInstalled, "Debian's apache2 is not installed");
        using var apache = new Apache();
        // Six seconds in all, stopped in the midst.
        using (var stop = new CancellationTokenSource())
        using (var publishing = NewPublishing(apache.Url + "/set", Size / 6))
        {
            void StopInTheMidst(LensProgress progress)
            {
                if (Staged(apache) is { Length: > 100_000 }) stop.Cancel();
            }
            publishing.Add(_large);
            Assert.ThrowsAny<OperationCanceledException>(
                () => publishing.Run(new Recorder { OnProgress = StopInTheMidst }, stop.Token));
        }
        FileInfo staged = Staged(apache)!;
        Assert.InRange(staged.Length, 100_000, Size - 1);
        using FileStream begun = staged.OpenRead();
        Check(Path.Combine(apache.Root, "set", "large.dat"), Assert.Single(Publish(apache.Url + "/set")));
        // The same file, gone on with: one that was made anew would not be seen here.
        Assert.Equal(Size, begun.Length);
        Assert.Empty(Directory.EnumerateFileSystemEntries(apache.Root, ".lens*", SearchOption.AllDirectories));
    }

    // Half of the file comes, and from then on nothing.
    private static DavDouble CutInTheMidst()
    {
        int puts = 0;
        return new DavDouble("dav")
        {
            TakesParts = true,
            Faults = (_, method, path) => method == "PUT" && IsLarge(path) && ++puts > 1
                ? new Fault(puts == 2 ? FaultKind.CutWithin : FaultKind.Cut)
                : null
        };
    }

    private static bool IsLarge(string path) => path.EndsWith("large.dat", StringComparison.Ordinal);

    private static FileInfo? Staged(Apache apache) =>
        Directory.GetFiles(apache.Root, "large.dat", SearchOption.AllDirectories).Select(path => new FileInfo(path)).SingleOrDefault();

    private Session NewSession() => new() { State = _state.Path, LargeFile = Large };

    private List<PublishReceipt> Publish(string destination) => NewSession().Publish([_large], destination, _source.Path);

    private Publisher NewPublishing(string destination, long rate)
    {
        Session session = NewSession();
        return new Publisher(session.Workspace)
        {
            Destination = destination,
            CurrentFolder = _source.Path,
            BaseFolder = _source.Path,
            Options = new ShareOptions { LargeFile = Large, MaxRate = rate }
        };
    }

    private void Check(string published, PublishReceipt receipt)
    {
        Assert.Equal(Verification.Size, receipt.Proof);
        Assert.Equal(File.ReadAllBytes(_large.Path), File.ReadAllBytes(published));
        Assert.Equal(
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_large.Path))),
            receipt.Sha256,
            ignoreCase: true);
    }
}
