using System.Diagnostics;
using System.Text.Json;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Audits;
using LensTools.Engine.Sharing.Cleanups;
using LensTools.Engine.Sharing.Publications;
using LensTools.Engine.Sharing.Withdrawals;
using LensTools.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>What an admin needs beside the transfer: whole folders, settings of targets, partial publications, patience, status.</summary>
public sealed class AdminTests : IDisposable
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    private readonly TestFolder _source = new(), _target = new("lens target"), _state = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
        _state.Dispose();
    }

    [Fact]
    public void Companions_are_published_beside_their_dataset_and_what_is_left_out_is_counted()
    {
        Session.Read(_source.Write("LOQ1.dat", Curve));
        _source.Write("LOQ1.log", "beam on");
        _source.Write("README.txt", "read me");
        _source.Write("large.bin", new string('x', 5_000));
        _source.Write("notes.tmp", "no");
        PublishSummary summary = Publish(
            new FileSelection { Exclude = ["*.tmp"], MaximumSize = 4_000 },
            "LOQ1.log", "README.txt", "large.bin", "notes.tmp");
        Assert.Equal((3, 2), (summary.Sent, summary.LeftOut));
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(_target["lens-manifest.json"]));
        Dictionary<string, string?> companions = manifest.RootElement.GetProperty("files").EnumerateArray().ToDictionary(
            file => file.GetProperty("path").GetString()!,
            file => file.TryGetProperty("companionOf", out JsonElement of) ? of.GetString() : null);
        Assert.Equal(["LOQ1.dat", "LOQ1.log", "README.txt"], companions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("LOQ1.dat", null), (companions["LOQ1.log"], companions["README.txt"]));
    }

    [Theory]
    [InlineData("*.dat", "run/a.dat", true)]
    [InlineData("*.dat", "run/a.DAT2", false)]
    [InlineData("run/*.dat", "run/a.dat", true)]
    [InlineData("run/*.dat", "b/a.dat", false)]
    [InlineData("a?.dat", "run/ab.dat", true)]
    public void A_pattern_is_compared_with_the_name_or_with_a_slash_with_the_path(string pattern, string path, bool expected) =>
        Assert.Equal(expected, new FileSelection { Include = [pattern] }.Has(path, 1, DateTime.UnixEpoch, DateTime.UnixEpoch));

    [Fact]
    public void A_file_must_be_as_old_as_asked_for()
    {
        var selection = new FileSelection { MinimumAge = TimeSpan.FromHours(1) };
        DateTime now = new(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc);
        Assert.False(selection.Has("a", 1, now.AddMinutes(-59), now));
        Assert.True(selection.Has("a", 1, now.AddMinutes(-60), now));
    }

    [Fact]
    public void Companions_cannot_be_checked_for_names_and_go_to_an_open_place_only_when_allowed()
    {
        using var server = new DavDouble("link");
        _source.Write("LOQ1.log", "user: Someone");
        LensException error = Assert.Throws<LensException>(() => Publish(
            new FileSelection(), server.Url, new TargetSettings { Name = "set" }, "LOQ1.log"));
        Assert.Equal("LensPersonalData", error.Error.Id);
        var allowed = new TargetSettings { Name = "set", AllowPersonalData = true };
        Assert.Equal(1, Publish(new FileSelection(), server.Url, allowed, "LOQ1.log").Sent);
    }

    [Fact]
    public void A_target_of_lens_yaml_has_settings_that_given_ones_overrule()
    {
        File.WriteAllText(
            _source["lens.yaml"],
            $$"""
            name: set
            targets:
              plain: {{JsonSerializer.Serialize(_target.Path)}}
              full:
                url: {{JsonSerializer.Serialize(_target.Path)}}
                name: below
                maxRate: 5MB
                verify: full
                retryFor: 1h
                partial: true
                keyFile: keys/lens
              home:
                url: sftp://storage.example.org/data
                keyFile: ~/.ssh/lens
            """);
        Collection collection = Collection.Open(_source.Path);
        Assert.Equal(_target.Path, collection.Targets["plain"].Url);
        TargetSettings settings = TargetName.Resolve("full", new TargetSettings { Name = "mine" }, collection, _source.Path);
        Assert.Equal(
            (_target.Path, "mine", 5L << 20, true, TimeSpan.FromHours(1), true),
            (settings.Url, settings.Name, settings.MaxRate, settings.ReadsBack, settings.RetryFor, settings.Partial));
        Assert.Equal(_source[Path.Combine("keys", "lens")], settings.KeyFile);
        Assert.Equal(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh", "lens"),
            Path.GetFullPath(TargetName.Resolve("home", new TargetSettings(), collection, _source.Path).KeyFile!));
        var session = new Session();
        session.Publish([Session.Read(_source.Write("a.dat", Curve))], "full", _source.Path);
        Assert.True(File.Exists(_target["below/a.dat"]));
    }

    [Theory]
    [InlineData("    maxRate: fast", "maxRate")]
    [InlineData("    retryFor: soon", "retryFor")]
    [InlineData("    verify: perhaps", "verify")]
    [InlineData("    colour: red", "colour")]
    [InlineData("    name: x", "url")]
    public void A_wrong_setting_is_named_with_its_line(string line, string word)
    {
        string url = word == "url" ? "" : "    url: /mnt/x\n";
        File.WriteAllText(_source["lens.yaml"], $"name: set\ntargets:\n  t:\n{url}{line}\n");
        LensError error = Assert.Throws<LensException>(() => Collection.Open(_source.Path)).Error;
        Assert.Equal("LensCollectionInvalid", error.Id);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.Contains("line ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("1.5h", 5_400)]
    [InlineData("2d", 172_800)]
    public void Times_have_units(string text, double seconds)
    {
        Assert.True(TargetSettings.TryParseTime(text, out TimeSpan time));
        Assert.Equal(seconds, time.TotalSeconds);
        Assert.False(TargetSettings.TryParseTime(text + "x", out _));
    }

    [Fact]
    public void A_file_that_the_server_refuses_does_not_hold_back_the_others_of_a_partial_publication()
    {
        using var server = new DavDouble("dav")
        {
            Faults = (_, method, path) =>
                method == "PUT" && path.EndsWith("b.dat", StringComparison.Ordinal) ? new Fault(FaultKind.Answer, 413) : null
        };
        // A server may keep the beginning of what it refuses.
        Func<int, string, string, Fault?> refuses = server.Faults;
        server.Faults = (number, method, path) =>
        {
            Fault? fault = refuses(number, method, path);
            if (fault is not null) File.WriteAllText(Path.Combine(server.Root, path["/dav/".Length..]), "half of i");
            return fault;
        };
        Dataset[] datasets = [.. new[] { "a.dat", "b.dat", "c.dat" }.Select(
            name => Session.Read(_source.Write(name, $"# {name}\n{Curve}")))];
        LensException all = Assert.Throws<LensException>(() => Run(new TargetSettings(), out _));
        Assert.Equal("LensPublicationIncomplete", all.Error.Id);
        Assert.False(Directory.Exists(Path.Combine(server.Root, "set")));

        PublishSummary summary = Run(new TargetSettings { Partial = true }, out List<PublishReceipt> receipts);
        Assert.Equal((2, 1), (summary.Sent, summary.Refused));
        Assert.Equal(
            ["a.dat", "c.dat"], Directory.GetFiles(Path.Combine(server.Root, "set"), "*.dat").Select(Path.GetFileName).Order());
        PublishReceipt refused = Assert.Single(receipts, receipt => receipt.Action == PublishAction.Refused);
        Assert.Equal(("b.dat", "LensFileTooLarge", null), (refused.Path, refused.Error, refused.At));
        string manifest = Path.Combine(server.Root, "set", "lens-manifest.json");
        JsonElement told = Assert.Single(
            JsonDocument.Parse(File.ReadAllText(manifest)).RootElement.GetProperty("refused").EnumerateArray());
        Assert.Equal(("b.dat", "LensFileTooLarge"), (told.GetProperty("path").GetString(), told.GetProperty("error").GetString()));
        PublicationStatus status = Assert.Single(new StatusStore(_state.Path, TimeProvider.System).All());
        Assert.Equal((1, "LensFileTooLarge"), (status.RefusedCount, Assert.Single(status.Refused).Id));

        server.Faults = (_, _, _) => null;
        Assert.Equal((1, 2, 0), Counts(Run(new TargetSettings { Partial = true }, out _)));
        Assert.False(JsonDocument.Parse(File.ReadAllText(manifest)).RootElement.TryGetProperty("refused", out _));
        Assert.Equal(0, Assert.Single(new StatusStore(_state.Path, TimeProvider.System).All()).RefusedCount);

        PublishSummary Run(TargetSettings settings, out List<PublishReceipt> done)
        {
            using var publisher = new Publisher(new Session { State = _state.Path }.Workspace)
            {
                Destination = server.Url + "set",
                CurrentFolder = _source.Path,
                BaseFolder = _source.Path,
                Settings = settings,
                Options = new ShareOptions { Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(5) },
            };
            foreach (Dataset dataset in datasets) publisher.Add(dataset);
            PublishSummary summary = publisher.Run(new Recorder(), CancellationToken.None);
            done = [.. publisher.Receipts];
            return summary;
        }
    }

    [Fact]
    public void An_outage_is_waited_for_as_long_as_asked()
    {
        var time = System.Diagnostics.Stopwatch.StartNew();
        using var server = new DavDouble("dav")
        {
            Faults = (_, _, _) => time.Elapsed < TimeSpan.FromSeconds(2) ? new Fault(FaultKind.Answer, 503) : null
        };
        _source.Write("a.dat", Curve);
        var patient = new TargetSettings { RetryFor = TimeSpan.FromMinutes(1) };
        Assert.Equal(1, Publish(new FileSelection(), server.Url + "set", patient, "a.dat").Sent);
    }

    [Fact]
    public void More_than_the_destination_has_room_for_is_not_begun()
    {
        using var server = new DavDouble("user") { FreeBytes = 40 };
        _source.Write("a.dat", Curve);
        LensException error = Assert.Throws<LensException>(() => new Session().Publish(
            [Session.Read(_source["a.dat"])], server.Url + "set", _source.Path, new ShareCredential("u", "p")));
        Assert.Equal("LensQuotaExceeded", error.Error.Id);
        Assert.Contains("40 bytes", error.Error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public void An_empty_place_where_receipts_say_that_all_was_there_is_not_published_to_anew()
    {
        string share = Directory.CreateDirectory(_target["mnt"]).FullName;
        Dataset dataset = Session.Read(_source.Write("a.dat", Curve));
        new Session().Publish([dataset], share, _source.Path);
        // Not mounted: the folder is there, and empty.
        Directory.Delete(share, recursive: true);
        Directory.CreateDirectory(share);
        LensException error = Assert.Throws<LensException>(() => new Session().Publish([dataset], share, _source.Path));
        Assert.Equal("LensPublicationMissing", error.Error.Id);
        Assert.Empty(Directory.GetFileSystemEntries(share));
        Assert.Equal(PublishAction.New, Assert.Single(new Session().Publish([dataset], share, _source.Path, force: true)).Action);
    }

    [Fact]
    public void A_parent_that_is_missing_is_not_made()
    {
        LensException error = Assert.Throws<LensException>(
            () => new Session().Publish([Session.Read(_source.Write("a.dat", Curve))], _target["no/such"], _source.Path));
        Assert.Equal("LensTargetNotFound", error.Error.Id);
        Assert.Empty(Directory.GetFileSystemEntries(_target.Path));
    }

    [Fact]
    public void What_given_up_publications_left_is_deleted_of_this_source_only()
    {
        Dataset dataset = Session.Read(_source.Write("a.dat", Curve));
        new Session().Publish([dataset], _target.Path, _source.Path);
        string id = JsonDocument.Parse(File.ReadAllText(_source["lens-source.json"])).RootElement.GetProperty("id").GetString()!;
        _target.Write($".lens-staging-{id[..8]}-1/x.dat", "left");
        _target.Write(".lens-staging-abcdef01-2/y.dat", "of another source");
        var session = new Session();
        var deleted = new List<string>();
        new TargetCleaner(session.Workspace) { Destination = _target.Path, SourceFolder = _source.Path }
            .Run(session.Port, deleted.Add, CancellationToken.None);
        Assert.Equal([$".lens-staging-{id[..8]}-1"], deleted);
        Assert.True(Directory.Exists(_target[".lens-staging-abcdef01-2"]));
        Assert.True(File.Exists(_target["a.dat"]));
    }

    [Fact]
    public void A_given_up_first_publication_left_its_staging_folder_beside_the_place()
    {
        new Session().Publish([Session.Read(_source.Write("a.dat", Curve))], _target["set"], _source.Path);
        string id = JsonDocument.Parse(File.ReadAllText(_source["lens-source.json"])).RootElement.GetProperty("id").GetString()!;
        _target.Write($".lens-staging-{id[..8]}-1/x.dat", "left");
        var session = new Session();
        var deleted = new List<string>();
        new TargetCleaner(session.Workspace) { Destination = _target["set"], SourceFolder = _source.Path }
            .Run(session.Port, deleted.Add, CancellationToken.None);
        Assert.Equal([$".lens-staging-{id[..8]}-1"], deleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_verification_or_withdrawal_left_that_was_cut_is_of_the_source_too(bool withdraws)
    {
        using var server = new DavDouble("dav");
        Session session = new() { State = _state.Path };
        session.Publish([Session.Read(_source.Write("a.dat", Curve))], server.Url + "set", _source.Path);
        server.Faults = (_, method, path) =>
            method == "MOVE" && path.Contains("lens-document", StringComparison.Ordinal) ? new Fault(FaultKind.Answer, 500) : null;
        var options = new ShareOptions { RetryDelay = TimeSpan.FromMilliseconds(5), Retries = 1 };
        Assert.Throws<LensException>(() =>
        {
            if (withdraws)
                new Withdrawer(session.Workspace)
                {
                    Destination = server.Url + "set",
                    Reason = "test",
                    IsWanted = (_, _) => true,
                    Options = options
                }.Run(session.Port, _ => { }, CancellationToken.None);
            else
                new PublicationVerifier(session.Workspace) { Destination = server.Url + "set", ReadsBack = true, Options = options }
                    .Run(session.Port, _ => { }, CancellationToken.None);
        });
        server.Faults = (_, _, _) => null;
        Assert.Single(Directory.GetDirectories(server.Set, ".lens-staging-*"));
        var deleted = new List<string>();
        new TargetCleaner(session.Workspace) { Destination = server.Url + "set", SourceFolder = _source.Path, Options = options }
            .Run(session.Port, deleted.Add, CancellationToken.None);
        Assert.Single(deleted);
        Assert.Empty(Directory.GetDirectories(server.Set, ".lens-staging-*"));
    }

    [Fact]
    public void A_server_that_has_no_room_left_says_so_once()
    {
        using var server = new DavDouble("dav")
        {
            Faults = (_, method, path) =>
                method == "PUT" && path.EndsWith("b.dat", StringComparison.Ordinal) ? new Fault(FaultKind.Answer, 507) : null
        };
        var session = new Session { State = _state.Path };
        string[] files = [_source.Write("a.dat", $"# a\n{Curve}"), _source.Write("b.dat", $"# b\n{Curve}")];
        LensException error = Assert.Throws<LensException>(
            () => session.Publish(files.Select(Session.Read), server.Url + "set", _source.Path));
        Assert.Equal(("LensQuotaExceeded", files[1]), (error.Error.Id, error.Error.Target));
        Assert.Empty(session.Port.Errors);
    }

    [Fact]
    public void A_failure_before_the_server_answers_keeps_no_token()
    {
        string link = $"http://127.0.0.1:{Loopback.FreePort()}/s/Tk3dPq8SecretToken";
        _source.Write("a.dat", Curve);
        Assert.Throws<LensException>(() => Publish(new FileSelection(), link, new TargetSettings { Name = "set" }, "a.dat"));
        PublicationStatus status = Assert.Single(new StatusStore(_state.Path, TimeProvider.System).All());
        Assert.DoesNotContain("Tk3dPq8SecretToken", status.Destination, StringComparison.Ordinal);
        Assert.EndsWith("/set", status.Destination, StringComparison.Ordinal);
        Assert.NotNull(status.OutageSince);
    }

    [Fact]
    public void An_empty_file_accompanies_nothing_and_is_counted()
    {
        _source.Write("a.dat", Curve);
        _source.Write("empty.log", "");
        PublishSummary summary = Publish(new FileSelection(), "empty.log");
        Assert.Equal((1, 1), (summary.Sent, summary.LeftOut));
    }

    [Fact]
    public void The_status_is_metrics_for_Prometheus_too()
    {
        string text = PrometheusText.ToText([new PublicationStatus
        {
            Source = "a \"set\"",
            Destination = @"Z:\out",
            Root = "/data",
            LastSuccess = new DateTime(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc),
            Waiting = 3,
        }]);
        Assert.Contains("# TYPE lens_publication_waiting_files gauge\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "lens_publication_waiting_files{source=\"a \\\"set\\\"\",destination=\"Z:\\\\out\"} 3\n", text, StringComparison.Ordinal);
        // date -d 2026-11-26T00:00:00Z +%s
        Assert.Contains("lens_publication_last_success_timestamp_seconds{source=", text, StringComparison.Ordinal);
        Assert.Contains("} 1795651200\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("last_run_timestamp_seconds{", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Someone_is_told_by_command_webhook_and_heartbeat()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the command is one of /bin/sh");
        var requests = new System.Collections.Concurrent.ConcurrentQueue<(string Method, string Path, string Body)>();
        using var server = new TinyServer(request =>
        {
            requests.Enqueue((request.Method, request.Path, System.Text.Encoding.UTF8.GetString(request.Body)));
            return new TinyResponse { Status = 200 };
        });
        var warnings = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using (var notifier = new Notifier(warnings.Enqueue)
        {
            Command = $"cat > '{_state["told"]}'; echo \"$LENS_EVENT $LENS_ID\" >> '{_state["told"]}'",
            Webhook = new Uri($"http://127.0.0.1:{server.Port}/hook"),
            Heartbeat = new Uri($"http://127.0.0.1:{server.Port}/beat"),
        })
        {
            RunEvent refused = new(DateTime.UtcNow, RunEventKind.Refused, "no title") { Path = "/a.dat", Id = "Metadata.Title" };
            notifier.Tell([refused, refused with { Path = "/b.dat" }, new RunEvent(DateTime.UtcNow, RunEventKind.Published, "fine")]);
            notifier.Beat();
            notifier.Beat();
        }
        Assert.Empty(warnings);
        string[] told = File.ReadAllLines(_state["told"]);
        Assert.Equal("Refused Metadata.Title", told[1]);
        string message = JsonDocument.Parse(told[0]).RootElement.GetProperty("message").GetString()!;
        Assert.Contains("2 files: the first is /a.dat", message, StringComparison.Ordinal);
        (string _, string _, string body) = Assert.Single(requests, request => request.Path == "/hook");
        string text = JsonDocument.Parse(body).RootElement.GetProperty("text").GetString()!;
        Assert.StartsWith("LensTools Refused: 2 files", text, StringComparison.Ordinal);
        Assert.Equal("GET", Assert.Single(requests, request => request.Path == "/beat").Method);
    }

    [Fact]
    public void The_right_password_of_a_link_never_counts_as_a_failed_login()
    {
        using var server = new DavDouble("link") { Password = "right" };
        var options = new ShareOptions { Credential = new ShareCredential("any", "right"), Retries = 1 };
        for (int i = 0; i < 20; i++)
        {
            using IShareTarget target = ShareTarget.Open(server.Url, options, CancellationToken.None);
            Assert.Empty(target.List("", CancellationToken.None));
        }
        Assert.Equal(0, server.WrongLogins);
    }

    [Fact]
    public void A_server_that_turns_the_address_away_is_not_asked_again()
    {
        using var server = new DavDouble("link") { Password = "right" };
        for (int i = 0; i < 11; i++) Open("wrong");
        int before = server.Requests;
        LensError error = Open("right");
        Assert.Equal("LensServerThrottles", error.Id);
        Assert.Contains("bruteforce:reset", error.Advice, StringComparison.Ordinal);
        // The status page, and the one request that was turned away.
        Assert.Equal(2, server.Requests - before);

        LensError Open(string password) => Assert.Throws<LensException>(() => ShareTarget.Open(
            server.Url,
            new ShareOptions { Credential = new ShareCredential("any", password), Retries = 6, RetryDelay = TimeSpan.FromMilliseconds(5) },
            CancellationToken.None)).Error;
    }

    [Fact]
    public async Task Who_is_patient_waits_until_the_server_has_forgotten_without_a_request()
    {
        using var server = new DavDouble("link") { Password = "right" };
        var impatient = new ShareOptions { Credential = new ShareCredential("any", "wrong"), Retries = 0 };
        for (int i = 0; i < 11; i++)
            Assert.Throws<LensException>(() => ShareTarget.Open(server.Url, impatient, CancellationToken.None));
        var time = new FakeTimeProvider();
        var patient = new ShareOptions
        {
            Credential = new ShareCredential("any", "right"),
            Time = time,
            RetryFor = TimeSpan.FromHours(1)
        };
        int before = server.Requests;
        Task<IShareTarget> opening = Task.Run(() => ShareTarget.Open(server.Url, patient, CancellationToken.None));
        for (var watch = Stopwatch.StartNew(); server.Requests < before + 2 && watch.Elapsed < TimeSpan.FromSeconds(30);)
            await Task.Delay(10);
        // Nextcloud forgets after half an hour in which nobody asks.
        for (int minute = 0; minute < 30; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(5);
        }
        Assert.Equal(2, server.Requests - before);
        Assert.False(opening.IsCompleted);
        server.ForgetLogins();
        for (int minute = 0; minute < 5 && !opening.IsCompleted; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(opening, Task.Delay(2_000));
        }
        using IShareTarget target = await opening;
        Assert.Equal(TargetKind.NextcloudLink, target.Facts.Kind);
        Assert.Equal(0, server.WrongLogins);
    }

    [Theory]
    [InlineData("SHA256SUMS")]
    [InlineData("lens-manifest.json")]
    [InlineData("LENS-Published-Labels.jsonl")]
    public void A_file_that_is_called_as_a_list_of_the_publication_is_refused(string name)
    {
        Dataset own = Session.Read(_source.Write(name, $"# own\n{Curve}")), other = Session.Read(_source.Write("a.dat", Curve));
        var session = new Session();
        Assert.Equal("a.dat", Assert.Single(session.Publish([own, other], _target.Path, _source.Path)).Path);
        Assert.Equal("LensNameNotPortable", Assert.Single(session.Port.Errors).Id);
        Assert.Single(File.ReadAllLines(_target["SHA256SUMS"]));
        // Elsewhere than beside the manifest it is a file like any other.
        Dataset below = Session.Read(_source.Write($"below/{name}", $"# below\n{Curve}"));
        Assert.Single(new Session().Publish([below], _target.Path, _source.Path));
    }

    [Fact]
    public void What_LensTools_itself_supersedes_does_not_fill_the_trash_and_what_others_had_does()
    {
        using var server = new DavDouble("user");
        var credential = new ShareCredential("u", "p");
        Publish(1);
        Publish(2);
        File.WriteAllText(Path.Combine(server.Set, "b.dat"), "of others");
        new Session { State = _state.Path }.Publish(
            [Session.Read(_source.Write("b.dat", $"# b\n{Curve}"))], server.Url + "set", _source.Path, credential, force: true);
        ILookup<bool, (string Method, string Path, bool SkipsTrash)> trash =
            server.Trash.ToLookup(one => one.Path.EndsWith("b.dat", StringComparison.Ordinal));
        Assert.All(trash[false], one => Assert.True(one.SkipsTrash, one.Path));
        Assert.False(Assert.Single(trash[true]).SkipsTrash);

        void Publish(int number) => new Session { State = _state.Path }.Publish(
            [Session.Read(_source.Write("a.dat", $"# {number}\n{Curve}"))], server.Url + "set", _source.Path, credential);
    }

    [Theory]
    [InlineData("RGCK", "renamed")]
    [InlineData("RG", "read-only")]
    public void A_link_that_lacks_a_right_is_refused_before_the_first_byte(string permissions, string word)
    {
        using var server = new DavDouble("link") { Permissions = permissions };
        LensException error = Assert.Throws<LensException>(() => new Session().Publish(
            [Session.Read(_source.Write("a.dat", Curve))], server.Url, _source.Path, name: "set"));
        Assert.Equal("LensAccessDenied", error.Error.Id);
        Assert.Contains(word, error.Error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(server.Root));
    }

    [Fact]
    public void A_drop_never_gets_two_files_of_one_name()
    {
        using var server = new DavDouble("drop");
        string a = _source.Write("a.dat", $"# one\n{Curve}");
        Drop();
        string root = server.Set;
        File.WriteAllText(a, $"# two\n{Curve}");
        (List<PublishReceipt> receipts, Recorder said) = Drop();
        PublishReceipt changed = Assert.Single(receipts);
        Assert.Equal($"a-{changed.Sha256[..8]}.dat", changed.Path);
        Assert.Equal((PublishAction.New, false), (changed.Action, changed.MayBeDuplicated));
        Assert.Contains(said.Said, line => line.Contains("dropped before with other content", StringComparison.Ordinal));
        Assert.StartsWith("# one", File.ReadAllText(Path.Combine(root, "a.dat")), StringComparison.Ordinal);
        Assert.StartsWith("# two", File.ReadAllText(Path.Combine(root, changed.Path)), StringComparison.Ordinal);
        // Nothing was renamed by the server, and the newest list has both.
        Assert.DoesNotContain(Directory.GetFiles(root), file => file.Contains('(', StringComparison.Ordinal));
        string newest = Directory.GetFiles(root, "SHA256SUMS*").Order(StringComparer.Ordinal).Last();
        Assert.Equal([changed.Path, "a.dat"], File.ReadAllLines(newest).Select(line => line[66..]).Order(StringComparer.Ordinal));
        Assert.Equal(PublishAction.Unchanged, Assert.Single(Drop().Receipts).Action);

        (List<PublishReceipt> Receipts, Recorder Said) Drop()
        {
            var session = new Session { State = _state.Path };
            return (session.Publish([Session.Read(a)], server.Url, _source.Path, name: "set"), session.Port);
        }
    }

    [Fact]
    public void What_may_have_arrived_at_a_drop_is_sent_under_another_name_and_says_so()
    {
        using var server = new DavDouble("drop")
        {
            Faults = (_, method, path) =>
                method == "PUT" && path.EndsWith("b.dat", StringComparison.Ordinal) ? new Fault(FaultKind.LostReply) : null
        };
        string[] files = [_source.Write("a.dat", $"# a\n{Curve}"), _source.Write("b.dat", $"# b\n{Curve}")];
        Assert.Throws<LensException>(Drop);
        server.Faults = (_, _, _) => null;
        List<PublishReceipt> receipts = Drop();
        PublishReceipt a = receipts.Single(receipt => receipt.Source == files[0]);
        PublishReceipt b = receipts.Single(receipt => receipt.Source == files[1]);
        Assert.Equal(("a.dat", PublishAction.Unchanged, false), (a.Path, a.Action, a.MayBeDuplicated));
        Assert.Equal(($"b-{b.Sha256[..8]}.dat", PublishAction.New, true), (b.Path, b.Action, b.MayBeDuplicated));

        List<PublishReceipt> Drop() => new Session { State = _state.Path }.Publish(
            files.Select(Session.Read), server.Url, _source.Path, name: "set");
    }

    private static (int, int, int) Counts(PublishSummary summary) => (summary.Sent, summary.Unchanged, summary.Refused);

    private PublishSummary Publish(FileSelection selection, params string[] companions) =>
        Publish(selection, _target.Path, new TargetSettings(), companions);

    private PublishSummary Publish(FileSelection selection, string destination, TargetSettings settings, params string[] companions)
    {
        using var publisher = new Publisher(new Session { State = _state.Path }.Workspace)
        {
            Destination = destination,
            CurrentFolder = _source.Path,
            Selection = selection,
            Settings = settings,
            Options = new ShareOptions { Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(5) },
        };
        foreach (string path in Directory.GetFiles(_source.Path, "*.dat"))
        {
            Dataset dataset = Session.Read(path);
            publisher.Add(dataset);
        }
        foreach (string name in companions) publisher.AddCompanion(_source[name], _source.Path);
        return publisher.Run(new Recorder(), CancellationToken.None);
    }
}
