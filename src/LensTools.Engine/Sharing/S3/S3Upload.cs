using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.S3;

/// <summary>
/// Sends a file to a bucket: in one request, or from a part's size on as a multipart upload, which is resumed where an earlier attempt
/// stopped. An object appears whole or not at all, and bears the SHA-256 of its content.
/// </summary>
internal sealed class S3Upload(S3Connection connection, Upload upload, string key, CancellationToken stop)
{
    /// <summary>The name of the metadata that holds the SHA-256 of an object's content.</summary>
    public const string Sha256Name = "sha256";

    /// <summary>The type of content that objects have.</summary>
    public const string FileType = "application/octet-stream";

    private const long SmallestPart = 16L << 20;

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
    private const int MostParts = 10_000;

    private readonly int _partSize = (int)Math.Max(SmallestPart, (upload.Size + MostParts - 1) / MostParts);

    /// <summary>Sends it.</summary>
    /// <exception cref="LensException">The server failed, or the file is not what was planned any more.</exception>
    public void Run()
    {
        if (upload.Size <= _partSize) PutWhole();
        // An upload that was begun for an earlier version of the file bears another SHA-256.
        else if (!PutParts(resume: true)) PutParts(resume: false);
    }

    private void PutWhole()
    {
        byte[] content = new byte[upload.Size];
        using FileStream file = InUse.OpenRead(upload.Source);
        bool isWhole = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length && file.ReadByte() < 0;
        if (!isWhole || Convert.ToHexStringLower(SHA256.HashData(content)) != upload.Sha256)
            throw new LensException(Upload.Changed(upload.Source));
        connection.Do(
            upload.Path,
            (client, _) => client.PutObjectAsync(
                new PutObjectRequest
                {
                    BucketName = connection.Bucket,
                    Key = key,
                    InputStream = new MemoryStream(content),
                    ContentType = FileType,
                    UseChunkEncoding = false,
                    Metadata = { [Sha256Name] = upload.Sha256 },
                },
                stop),
            stop);
    }

    // Whether the object has the right SHA-256.
    private bool PutParts(bool resume)
    {
        (string id, List<PartDetail> there) = resume && Find() is { } found ? found : (Begin(), []);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(_partSize);
        try
        {
            var tags = new List<PartETag>();
            using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using FileStream file = InUse.OpenRead(upload.Source);
            for (int number = 1; ; number++)
            {
                int got = file.ReadAtLeast(buffer.AsSpan(0, _partSize), _partSize, throwOnEndOfStream: false);
                if (got == 0) break;
                whole.AppendData(buffer, 0, got);
                PartDetail? sent = there.Find(part => part.PartNumber == number);
                bool isThere = sent is not null && IsSame(sent, buffer.AsSpan(0, got));
                tags.Add(new PartETag(number, isThere ? sent!.ETag : PutPart(id, number, buffer, got)));
            }
            if (file.Position != upload.Size || Identities.ToText(whole) != upload.Sha256)
            {
                Abort(id);
                throw new LensException(Upload.Changed(upload.Source));
            }
            Complete(id, tags);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        GetObjectMetadataResponse made = connection.Do(
            upload.Path, (client, _) => client.GetObjectMetadataAsync(connection.Bucket, key, stop), stop);
        return made.Metadata[Sha256Name] == upload.Sha256;
    }

    // The upload of this object that is under way, if the server tells.
    private (string Id, List<PartDetail> Parts)? Find()
    {
        try
        {
            var request = new ListMultipartUploadsRequest { BucketName = connection.Bucket, Prefix = key };
            string? id = connection.Do(upload.Path, (client, _) => client.ListMultipartUploadsAsync(request, stop), stop)
                .MultipartUploads?.Find(item => item.Key == key)?.UploadId;
            if (id is null) return null;
            var parts = new List<PartDetail>();
            var listing = new ListPartsRequest { BucketName = connection.Bucket, Key = key, UploadId = id };
            ListPartsResponse page;
            do
            {
                page = connection.Do(upload.Path, (client, _) => client.ListPartsAsync(listing, stop), stop);
                parts.AddRange(page.Parts ?? []);
                listing.PartNumberMarker = page.NextPartNumberMarker?.ToString(CultureInfo.InvariantCulture);
            }
            while (page.IsTruncated == true);
            return (id, parts);
        }
        catch (LensException problem) when (problem.Error.Kind.Category is ErrorCategory.PermissionDenied or ErrorCategory.NotFound)
        {
            return null;
        }
    }

    private string Begin() => connection.Do(
        upload.Path,
        (client, _) => client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = connection.Bucket,
                Key = key,
                ContentType = FileType,
                Metadata = { [Sha256Name] = upload.Sha256 },
            },
            stop),
        stop).UploadId;

    private string PutPart(string id, int number, byte[] buffer, int count) => connection.Do(
        upload.Path,
        (client, _) => client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = connection.Bucket,
                Key = key,
                UploadId = id,
                PartNumber = number,
                PartSize = count,
                InputStream = new MemoryStream(buffer, 0, count),
                UseChunkEncoding = false,
            },
            stop),
        stop).ETag;

    private void Complete(string id, List<PartETag> tags) => connection.Do(
        upload.Path,
        async (client, attempt) =>
        {
            try
            {
                await client.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest { BucketName = connection.Bucket, Key = key, UploadId = id, PartETags = tags },
                    stop).ConfigureAwait(false);
            }
            catch (AmazonS3Exception problem) when (attempt > 0 && problem.ErrorCode == "NoSuchUpload")
            {
                // Completed before; the reply was lost. The object's SHA-256 is asked for next.
            }
            return true;
        },
        stop);

    private void Abort(string id) => connection.Do(
        upload.Path, (client, _) => client.AbortMultipartUploadAsync(connection.Bucket, key, id, stop), stop);

    // The tag of a part is its MD5, except where the server encrypts with keys of its own; then the part is sent again.
    [SuppressMessage("Security", "CA5351", Justification = "S3 tags parts with MD5; the SHA-256 of the whole is compared too.")]
    private static bool IsSame(PartDetail part, ReadOnlySpan<byte> content) =>
        part.Size == content.Length
            && part.ETag.Trim('"').Equals(Convert.ToHexString(MD5.HashData(content)), StringComparison.OrdinalIgnoreCase);
}
