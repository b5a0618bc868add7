using System.Security.Cryptography;
using System.Text.Json;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>
/// Every fault at every request of a publication. After each the published tree is absent, or complete and identical;
/// nothing of others is touched; the receipts on the disk are true; and the same publication completes once the server is well.
/// </summary>
public sealed class FaultTests : IDisposable
{
    private static readonly Fault[] All =
    [
        new(FaultKind.Cut), new(FaultKind.LostReply), new(FaultKind.Half), new(FaultKind.Flip), new(FaultKind.Silence),
        new(FaultKind.CutWithin), new(FaultKind.Torn), new(FaultKind.Delay), new(FaultKind.Twice), new(FaultKind.WrongHash),
        new(FaultKind.Restart),
        .. new[] { 301, 400, 401, 403, 408, 409, 412, 413, 423, 429, 500, 502, 503, 504, 507 }.Select(
            status => new Fault(FaultKind.Answer, status)),
    ];

    private readonly TestFolder _source = new(), _copies = new(), _state = new();

    public void Dispose()
    {
        _source.Dispose();
        _copies.Dispose();
        _state.Dispose();
    }

    public static TheoryData<string, bool, bool> Targets { get; } = new()
    {
        // target, whether a file goes in chunks or parts, whether small files go in bulk
        { "dav", false, false },
        { "dav", true, false },
        { "user", false, false },
        { "user", true, false },
        { "user", false, true },
        { "link", true, false },
        { "oldlink", false, false },
        { "drop", false, false },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public void One_fault_at_any_request_is_got_over_or_told(string kind, bool chunked, bool bulk)
    {
        Make(chunked);
        int requests = Clean(kind, chunked, bulk);
        int cases = 0;
        var problems = new List<string>();
        Parallel.ForEach(
            from fault in All from at in Enumerable.Range(0, requests) select (fault, at),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            one =>
            {
                Interlocked.Increment(ref cases);
                if (Check(
                    kind,
                    chunked,
                    bulk,
                    (number, _, _) => number == one.at ? one.fault : null,
                    $"{one.fault} at request {one.at}") is { } problem)
                {
                    lock (problems) problems.Add(problem);
                }
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {cases} cases over {requests} requests");
        Assert.True(problems.Count == 0, $"{problems.Count} of {cases} cases:\n{string.Join('\n', problems.Take(20))}");
        Assert.True(cases > 100);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_server_that_fails_every_third_request_is_got_over_or_told(string kind, bool chunked, bool bulk)
    {
        Make(chunked);
        foreach (Fault fault in All.Where(
            fault => fault.Kind is FaultKind.Cut or FaultKind.LostReply or FaultKind.CutWithin or FaultKind.Torn or FaultKind.Twice
                or FaultKind.Delay
                || fault.Status is 500 or 503))
        {
            string? problem = Check(
                kind, chunked, bulk, (number, _, _) => number % 3 == 2 ? fault : null, $"{fault} at every third request");
            Assert.True(problem is null, problem);
        }
    }

    private void Make(bool large)
    {
        string rows = string.Concat(Enumerable.Range(1, large ? 8_000 : 6).Select(
            i => FormattableString.Invariant($"{i * 1e-4:F4} {1000.0 / i:F4} 1\n")));
        _source.Write("a.dat", $"# a\n{rows}");
        _source.Write("deep/b [1] #%.dat", "# b\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n");
        _source.Write("deep/Größe-µ.dat", "# c\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n");
    }

    // How many requests it takes when all goes well; and that it does.
    private int Clean(string kind, bool chunked, bool bulk)
    {
        Dataset[] datasets = Copy("clean");
        using var server = new DavDouble(kind) { HasBulk = bulk, TakesParts = chunked };
        (List<PublishReceipt> receipts, LensError? error, _) = Publish(server, kind, datasets, "clean");
        Assert.True(error is null, error?.Message);
        Assert.All(
            receipts, receipt => Assert.True(kind == "dav" ? receipt.Proof == Verification.Size : receipt.IsVerified, $"{receipt.Proof}"));
        Assert.Null(Differences(server, kind));
        return server.Requests;
    }

    // Each case has a source of its own, and so its own receipts.
    private Dataset[] Copy(string id)
    {
        _copies.CopyFrom(_source.Path, id);
        return [.. Directory.GetFiles(_copies[id], "*.dat", SearchOption.AllDirectories).Order().Select(Session.Read)];
    }

    private string? Check(string kind, bool chunked, bool bulk, Func<int, string, string, Fault?> faults, string what)
    {
        using var server = new DavDouble(kind) { HasBulk = bulk, TakesParts = chunked, Faults = faults };
        File.WriteAllText(Path.Combine(server.Root, "of others.txt"), "of others");
        string id = Guid.NewGuid().ToString("N");
        Dataset[] datasets = Copy(id);
        try
        {
            (List<PublishReceipt> receipts, LensError? error, List<LensError> errors) = Publish(server, kind, datasets, id);
            // A drop shows a file at a time; a plain server proves sizes only, so that a changed byte is not seen there.
            bool canLie = kind == "dav" && what.Contains("Flip", StringComparison.Ordinal);
            bool isThere = Directory.Exists(server.Set);
            if (receipts.Count == datasets.Length && Differences(server, kind) is { } difference && !canLie)
                return $"{what}: receipts for all, and {difference}";
            if (receipts.Count < datasets.Length && error is null && errors.Count == 0)
                return $"{what}: {receipts.Count} receipts and no word";
            if (kind != "drop" && isThere && Differences(server, kind) is { } partly && !canLie)
                return $"{what}: visible, and {partly}; error {error?.Id}";
            if (UntrueReceipt(server, id, out int kept) is { } untrue && !canLie) return $"{what}: {untrue}; error {error?.Id}";
            if (kept < receipts.Count) return $"{what}: {receipts.Count} receipts and {kept} on the disk";
            server.Faults = (_, _, _) => null;
            (receipts, error, errors) = Publish(server, kind, datasets, id);
            if (error is not null || errors.Count > 0)
                return $"{what}: the next run says {(error ?? errors[0]).Id} {(error ?? errors[0]).Message}";
            if (Differences(server, kind) is { } still && !canLie) return $"{what}: after the next run {still}";
            if (UntrueReceipt(server, id, out kept) is { } lie && !canLie) return $"{what}: after the next run {lie}";
            if (kept < datasets.Length) return $"{what}: after the next run {kept} receipts on the disk";
            if (File.ReadAllText(Path.Combine(server.Root, "of others.txt")) != "of others") return $"{what}: touched what others have";
            string[] left = [.. Directory.GetFileSystemEntries(server.Root)
                .Select(entry => Path.GetFileName(entry))
                .Where(name => name.StartsWith(".lens-staging", StringComparison.Ordinal))];
            return kind != "drop" && left.Length > 0 ? $"{what}: left {left[0]}" : null;
        }
        catch (Exception problem) when (problem is not LensException)
        {
            return $"{what}: {problem}";
        }
    }

    private (List<PublishReceipt> Receipts, LensError? Error, List<LensError> Errors) Publish(
        DavDouble server,
        string kind,
        Dataset[] datasets,
        string id)
    {
        var session = new Session { State = _state[id] };
        using var publishing = new Publisher(session.Workspace)
        {
            Destination = kind is "link" or "oldlink" or "drop" ? server.Url : server.Url + "set",
            Settings = new TargetSettings { Name = kind is "link" or "oldlink" or "drop" ? "set" : null },
            CurrentFolder = _copies[id],
            BaseFolder = _copies[id],
            Options = new ShareOptions
            {
                Credential = kind == "user" ? new ShareCredential("u", "p") : null,
                RetryDelay = TimeSpan.FromMilliseconds(5),
                Retries = 3,
                IdleLimit = TimeSpan.FromSeconds(1),
                LargeFile = 65_536
            },
        };
        foreach (Dataset dataset in datasets) publishing.Add(dataset);
        try
        {
            publishing.Run(session.Port, CancellationToken.None);
            return ([.. publishing.Receipts], null, session.Port.Errors);
        }
        catch (LensException problem)
        {
            return ([], problem.Error, session.Port.Errors);
        }
    }

    // What a receipt on the disk claims that is not so; and of how many files there are receipts.
    private string? UntrueReceipt(DavDouble server, string id, out int kept)
    {
        string path = Path.Combine(_copies[id], "lens-receipts.jsonl");
        JsonElement[] receipts = !File.Exists(path)
            ? []
            : [.. File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement)];
        kept = receipts.DistinctBy(receipt => receipt.GetProperty("source").GetString()).Count();
        foreach (JsonElement receipt in receipts)
        {
            string name = receipt.GetProperty("path").GetString()!, sha256 = receipt.GetProperty("sha256").GetString()!;
            string there = Path.Combine(server.Set, name);
            if (!File.Exists(there)) return $"a receipt says that {name} is there";
            if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(there))) != sha256)
                return $"a receipt says that {name} is {sha256}";
            if (receipt.GetProperty("proof").GetString() is null or "none") return $"a receipt of {name} has no proof";
        }
        return null;
    }

    private string? Differences(DavDouble server, string kind)
    {
        string root = server.Set;
        var listed = new List<string>();
        foreach (string name in Directory.GetFiles(_source.Path, "*.dat", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_source.Path, path)))
        {
            string file = Path.Combine(root, name);
            // What may have arrived at a drop in part is sent again under another name, and that one is listed.
            if (kind == "drop" && Directory.Exists(Path.GetDirectoryName(file)))
                file = Directory.GetFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(name)}-*.dat")
                    .FirstOrDefault(other => IsSame(other, _source[name]), file);
            if (!File.Exists(file)) return $"{name} is missing";
            if (!IsSame(file, _source[name])) return $"{name} differs";
            listed.Add(Path.GetRelativePath(root, file).Replace('\\', '/'));
        }
        // A drop has a new list for each run; the newest is whole.
        string? sums = Directory.GetFiles(root, "SHA256SUMS*").Order(StringComparer.Ordinal).LastOrDefault(IsWhole);
        if (sums is null) return "SHA256SUMS is missing";
        string[] paths = [.. File.ReadAllLines(sums).Select(line => line[66..])];
        if (kind == "drop" ? listed.Except(paths).Any() : !listed.Order().SequenceEqual(paths.Order()))
            return $"SHA256SUMS lists {string.Join(", ", paths)}";
        return Directory.GetFiles(root, "lens-manifest*.json").Any(IsWhole) ? null : "the manifest is missing";

        static bool IsWhole(string list) => File.ReadAllText(list) is { Length: > 0 } text && text[^1] == '\n';
    }

    private static bool IsSame(string file, string source) =>
        File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(source));
}
