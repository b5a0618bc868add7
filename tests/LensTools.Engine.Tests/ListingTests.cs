using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;
using LensTools.Testing;

namespace LensTools.Engine.Tests;

/// <summary>Finding datasets in folders.</summary>
public sealed class ListingTests
{
    private const string Curve = "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n";

    [Fact]
    public void Datasets_come_in_the_order_of_their_paths_whatever_is_done_at_once()
    {
        using var folder = new TestFolder();
        for (int i = 0; i < 200; i++) folder.Write($"{i:000}.dat", Curve);
        string[] names = [.. new DatasetListing(new Workspace()) { ThrottleLimit = 8 }
            .Datasets([folder.Path], new Recorder(), CancellationToken.None)
            .Select(d => d.Name)];
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i:000}"), names);
    }

    [Fact]
    public void Most_of_10_000_files_are_no_data()
    {
        using var folder = new TestFolder();
        for (int i = 0; i < 10_000; i++)
            File.WriteAllText(
                folder[$"{i:00000}.{(i % 100 == 0 ? "dat" : "log")}"], i % 100 == 0 ? Curve : "2026-01-01T00:00:00\tpump\ton\n");
        var port = new Recorder();
        Assert.Equal(100, new DatasetListing(new Workspace()).Datasets([folder.Path], port, CancellationToken.None).Count());
        Assert.Empty(port.Errors);
        Assert.Equal(9_900, port.Said.Count(line => line.Contains("was skipped", StringComparison.Ordinal)));
        Assert.Equal(100, port.Said.Count(line => line.Contains("ColumnText, 1 datasets", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_that_is_deleted_between_listing_and_reading_is_an_error_of_its_own()
    {
        using var folder = new TestFolder();
        string gone = folder.Write("a.dat", Curve);
        folder.Write("b.dat", Curve);
        File.Delete(gone);
        var port = new Recorder();
        Assert.Equal(
            "b", Assert.Single(new DatasetListing(new Workspace()).Datasets([gone, folder["b.dat"]], port, CancellationToken.None)).Name);
        Assert.Equal("LensFileNotFound", Assert.Single(port.Errors).Id);
    }

    [Fact]
    public void A_folder_named_like_a_file_is_a_folder()
    {
        using var folder = new TestFolder();
        folder.Write("x.h5/inner.dat", Curve);
        Assert.Empty(new DatasetListing(new Workspace()).Datasets([folder.Path], new Recorder(), CancellationToken.None));
        Assert.Single(new DatasetListing(new Workspace()) { Recurse = true }.Datasets(
            [folder.Path], new Recorder(), CancellationToken.None));
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        string? mkfifo = Tool.Find("mkfifo");
        Assert.SkipWhen(mkfifo is null, "mkfifo is not installed");
        using var folder = new TestFolder();
        folder.Write("a.dat", Curve);
        Assert.Equal(0, Tool.Run(mkfifo!, [folder["pipe.dat"]]).ExitCode);
        var port = new Recorder();
        Assert.Single(new DatasetListing(new Workspace()).Datasets([folder.Path], port, CancellationToken.None));
        Assert.Equal("LensFileEmpty", Assert.Single(port.Errors).Id);
    }

    [Fact]
    public void Only_our_own_files_and_published_copies_are_left_out()
    {
        using var folder = new TestFolder();
        folder.Write("lens-1.dat", Curve);
        folder.Write("lens-labels.jsonl", "");
        folder.Write("published/a.dat", Curve);
        folder.Write("published/lens-manifest.json", "{}");
        Assert.Equal("lens-1", Assert.Single(new DatasetListing(new Workspace()) { Recurse = true }.Datasets(
            [folder.Path], new Recorder(), CancellationToken.None)).Name);
        Assert.Single(new DatasetListing(new Workspace()).Datasets([folder["published"]], new Recorder(), CancellationToken.None));
    }

    [Fact]
    public void A_large_text_is_stopped_at_once()
    {
        using var folder = new TestFolder();
        using (var writer = new StreamWriter(folder["large.dat"]))
        {
            for (int i = 1; i <= 4_000_000; i++) writer.Write(FormattableString.Invariant($"{i * 1e-5:F5} 2 3\n"));
        }
        // Reading takes some fifty milliseconds; a timer may be as late as that where all tests run at once.
        using var stop = new CancellationTokenSource();
        new Thread(() =>
        {
            Thread.Sleep(10);
            stop.Cancel();
        }).Start();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(
            () => new DatasetListing(new Workspace()).Datasets([folder.Path], new Recorder(), stop.Token).Count());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_link_that_leads_back_is_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs a privilege on Windows");
        using var folder = new TestFolder();
        folder.Write("inner/a.dat", Curve);
        Directory.CreateSymbolicLink(folder["inner/loop"], folder.Path);
        Assert.Single(new DatasetListing(new Workspace()) { Recurse = true }.Datasets(
            [folder.Path], new Recorder(), CancellationToken.None));
    }

    [Fact]
    public void An_empty_file_is_an_error_only_if_its_name_promises_data()
    {
        using var folder = new TestFolder();
        Assert.Equal("LensFileEmpty", FormatRegistry.Describe(folder.Write("run.nxs", "")).Error?.Id);
        Assert.Null(FormatRegistry.Describe(folder.Write("notes.txt", "")).Error);
    }

    [Fact]
    public void Noise_with_a_data_extension_ends_in_a_reason()
    {
        using var folder = new TestFolder();
        var random = new Random(20260214);
        foreach (string name in new[] { "a.dat", "a.h5", "a.xml", "a.nxs" })
        {
            byte[] noise = new byte[random.Next(1, 200_000)];
            random.NextBytes(noise);
            File.WriteAllBytes(folder[name], noise);
            FileOutcome outcome = FormatRegistry.Describe(folder[name]);
            Assert.Empty(outcome.Datasets);
            Assert.True(outcome.SkippedBecause is not null || outcome.Error is not null);
        }
    }

    [Fact]
    public void A_folder_that_may_not_be_read_is_an_error_and_the_rest_goes_on()
    {
        Assert.SkipWhen(Environment.UserName == "root", "permissions do not bind root");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("permissions are others on Windows");
            return;
        }
        using var folder = new TestFolder();
        folder.Write("closed/a.dat", Curve);
        folder.Write("open/b.dat", Curve);
        File.SetUnixFileMode(folder["closed"], UnixFileMode.None);
        var port = new Recorder();
        Assert.Single(new DatasetListing(new Workspace()) { Recurse = true }.Datasets([folder.Path], port, CancellationToken.None));
        Assert.Equal("LensAccessDenied", Assert.Single(port.Errors).Id);
        File.SetUnixFileMode(folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Stopping_ends_it()
    {
        using var folder = new TestFolder();
        for (int i = 0; i < 50; i++) folder.Write($"{i}.dat", Curve);
        using var stop = new CancellationTokenSource();
        int seen = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (Dataset _ in new DatasetListing(new Workspace()) { ThrottleLimit = 1 }.Datasets(
                [folder.Path], new Recorder(), stop.Token))
            {
                if (++seen == 3) stop.Cancel();
            }
        });
        Assert.True(seen < 50);
    }

    [Fact]
    public void Work_in_parallel_gives_back_the_first_failure_of_the_caller()
    {
        Assert.Equal([1, 2, 3], OrderedParallel.Select([1, 2, 3], 2, i => i, CancellationToken.None));
        Assert.Throws<InvalidOperationException>(
            () => OrderedParallel.Select([1, 2, 3], 2, int (i) => throw new InvalidOperationException(), CancellationToken.None).ToList());
    }
}
