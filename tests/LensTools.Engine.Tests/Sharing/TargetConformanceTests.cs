using System.Security.Cryptography;
using LensTools.Engine.Sharing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>What every target promises by <see cref="IShareTarget"/>, of every kind; the folder behind it is the judge.</summary>
public sealed class TargetConformanceTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TestFolder _source = new(), _folder = new("lens target");

    public static TheoryData<string> Kinds => TargetPlace.Kinds;

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_put_is_there_whole_and_proven_as_promised(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        using IShareTarget target = Open(place);
        target.MakeFolder("deep/er", Never);
        target.MakeFolder("deep/er", Never);
        Upload[] uploads = [Make("deep/er/a [1] #%.dat", 3_000), Make("deep/er/µ.dat", 1), Make("deep/er/none.dat", 0)];
        IReadOnlyList<UploadResult> results = target.Put(uploads, Never);
        Assert.Equal(uploads, results.Select(result => result.Upload));
        Assert.All(results, result =>
        {
            Assert.Null(result.Error);
            Assert.Equal(File.ReadAllBytes(result.Upload.Source), File.ReadAllBytes(Path.Combine(place.Root, result.Upload.Path)));
            // The best proof that it can give, or at once a better one.
            Assert.True(result.Proof == target.Facts.Proof || result.Proof.ProvesContent(), $"{result.Proof}");
        });
        Assert.Equal(3_001, target.BytesSent);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_is_not_what_was_planned_any_more_is_not_accepted(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        using IShareTarget target = Open(place);
        target.MakeFolder("set", Never);
        // Of the same length, so that only its SHA-256 tells.
        UploadResult result = Assert.Single(target.Put([Make("set/a.dat", 3_000) with { Sha256 = new string('0', 64) }], Never));
        Assert.NotNull(result.Error);
        if (target.Facts.Can(TargetCapabilities.Read)) Assert.Null(target.Find("set/a.dat", Never));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_can_be_read_is_found_listed_read_from_any_byte_and_verified(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        using IShareTarget target = Open(place);
        if (!target.Facts.Can(TargetCapabilities.Read))
        {
            Assert.Equal("drop", kind);
            return;
        }
        target.MakeFolder("set/below", Never);
        Upload upload = Make("set/a b.dat", 3_000);
        Assert.Null(Assert.Single(target.Put([upload], Never)).Error);

        Assert.Equal((upload.Path, false, 3_000L), Parts(target.Find(upload.Path, Never)));
        Assert.True(target.Find("set", Never)!.IsFolder);
        Assert.Null(target.Find("set/other.dat", Never));
        // A bucket holds no folders but those of its objects.
        (string, bool)[] below = kind == "s3" ? [] : [("set/below", true)];
        Assert.Equal([("set/a b.dat", false), .. below], target.List("set", Never).Select(entry => (entry.Path, entry.IsFolder)).Order());
        Assert.Empty(target.List("no such folder", Never));

        byte[] content = File.ReadAllBytes(upload.Source);
        foreach (int from in new[] { 0, 2_990 })
        {
            using Stream stream = target.Open(upload.Path, from, Never)!;
            using var read = new MemoryStream();
            stream.CopyTo(read);
            Assert.Equal(content[from..], read.ToArray());
        }
        Assert.Null(target.Open("set/other.dat", 0, Never));

        Assert.True(target.Verify(upload, VerificationLevel.Content, Never)!.Value.ProvesContent());
        Assert.Equal(Verification.ReadBack, target.Verify(upload, VerificationLevel.ReadBack, Never));
        Assert.NotNull(target.Verify(upload, VerificationLevel.Size, Never));
        Assert.Null(target.Verify(upload with { Size = 2_999 }, VerificationLevel.Size, Never));
        Assert.Null(target.Verify(upload with { Sha256 = new string('0', 64) }, VerificationLevel.Content, Never));
        Assert.Null(target.Verify(upload with { Path = "set/other.dat" }, VerificationLevel.Content, Never));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_can_be_renamed_replaces_only_when_it_may_and_what_is_deleted_is_gone(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        using IShareTarget target = Open(place);
        if (!target.Facts.Can(TargetCapabilities.Rename))
        {
            Assert.Equal("drop", kind);
            return;
        }
        target.MakeFolder("set/below", Never);
        Assert.All(
            target.Put([Make("set/a.dat", 100), Make("set/b.dat", 200), Make("set/below/c.dat", 300)], Never),
            result => Assert.Null(result.Error));

        Assert.False(target.Move("set/a.dat", "set/b.dat", isFolder: false, Replacement.None, Never));
        Assert.Equal([100, 200], Lengths("set/a.dat", "set/b.dat"));
        Assert.True(target.Move("set/a.dat", "set/b.dat", isFolder: false, Replacement.Superseded, Never));
        Assert.Equal([-1, 100], Lengths("set/a.dat", "set/b.dat"));
        string folder = "set";
        if (target.Facts.Can(TargetCapabilities.RenameFolders))
        {
            folder = "published";
            Assert.True(target.Move("set", folder, isFolder: true, Replacement.None, Never));
            Assert.Equal([-1, 100, 300], Lengths("set/b.dat", "published/b.dat", "published/below/c.dat"));
        }

        target.Delete($"{folder}/b.dat", isFolder: false, Never);
        target.Delete($"{folder}/b.dat", isFolder: false, Never);
        Assert.Equal([-1, 300], Lengths($"{folder}/b.dat", $"{folder}/below/c.dat"));
        target.Delete(folder, isFolder: true, Never);
        target.Delete(folder, isFolder: true, Never);
        Assert.False(Directory.Exists(Path.Combine(place.Root, folder)));

        long[] Lengths(params string[] paths) =>
            [.. paths.Select(path => new FileInfo(Path.Combine(place.Root, path)) is { Exists: true } file ? file.Length : -1)];
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_folder_is_locked_for_one_owner_at_a_time(string kind)
    {
        using TargetPlace place = TargetPlace.Open(kind, _folder);
        using IShareTarget target = Open(place), other = Open(place);
        if (!target.Facts.Can(TargetCapabilities.Rename)) return;
        target.MakeFolder("set", Never);
        using (target.Lock("set", "one", Never))
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            Assert.ThrowsAny<Exception>(() => other.Lock("set", "two", impatient.Token).Dispose());
        }
        other.Lock("set", "two", Never).Dispose();
    }

    private static (string, bool, long)? Parts(TargetEntry? entry) => entry is null ? null : (entry.Path, entry.IsFolder, entry.Size);

    private static IShareTarget Open(TargetPlace place) => ShareTarget.Open(place.Target, place.Options, Never);

    private Upload Make(string path, int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        string source = _source.Write(Path.GetFileName(path), "");
        File.WriteAllBytes(source, content);
        return new Upload(path, source, length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
