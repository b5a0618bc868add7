using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.S3;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>Publishing to a bucket of OpenStack Swift by the protocol of S3, beyond what every target must do.</summary>
public sealed class S3Tests : IDisposable
{
    private const int Part = 16 << 20;

    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TestFolder _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Large_files_go_in_parts_and_go_on_where_they_were_interrupted()
    {
        using Bucket bucket = Start();
        Upload upload = Make(2 * Part + 1_000);
        using (IShareTarget target = Open(bucket))
        {
            using var stop = new CancellationTokenSource();
            using var watch = new Timer(_ =>
            {
                if (target.BytesSent > Part) stop.Cancel();
            }, null, 0, 1);
            Assert.ThrowsAny<OperationCanceledException>(() => target.Put([upload], stop.Token));
            Assert.Null(target.Find(upload.Path, Never));
        }
        using (IShareTarget target = Open(bucket))
        {
            UploadResult result = Assert.Single(target.Put([upload], Never));
            Assert.Equal((null, Verification.ServerHash), (result.Error, result.Proof));
            Assert.InRange(target.BytesSent, 1, upload.Size - Part);
            Assert.Equal(Verification.ServerHash, target.Verify(upload, VerificationLevel.Content, Never));
            Assert.Equal(Verification.ReadBack, target.Verify(upload, VerificationLevel.ReadBack, Never));
            Assert.True(target.Move(upload.Path, "other.dat", isFolder: false, Replacement.None, Never));
            Assert.Equal(Verification.ServerHash, target.Verify(upload with { Path = "other.dat" }, VerificationLevel.Content, Never));
        }
        bucket.Download();
        Assert.Equal(File.ReadAllBytes(upload.Source), File.ReadAllBytes(Path.Combine(bucket.Mirror, "other.dat")));
    }

    [Fact]
    public async Task What_was_begun_with_other_content_is_not_gone_on_with()
    {
        using Bucket bucket = Start();
        using IShareTarget target = Open(bucket);
        using AmazonS3Client client = Client();
        // An upload whose parts are right, and whose SHA-256 is that of another version.
        Upload upload = Make(Part + 1_000);
        string id = (await client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = bucket.Name, Key = upload.Path, Metadata = { ["sha256"] = "old" } }, Never))
            .UploadId;
        await client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = bucket.Name,
                Key = upload.Path,
                UploadId = id,
                PartNumber = 1,
                InputStream = new MemoryStream(File.ReadAllBytes(upload.Source)[..Part]),
                UseChunkEncoding = false,
            },
            Never);
        Assert.Null(Assert.Single(target.Put([upload], Never)).Error);
        Assert.Equal(Verification.ServerHash, target.Verify(upload, VerificationLevel.Content, Never));

        // A file that is not what was planned any more: nothing of it stays.
        Upload changed = Make(Part + 2_000) with { Sha256 = new string('0', 64), Path = "changed.dat" };
        Assert.Equal("LensFileChanged", Assert.Single(target.Put([changed], Never)).Error?.Id);
        Assert.Null(target.Find(changed.Path, Never));
        Assert.Empty(await Uploads());

        // Parts under a folder that is deleted go with it.
        await client.InitiateMultipartUploadAsync(bucket.Name, "set/half.dat", Never);
        Assert.Single(await Uploads());
        target.Delete("set", isFolder: true, Never);
        Assert.Empty(await Uploads());

        async Task<List<MultipartUpload>> Uploads() => (await client.ListMultipartUploadsAsync(bucket.Name, Never)).MultipartUploads ?? [];
    }

    [Fact]
    public void A_publication_has_its_lists_last_and_leaves_nothing_else()
    {
        using Bucket bucket = Start();
        Dataset dataset = Session.Read(_source.Write("deep/a.dat", "0.01 3 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n"));
        var session = new Session();
        Assert.Single(session.Publish([dataset], bucket.Url + "/new/set", _source.Path, options: Options));
        Assert.Empty(session.Port.Errors);
        Assert.Equal(
            ["new/set/SHA256SUMS", "new/set/deep/a.dat", "new/set/lens-manifest.json"],
            bucket.Rclone("lsf", "-R", "--files-only", bucket.Remote).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_lock_of_the_same_owner_is_taken_over()
    {
        using Bucket bucket = Start();
        using IShareTarget target = Open(bucket), again = Open(bucket);
        using IDisposable stale = target.Lock("set", "me", Never);
        again.Lock("set", "me", Never).Dispose();
    }

    [Fact]
    public async Task What_keeps_versions_deletes_nothing_for_good()
    {
        using Bucket bucket = Start();
        using AmazonS3Client client = Client();
        using (IShareTarget target = Open(bucket)) Assert.True(target.Facts.Can(TargetCapabilities.DeleteForGood));
        await client.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = bucket.Name,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled }
            },
            Never);
        using (IShareTarget target = Open(bucket)) Assert.False(target.Facts.Can(TargetCapabilities.DeleteForGood));
    }

    // The answers are the examples of the S3 API reference; Swift's own does not tell what it opens to everyone.
    [Theory]
    [InlineData("policyStatus", "<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>", true)]
    [InlineData("policyStatus", "<PolicyStatus><IsPublic>FALSE</IsPublic></PolicyStatus>", false)]
    [InlineData("acl", """
        <AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant>
        <Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group">
        <URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission>
        </Grant></AccessControlList></AccessControlPolicy>
        """, true)]
    public async Task What_everyone_may_read_is_open(string question, string answer, bool isOpen)
    {
        int port = Loopback.FreePort();
        using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        listener.Start();
        Task serving = Task.Run(async () =>
        {
            while (listener.IsListening)
            {
                HttpListenerContext request;
                try
                {
                    request = await listener.GetContextAsync();
                }
                catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                string query = request.Request.Url!.Query.TrimStart('?').Split('&')[0].TrimEnd('=');
                bool isListing = query.StartsWith("list", StringComparison.Ordinal);
                string? text = query == question ? answer : isListing ? "<ListBucketResult/>" : null;
                request.Response.StatusCode = text is null ? 501 : 200;
                request.Response.ContentType = "application/xml";
                request.Response.Close(Encoding.UTF8.GetBytes(text ?? "<Error><Code>NotImplemented</Code></Error>"), willBlock: false);
            }
        }, Never);
        using (IShareTarget target = ShareTarget.Open($"s3:http://127.0.0.1:{port}/bucket", Options, Never))
            Assert.Equal(isOpen, target.Facts.IsOpen);
        listener.Stop();
        await serving;
    }

    [Fact]
    public void Failures_say_what_to_do()
    {
        using Bucket bucket = Start();
        Assert.Equal("LensAuthenticationFailed", Fails(bucket.Url, Options with { Credential = new(SwiftServer.AccessKey, "x") }).Id);
        Assert.Equal("LensAuthenticationFailed", Fails(bucket.Url, Options with { Credential = new("nobody", "x") }).Id);
        LensError error = Fails($"s3:http://127.0.0.1:{Loopback.FreePort()}/bucket", Options);
        Assert.Equal(("LensServerUnreachable", RetryAdvice.Later), (error.Id, error.Kind.Retry));
        using (IShareTarget none = ShareTarget.Open(bucket.Url + "x", Options, Never))
            Assert.Equal("LensTargetNotFound", Assert.Single(none.Facts.Problems).Id);
        Dataset dataset = Session.Read(_source.Write("a.dat", "0.01 3 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n"));
        Assert.Equal(
            "LensTargetNotFound",
            Assert.Throws<LensException>(
                () => new Session().Publish([dataset], bucket.Url + "x/set", _source.Path, options: Options)).Error.Id);
    }

    [Theory]
    [InlineData("s3://bucket/a/b", null, "bucket", "a/b")]
    [InlineData("s3://bucket", null, "bucket", "")]
    [InlineData("s3:https://s3.example.org/bucket/a b/", "https://s3.example.org/", "bucket", "a b")]
    [InlineData("s3:http://127.0.0.1:9000/bucket", "http://127.0.0.1:9000/", "bucket", "")]
    public void Addresses(string url, string? server, string bucket, string folder)
    {
        S3Address address = S3Address.Parse(url);
        Assert.Equal((server, bucket, folder), (address.Server?.AbsoluteUri, address.Bucket, address.Folder));
        Assert.Equal(address, S3Address.Parse(address.Shown));
    }

    [Theory]
    [InlineData("s3://", "LensDestinationInvalid")]
    [InlineData("s3:https://s3.example.org", "LensDestinationInvalid")]
    [InlineData("s3:https://key:secret@s3.example.org/bucket", "LensDestinationUnsafe")]
    [InlineData("s3://key:secret@bucket/a", "LensDestinationUnsafe")]
    public void What_is_no_address_is_refused_without_its_secret(string url, string id)
    {
        LensError error = Assert.Throws<LensException>(() => S3Address.Parse(url)).Error;
        Assert.Equal(id, error.Id);
        Assert.DoesNotContain("secret@", error.Message, StringComparison.Ordinal);
    }

    private static ShareOptions Options => new()
    {
        Credential = new ShareCredential(SwiftServer.AccessKey, SwiftServer.SecretKey),
        Retries = 1,
        RetryDelay = TimeSpan.FromMilliseconds(5)
    };

    private static Bucket Start()
    {
        Assert.SkipUnless(Bucket.IsInstalled, "Debian's OpenStack Swift or rclone is not installed");
        return new Bucket();
    }

    private static IShareTarget Open(Bucket bucket) => ShareTarget.Open(bucket.Url, Options, Never);

    private static LensError Fails(string url, ShareOptions options) =>
        Assert.Throws<LensException>(() => ShareTarget.Open(url, options, Never)).Error;

    private static AmazonS3Client Client() => new(
        new BasicAWSCredentials(SwiftServer.AccessKey, SwiftServer.SecretKey),
        new AmazonS3Config
        {
            ServiceURL = SwiftServer.Instance.Url,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        });

    private Upload Make(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        string source = _source.Write("large.dat", "");
        File.WriteAllBytes(source, content);
        return new Upload("large.dat", source, length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
    }
}
