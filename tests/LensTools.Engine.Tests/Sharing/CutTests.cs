using System.Security.Cryptography;
using System.Text.Json;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>
/// Connections to real servers of SFTP and S3 that are cut anywhere in a publication: it is got over or told, the receipts on the
/// disk are true, and the same publication completes afterwards. <see cref="FaultTests"/> does the same, and more, to WebDAV.
/// </summary>
public sealed class CutTests : IDisposable
{
    private const int Cases = 18;

    private readonly TestFolder _sources = new(), _state = new();

    public void Dispose()
    {
        _sources.Dispose();
        _state.Dispose();
    }

    [Theory]
    [InlineData("sftp")]
    [InlineData("s3")]
    public void A_connection_that_is_cut_anywhere_is_got_over_or_told(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _state);
        var server = new Uri(place.Target[place.Target.IndexOf("://", StringComparison.Ordinal)..].Insert(0, "tcp"));
        using var proxy = new CuttingProxy(server.Port);
        string known = "";
        if (place.KnownHosts is { } hosts)
            known = _state.Write("known", File.ReadAllText(hosts).Replace($":{server.Port}", $":{proxy.Port}", StringComparison.Ordinal));
        string target = place.Target.Replace($":{server.Port}", $":{proxy.Port}", StringComparison.Ordinal).TrimEnd('/');
        ShareOptions options = place.Options with { KnownHosts = known.Length > 0 ? known : null, IdleLimit = TimeSpan.FromSeconds(5) };

        int cuts = 0, told = 0;
        long[] whole = new long[2];
        var problems = new List<string>();
        for (int i = -2; i < Cases; i++)
        {
            // The first two are not cut: they show how much is sent to a new place and to one that is there.
            bool isUpdate = i % 2 != 0;
            string id = $"case{i + 2}", source = _sources[id], to = $"{target}/{id}";
            Write(source, "changed.dat", 1);
            Write(source, "deep/same.dat", 2);
            if (isUpdate)
            {
                Publish();
                Write(source, "changed.dat", 3);
                Write(source, "new/new.dat", 4);
            }
            long before = proxy.Sent;
            // Every third time nobody is let through any more, and trying again does not help.
            if (i >= 0) proxy.CutAfter((long)(whole[isUpdate ? 1 : 0] * (i + 0.5) / Cases), staysDown: i % 3 == 2);
            LensError? error = Publish();
            if (i < 0) whole[isUpdate ? 1 : 0] = proxy.Sent - before;
            if (i < 0) Assert.True(error is null, error?.Message);
            if (proxy.HasCut) cuts++;
            if (error is not null) told++;
            proxy.CutAfter(long.MaxValue);
            string root = Path.Combine(place.Root, id);
            if (Untrue(source, root, isWhole: error is null) is { } untrue) problems.Add($"{id}: {untrue}; {error?.Message}");
            if (Publish() is { } still) problems.Add($"{id}: the next run says {still.Message}");
            root = Path.Combine(place.Root, id);
            if (Untrue(source, root, isWhole: true) is { } later) problems.Add($"{id}: after the next run {later}");

            LensError? Publish()
            {
                var session = new Session { State = _state["state"] };
                try
                {
                    string[] files = Directory.GetFiles(source, "*.dat", SearchOption.AllDirectories);
                    session.Publish(files.Select(Session.Read), to, source, options: options);
                    return session.Port.Errors.FirstOrDefault();
                }
                catch (LensException problem)
                {
                    return problem.Error;
                }
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {cuts} cuts, {told} told, {cuts - told} got over");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(cuts > Cases / 2 && told > 2 && told < cuts, $"{cuts} cuts, {told} told");
    }

    // What a receipt on the disk claims that is not so, or what is not there of a publication that is whole.
    private static string? Untrue(string source, string root, bool isWhole)
    {
        string path = Path.Combine(source, "lens-receipts.jsonl");
        // The newest receipt of a path counts: an earlier one is of what was replaced.
        Dictionary<string, string> claimed = !File.Exists(path)
            ? []
            : File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement)
                .GroupBy(receipt => receipt.GetProperty("path").GetString()!)
                .ToDictionary(group => group.Key, group => group.Last().GetProperty("sha256").GetString()!);
        foreach ((string name, string sha256) in claimed)
        {
            string there = Path.Combine(root, name);
            if (!File.Exists(there)) return $"a receipt says that {name} is there";
            // One that is not whole may have put a newer file there before it was cut.
            if (Sha256(there) != sha256 && (isWhole || Sha256(there) != Sha256(Path.Combine(source, name))))
                return $"a receipt says that {name} is {sha256}";
        }
        if (!isWhole) return null;
        string[] files = [.. Directory.GetFiles(source, "*.dat", SearchOption.AllDirectories)];
        foreach (string file in files)
        {
            string name = Path.GetRelativePath(source, file).Replace('\\', '/');
            if (!claimed.TryGetValue(name, out string? sha256) || sha256 != Sha256(file)) return $"{name} has no receipt";
        }
        string sums = Path.Combine(root, "SHA256SUMS");
        if (!File.Exists(sums)) return "SHA256SUMS is missing";
        string[] lines = File.ReadAllLines(sums);
        return lines.Length != files.Length ? $"SHA256SUMS lists {lines.Length} files"
            : lines.FirstOrDefault(line => Sha256(Path.Combine(root, line[66..])) != line[..64]) is { } wrong ? $"SHA256SUMS says {wrong}"
            : null;
    }

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static void Write(string folder, string name, int number)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string rows = string.Concat(Enumerable.Range(1, 1_500).Select(
            i => FormattableString.Invariant($"{i * 1e-4:F4} {number * 1000.0 / i:F4} 1\n")));
        File.WriteAllText(path, $"# Sample: {name} {number}\n# Q (1/A) I (1/cm) dI (1/cm)\n{rows}");
    }
}
