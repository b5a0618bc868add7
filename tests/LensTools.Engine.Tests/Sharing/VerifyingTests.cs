using System.Text.Json;
using LensTools.Engine.Datasets;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Audits;
using LensTools.Engine.Sharing.Publications;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Verifying that what was published is still there; the folder behind each target is changed by hand.</summary>
public sealed class VerifyingTests : IDisposable
{
    private readonly TestFolder _source = new(), _folder = new("lens target");

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Readable => SourceTests.Readable;

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_flipped_bit_a_missing_file_and_a_replaced_one_are_found_and_repaired(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        Publish(place);
        string root = place.Set;
        byte[] bytes = File.ReadAllBytes(Path.Combine(root, "a.dat"));
        bytes[20] ^= 1;
        File.WriteAllBytes(Path.Combine(root, "a.dat"), bytes);
        File.Delete(Path.Combine(root, "deep", "b.dat"));
        File.WriteAllText(Path.Combine(root, "c.dat"), "replaced");
        place.Store();

        var session = new Session();
        VerificationSummary summary = Verify(place, session, out List<VerifiedFile> files);
        Assert.Equal(
            [
                ("a.dat", VerifiedState.Different), ("c.dat", VerifiedState.Different), ("d.dat", VerifiedState.Intact),
                ("deep/b.dat", VerifiedState.Missing)
            ],
            files.Select(file => (file.Path, file.State)));
        Assert.Equal((4, 4, 3, 0), (summary.Listed, summary.Verified, summary.Damaged, summary.Repaired));
        Assert.All(session.Port.Errors, error => Assert.Equal("LensPublicationDamaged", error.Id));
        Assert.Equal(3, session.Port.Errors.Count);
        Assert.Equal(3, Assert.Single(session.Workspace.Status.All(), status => status.Root == _source.Path).Damaged);

        summary = Verify(place, new Session(), out files, repair: true);
        Assert.Equal((0, 3), (summary.Damaged, summary.Repaired));
        root = place.Set;
        Assert.All(
            Directory.GetFiles(_source.Path, "*.dat", SearchOption.AllDirectories),
            file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(root, Path.GetRelativePath(_source.Path, file)))));
        Assert.Equal((0, 0), Parts(Verify(place, new Session(), out _)));
        Assert.Empty(Directory.GetDirectories(root, ".lens-staging*"));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void The_proof_is_recorded_in_the_manifest_and_the_receipts(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        Publish(place);
        Verify(place, new Session(), out _, readsBack: true);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(place.Set, "lens-manifest.json")));
        Assert.All(manifest.RootElement.GetProperty("files").EnumerateArray(), file =>
        {
            Assert.Equal("read-back", file.GetProperty("proof").GetString());
            Assert.True(file.GetProperty("verifiedAt").GetDateTime() > DateTime.UtcNow.AddMinutes(-5));
        });
        JsonElement[] receipts = [
            .. File.ReadAllLines(_source["lens-receipts.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(8, receipts.Length);
        Assert.Equal(
            4,
            receipts.Count(receipt => receipt.GetProperty("verifiedAt").ValueKind == JsonValueKind.String
                && receipt.GetProperty("proof").GetString() == "read-back"));
        // The lists are still right, and a second publication has nothing to do.
        Assert.All(Publish(place), receipt => Assert.Equal((PublishAction.Unchanged, true), (receipt.Action, receipt.IsVerified)));
    }

    [Fact]
    public void A_share_of_the_files_takes_turns_the_weakest_and_oldest_proof_first()
    {
        using var server = new DavDouble("dav");
        using var place = TargetPlace.Of(server);
        Publish(place);
        var seen = new List<string>();
        for (int day = 0; day < 4; day++)
        {
            VerificationSummary summary = Verify(place, new Session(), out List<VerifiedFile> files, percent: 25);
            Assert.Equal(3 - day, summary.OnlyBySize);
            seen.AddRange(files.Select(file => file.Path));
        }
        Assert.Equal(["a.dat", "c.dat", "d.dat", "deep/b.dat"], seen.Order());
        // And again, now the oldest of equal proofs.
        Verify(place, new Session(), out List<VerifiedFile> next, percent: 25);
        Assert.Equal(seen[0], Assert.Single(next).Path);
    }

    [Fact]
    public void Damaged_files_do_not_keep_others_from_their_turn()
    {
        using TargetPlace place = TargetPlace.Open("folder", _folder);
        Publish(place);
        File.WriteAllText(_folder["set/a.dat"], "rotten");
        var seen = new HashSet<string>();
        for (int day = 0; day < 3; day++)
        {
            var session = new Session();
            Verify(place, session, out List<VerifiedFile> files, percent: 25);
            seen.UnionWith(files.Where(file => file.IsIntact).Select(file => file.Path));
            Assert.Equal(1, Assert.Single(session.Workspace.Status.All(), status => status.Root == _source.Path).Damaged);
        }
        Assert.Equal(["c.dat", "d.dat", "deep/b.dat"], seen.Order());
    }

    [Fact]
    public void What_someone_else_has_published_since_is_not_repaired_away()
    {
        using var server = new DavDouble("dav");
        using var place = TargetPlace.Of(server);
        using TestFolder other = new("lens other"), state = new();
        Publish(place);
        string published = Path.Combine(place.Set, "a.dat");
        File.WriteAllText(published, "rotten");
        bool isDone = false;
        server.Faults = (_, method, path) =>
        {
            if (isDone || method != "MOVE" || !path.Contains(".lens-lock", StringComparison.Ordinal)) return null;
            isDone = true;
            // From another host.
            new Session { State = state.Path }.Publish(
                [Session.Read(other.Write("a.dat", "# newer\n0.01 3 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n"))],
                place.Url, other.Path, name: place.Name, options: place.Options, force: true);
            return null;
        };
        Assert.Equal((1, 0), Parts(Verify(place, new Session(), out _, repair: true)));
        Assert.True(isDone);
        Assert.Equal(File.ReadAllText(other["a.dat"]), File.ReadAllText(published));
    }

    [Fact]
    public void Publishing_with_full_verification_reads_back_what_was_published_before()
    {
        using TargetPlace place = TargetPlace.Open("folder", _folder);
        Publish(place);
        byte[] bytes = File.ReadAllBytes(_folder["set/a.dat"]);
        bytes[20] ^= 1;
        File.WriteAllBytes(_folder["set/a.dat"], bytes);
        var session = new Session();
        List<PublishReceipt> receipts = session.Publish(Datasets(), place.Url, _source.Path, readsBack: true);
        Assert.Equal("LensPublicationDamaged", Assert.Single(session.Port.Errors).Id);
        Assert.Equal(3, receipts.Count);
        Assert.All(receipts, receipt => Assert.Equal(Verification.ReadBack, receipt.Proof));
    }

    [Fact]
    public void What_is_not_here_any_more_is_not_repaired()
    {
        using TargetPlace place = TargetPlace.Open("folder", _folder);
        Publish(place);
        File.Delete(_folder["set/a.dat"]);
        File.WriteAllText(_source["a.dat"], "# changed since\n0.01 1\n");
        Assert.Equal((1, 0), Parts(Verify(place, new Session(), out _, repair: true)));
        Assert.False(File.Exists(_folder["set/a.dat"]));
    }

    private static (int, int) Parts(VerificationSummary summary) => (summary.Damaged, summary.Repaired);

    private Dataset[] Datasets() => [.. new[] { "a.dat", "deep/b.dat", "c.dat", "d.dat" }.Select(
        (name, i) => Session.Read(_source.Write(name, $"# {name}\n0.01 {i + 1}0 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n")))];

    private List<PublishReceipt> Publish(TargetPlace place)
    {
        var session = new Session();
        List<PublishReceipt> receipts = session.Publish(Datasets(), place.Url, _source.Path, name: place.Name, options: place.Options);
        Assert.Empty(session.Port.Errors);
        return receipts;
    }

    private VerificationSummary Verify(
        TargetPlace place,
        Session session,
        out List<VerifiedFile> files,
        bool repair = false,
        bool readsBack = false,
        double percent = 100)
    {
        var found = new List<VerifiedFile>();
        VerificationSummary summary = new PublicationVerifier(session.Workspace)
        {
            Destination = place.Url,
            Name = place.Name,
            Options = place.Options,
            Repair = repair,
            ReadsBack = readsBack,
            Percent = percent,
            SourceFolders = [_source.Path],
        }.Run(session.Port, found.Add, CancellationToken.None);
        files = [.. found.OrderBy(file => file.Path, StringComparer.Ordinal)];
        return summary;
    }
}
