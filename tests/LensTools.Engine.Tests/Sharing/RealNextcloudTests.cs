using LensTools.Engine.Datasets;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Comparisons;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.Receptions;
using LensTools.Engine.Sharing.Withdrawals;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>
/// A publication's life on a real Nextcloud, for which <see cref="DavDouble"/> stands elsewhere. LENSTOOLS_NEXTCLOUD is a
/// file with a place a line, apart by blanks: "user" or "link" or "drop", the URL, and where they are needed the user
/// (a link's may be any) and the password. What is published there is in a folder of its own and is withdrawn again, except
/// from a drop, which keeps what it was given.
/// </summary>
public sealed class RealNextcloudTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    // More than the hundred megabytes that go in one piece.
    private const int LargeRows = 5_500_000;

    private readonly TestFolder _source = new(), _here = new("lens here"), _state = new();
    private readonly string _name = $"lens-test-{Guid.NewGuid():N}";

    public void Dispose()
    {
        _source.Dispose();
        _here.Dispose();
        _state.Dispose();
    }

    private static readonly string[] Lines =
        Environment.GetEnvironmentVariable("LENSTOOLS_NEXTCLOUD") is { Length: > 0 } file
            ? [.. File.ReadAllLines(file).Where(line => line.Trim().Length > 0)]
            : [];

    // By their numbers: a test's name is written down by many, and links and passwords are secrets.
    public static TheoryData<int> Places { get; } = [.. Enumerable.Range(0, Math.Max(1, Lines.Length))];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_publication_lives_on_a_real_server_as_on_the_double(int place)
    {
        Assert.SkipWhen(Lines.Length == 0, "LENSTOOLS_NEXTCLOUD names no real Nextcloud");
        string[] parts = Lines[place].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isUser = parts[0] == "user";
        string url = isUser ? $"{parts[1].TrimEnd('/')}/{_name}" : parts[1];
        ShareCredential? credential = parts.Length > 3 ? new ShareCredential(parts[2], parts[3]) : null;
        string? name = isUser ? null : _name;
        Dataset[] datasets = [
            .. new[] { "a.dat", "deep/er/b [1] #%&+;.dat", "Größe-µ.dat", "c.dat" }.Select(Add),
            .. Enumerable.Range(0, 120).Select(i => Add($"many/{i}.dat")),
            AddLarge("large.dat")];

        List<PublishReceipt> receipts = Publish(new Session(), datasets, url, name, credential);
        Assert.Equal(datasets.Length, receipts.Count);
        Assert.All(receipts, receipt => Assert.True(receipt.IsVerified, $"{receipt.Path}: {receipt.Proof}"));
        if (parts[0] == "drop") return;

        Assert.All(
            Publish(new Session(), datasets, url, name, credential), receipt => Assert.Equal(PublishAction.Unchanged, receipt.Action));
        File.AppendAllText(datasets[0].Path, "0.06 5 1\n");
        datasets[0] = Session.Read(datasets[0].Path);
        Assert.Equal("a.dat", Assert.Single(
            Publish(new Session(), datasets, url, name, credential), receipt => receipt.Action == PublishAction.Changed).Path);
        Assert.Empty(Compare(url, name, credential));

        var received = new List<ReceiveReceipt>();
        var port = new Recorder();
        new Receiver(new Session().Workspace) { Source = url, Name = name, Destination = _here.Path, Options = Options(credential) }.Run(
            port, received.Add, CancellationToken.None);
        Assert.Empty(port.Errors);
        Assert.All(datasets, dataset => Assert.Equal(Hash(dataset.Path), Hash(_here[Path.GetRelativePath(_source.Path, dataset.Path)])));

        Assert.Equal("c.dat", Assert.Single(Withdraw(url, name, credential, path => path == "c.dat", purges: false)).Path);
        var again = new Session();
        Publish(again, datasets, url, name, credential);
        Assert.Equal("LensWithdrawn", Assert.Single(again.Port.Errors).Id);
        Assert.Equal(datasets.Length, Withdraw(url, name, credential, _ => true, purges: true).Count);
    }

    private static ShareOptions Options(ShareCredential? credential) => new() { Credential = credential };

    private List<PublishReceipt> Publish(Session session, Dataset[] datasets, string url, string? name, ShareCredential? credential) =>
        session.Publish(datasets, url, _source.Path, credential, name: name);

    private List<Difference> Compare(string url, string? name, ShareCredential? credential)
    {
        var session = new Session();
        var found = new List<Difference>();
        new CollectionComparer(session.Workspace) { Folder = _source.Path, Destination = url, Name = name, Options = Options(credential) }
            .Run(session.Port, found.Add, CancellationToken.None);
        return found;
    }

    private List<WithdrawalReceipt> Withdraw(
        string url,
        string? name,
        ShareCredential? credential,
        Func<string, bool> isWanted,
        bool purges)
    {
        var done = new List<WithdrawalReceipt>();
        new Withdrawer(new Session { State = _state.Path }.Workspace)
        {
            Destination = url,
            Name = name,
            Reason = "a test",
            Purge = purges,
            Options = Options(credential),
            IsWanted = (path, _) => isWanted(path)
        }
            .Run(new Recorder(), done.Add, CancellationToken.None);
        return done;
    }

    private Dataset Add(string name) => Session.Read(_source.Write(name, $"# {name}\n{Curve}"));

    private Dataset AddLarge(string name)
    {
        string path = _source.Write(name, "");
        using (var text = new StreamWriter(path))
        {
            for (int i = 1; i <= LargeRows; i++)
                text.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i * 1e-7:0.0000000} 1.00000 0.1\n"));
        }
        return Session.Read(path);
    }

    private static string Hash(string path) => Collections.Identities.Compute(path, CancellationToken.None);
}
