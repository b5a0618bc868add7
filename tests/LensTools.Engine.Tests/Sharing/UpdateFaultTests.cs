using System.Security.Cryptography;
using System.Text.Json;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>
/// Every fault at every request while a publication is updated: a file is changed, one renamed, two are new. The lists
/// are true to what is in place, or the error says that they are not; the next run completes without a conflict; and then
/// every file has a receipt, whatever was interrupted.
/// </summary>
public sealed class UpdateFaultTests : IDisposable
{
    private static readonly Fault[] All =
    [
        new(FaultKind.Cut), new(FaultKind.LostReply), new(FaultKind.CutWithin), new(FaultKind.Torn), new(FaultKind.Twice),
        new(FaultKind.Restart),
        .. new[] { 400, 403, 412, 423, 500, 503, 507 }.Select(status => new Fault(FaultKind.Answer, status)),
    ];

    private readonly TestFolder _sources = new(), _state = new();

    public void Dispose()
    {
        _sources.Dispose();
        _state.Dispose();
    }

    [Theory]
    [InlineData("dav")]
    [InlineData("user")]
    [InlineData("link")]
    public void One_fault_at_any_request_leaves_true_lists_and_loses_no_receipt(string kind)
    {
        int requests = 0;
        Assert.Null(Check(kind, null, 0, count => requests = count));
        var problems = new List<string>();
        Parallel.ForEach(
            from fault in All from at in Enumerable.Range(0, requests) select (fault, at),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            one =>
            {
                if (Check(kind, one.fault, one.at, null) is not { } problem) return;
                lock (problems) problems.Add($"{one.fault} at request {one.at}: {problem}");
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {All.Length * requests} cases over {requests} requests");
        Assert.True(problems.Count == 0, $"{problems.Count} of {All.Length * requests} cases:\n{string.Join('\n', problems.Take(20))}");
        Assert.True(requests > 10);
    }

    private string? Check(string kind, Fault? fault, int at, Action<int>? counted)
    {
        string id = Guid.NewGuid().ToString("N"), source = Path.Combine(_sources.Path, id);
        using var server = new DavDouble(kind);
        Write(source, "changed.dat", 1);
        Write(source, "old name.dat", 2);
        if (Publish(server, kind, id, out _) is { } early) return $"before: {early.Message}";
        Write(source, "changed.dat", 3);
        File.Move(Path.Combine(source, "old name.dat"), Path.Combine(source, "renamed.dat"));
        Write(source, "new.dat", 4);
        Write(source, "zoo/new.dat", 5);

        int before = server.Requests;
        server.Faults = (number, _, _) => number - before == at ? fault : null;
        LensError? failure = Publish(server, kind, id, out List<LensError> errors);
        counted?.Invoke(server.Requests - before);
        bool isSaid = failure?.Message.Contains("could not be updated", StringComparison.Ordinal) == true;
        string root = Path.Combine(server.Root, "set");
        if (!isSaid && UntrueLine(root) is { } untrue) return $"SHA256SUMS says {untrue}; error {failure?.Id} {failure?.Message}";
        server.Faults = (_, _, _) => null;
        if (Publish(server, kind, id, out errors) is { } still) return $"the next run says {still.Id} {still.Message}";
        if (errors.Count > 0) return $"the next run says {errors[0].Id} {errors[0].Message}";
        if (UntrueLine(root) is { } later) return $"after the next run SHA256SUMS says {later}";
        string[] paths = ["changed.dat", "new.dat", "renamed.dat", "zoo/new.dat"];
        string[] there = [.. Directory.GetFiles(root, "*.dat", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        if (!there.SequenceEqual(paths)) return $"after the next run there are {string.Join(", ", there)}";
        HashSet<string> receipts = [.. File.ReadAllLines(Path.Combine(source, "lens-receipts.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => $"{line.GetProperty("path").GetString()} {line.GetProperty("sha256").GetString()}")];
        string? without = paths.FirstOrDefault(path => !receipts.Contains($"{path} {Sha256(Path.Combine(source, path))}"));
        if (without is not null) return $"{without} has no receipt";
        // A lock whose deletion was refused counts as abandoned after two minutes.
        return Directory.GetFileSystemEntries(root, ".lens-*").Select(Path.GetFileName)
            .FirstOrDefault(name => !name!.StartsWith(".lens-lock", StringComparison.Ordinal)) is { } left ? $"left {left}" : null;
    }

    private LensError? Publish(DavDouble server, string kind, string id, out List<LensError> errors)
    {
        var session = new Session { State = _state[id] };
        string source = Path.Combine(_sources.Path, id);
        errors = session.Port.Errors;
        using var publisher = new Publisher(session.Workspace)
        {
            Destination = kind == "link" ? server.Url : server.Url + "set",
            Settings = new TargetSettings { Name = kind == "link" ? "set" : null },
            CurrentFolder = source,
            BaseFolder = source,
            Options = new ShareOptions
            {
                Credential = kind == "user" ? new ShareCredential("u", "p") : null,
                RetryDelay = TimeSpan.FromMilliseconds(5),
                Retries = 2,
                IdleLimit = TimeSpan.FromSeconds(10),
            },
        };
        foreach (string file in Directory.GetFiles(source, "*.dat", SearchOption.AllDirectories)) publisher.Add(Session.Read(file));
        try
        {
            publisher.Run(session.Port, CancellationToken.None);
            return null;
        }
        catch (LensException problem)
        {
            return problem.Error;
        }
    }

    private static string? UntrueLine(string root) => File.ReadAllLines(Path.Combine(root, "SHA256SUMS"))
        .FirstOrDefault(line => !File.Exists(Path.Combine(root, line[66..])) || Sha256(Path.Combine(root, line[66..])) != line[..64]);

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static void Write(string source, string name, int number)
    {
        string path = Path.Combine(source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"# {name}\n0.01 {number}0 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n");
    }
}
