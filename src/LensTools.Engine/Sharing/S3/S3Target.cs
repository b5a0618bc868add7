using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.S3;

/// <summary>
/// A folder in a bucket of an object store with the protocol of Amazon S3. Folders exist only in the keys of objects, so they can be
/// neither made nor renamed; a file is renamed by a copy on the server.
/// </summary>
internal sealed class S3Target : IShareTarget
{
    private const int BufferSize = 1 << 18;

    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html: larger objects are copied in parts.
    private const long LargestCopy = 5L << 30, CopyPart = 1L << 30;

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html: Amazon's predefined groups.
    private static readonly string[] Everyone =
        ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

    private readonly S3Connection _connection;
    private readonly string _prefix;
    private readonly bool _isThere;

    private S3Target(S3Connection connection, S3Address address, CancellationToken stop)
    {
        _connection = connection;
        _prefix = address.Folder.Length == 0 ? "" : address.Folder + "/";
        _isThere = _connection.DoIfThere(
            "", (client, _) => client.ListObjectsV2Async(Listing("", 1), stop), stop) is not null;
        Facts = new TargetFacts
        {
            Location = address.Shown,
            Kind = TargetKind.S3,
            Server = connection.Server,
            Capabilities = TargetCapabilities.Read
                | TargetCapabilities.Rename
                | (_isThere && KeepsVersions(stop) ? TargetCapabilities.None : TargetCapabilities.DeleteForGood),
            Proof = Verification.ServerHash,
            IsOpen = _isThere && IsOpen(stop),
            Problems = _isThere
                ? []
                : [
                    new LensError(
                        ErrorKind.TargetNotFound,
                        $"{address.Shown}: there is no bucket {address.Bucket}.",
                        address.Shown,
                        "Check its name; LensTools makes no buckets.")
                ],
        };
    }

    public TargetFacts Facts { get; }

    public long BytesSent => _connection.Sent;

    /// <summary>Looks at a bucket; nothing is written.</summary>
    /// <exception cref="LensException">It cannot be reached, or the keys are refused.</exception>
    public static S3Target Open(S3Address address, ShareOptions options, CancellationToken stop)
    {
        var connection = new S3Connection(address, options);
        try
        {
            return new S3Target(connection, address, stop);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public TargetEntry? Find(string path, CancellationToken stop)
    {
        // Every folder is in a bucket that exists.
        if (path.Length == 0) return _isThere ? new TargetEntry("", IsFolder: true, 0) : null;
        if (Head(path, stop) is { } there) return new TargetEntry(path, IsFolder: false, there.ContentLength);
        ListObjectsV2Response listing = _connection.Do(
            path, (client, _) => client.ListObjectsV2Async(Listing(Key(path) + "/", 1), stop), stop);
        return listing.S3Objects is { Count: > 0 } ? new TargetEntry(path, IsFolder: true, 0) : null;
    }

    public IEnumerable<TargetEntry> List(string folder, CancellationToken stop)
    {
        string prefix = folder.Length == 0 ? _prefix : Key(folder) + "/";
        foreach (ListObjectsV2Response page in Pages(prefix, "/", stop))
        {
            foreach (string below in page.CommonPrefixes ?? []) yield return new TargetEntry(PathOf(below.TrimEnd('/')), IsFolder: true, 0);
            // An object of the folder's own name is how some tools keep an empty folder.
            foreach (S3Object item in (page.S3Objects ?? []).Where(item => item.Key != prefix))
                yield return new TargetEntry(PathOf(item.Key), IsFolder: false, item.Size ?? -1);
        }
    }

    public Stream? Open(string path, long from, CancellationToken stop)
    {
        var request = new GetObjectRequest { BucketName = _connection.Bucket, Key = Key(path) };
        if (from > 0) request.ByteRange = new ByteRange($"bytes={from}-");
        return _connection.DoIfThere(path, (client, _) => client.GetObjectAsync(request, stop), stop) is { } response
            ? _connection.Body(response.ResponseStream, response, path, stop)
            : null;
    }

    public void MakeFolder(string path, CancellationToken stop)
    {
    }

    public bool SupportsResume(long size) => false;

    public int FilesAtOnce(long size) => 1;

    public IReadOnlyList<UploadResult> Put(IReadOnlyList<Upload> uploads, CancellationToken stop) =>
        [.. uploads.Select(upload => PutOne(upload, stop))];

    public Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop)
    {
        if (Head(upload.Path, stop) is not { } there || there.ContentLength != upload.Size) return null;
        if (how == VerificationLevel.Size) return Verification.Size;
        // Written with the object, whose content the server compared with its hash.
        if (how == VerificationLevel.Content && there.Metadata[S3Upload.Sha256Name] is { } known)
            return known == upload.Sha256 ? Verification.ServerHash : null;
        return Sha256(upload.Path, stop) == upload.Sha256 ? Verification.ReadBack : null;
    }

    public bool Move(string from, string to, bool isFolder, Replacement replacement, CancellationToken stop)
    {
        if (isFolder) throw new NotSupportedException("An object store renames no folders.");
        bool isTaken = replacement == Replacement.None && Head(to, stop) is not null;
        GetObjectMetadataResponse? source = Head(from, stop);
        if (isTaken) return false;
        if (source is null)
            throw new LensException(new LensError(
                ErrorKind.TargetNotFound,
                $"{Facts.Location} has no {from}.",
                Facts.Location,
                "Somebody else has deleted it; publish again."));
        if (source.ContentLength <= LargestCopy)
            _connection.Do(
                to,
                (client, _) => client.CopyObjectAsync(_connection.Bucket, Key(from), _connection.Bucket, Key(to), stop),
                stop);
        else CopyParts(source, from, to, stop);
        Delete(from, isFolder: false, stop);
        return true;
    }

    public void Delete(string path, bool isFolder, CancellationToken stop)
    {
        if (!isFolder)
        {
            DeleteKey(Key(path), stop);
            return;
        }
        string prefix = Key(path) + "/";
        foreach (string key in Pages(prefix, null, stop).SelectMany(page => page.S3Objects ?? []).Select(item => item.Key).ToList())
        {
            stop.ThrowIfCancellationRequested();
            DeleteKey(key, stop);
        }
        AbortUploads(prefix, stop);
    }

    public IDisposable Lock(string folder, string owner, CancellationToken stop) =>
        S3Lock.Acquire(_connection, folder.Length == 0 ? _prefix : Key(folder) + "/", owner, stop);

    public void Dispose() => _connection.Dispose();

    private UploadResult PutOne(Upload upload, CancellationToken stop)
    {
        try
        {
            new S3Upload(_connection, upload, Key(upload.Path), stop).Run();
            return new UploadResult(upload, Verification.ServerHash);
        }
        catch (LensException problem)
        {
            return new UploadResult(upload, Verification.None, problem.Error);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new UploadResult(upload, Verification.None, LensError.FromReadFailure(problem, upload.Source));
        }
    }

    private void CopyParts(GetObjectMetadataResponse source, string from, string to, CancellationToken stop)
    {
        string id = _connection.Do(
            to,
            (client, _) => client.InitiateMultipartUploadAsync(
                new InitiateMultipartUploadRequest
                {
                    BucketName = _connection.Bucket,
                    Key = Key(to),
                    ContentType = S3Upload.FileType,
                    Metadata = { [S3Upload.Sha256Name] = source.Metadata[S3Upload.Sha256Name] },
                },
                stop),
            stop).UploadId;
        var tags = new List<PartETag>();
        for (long first = 0; first < source.ContentLength; first += CopyPart)
        {
            var request = new CopyPartRequest
            {
                SourceBucket = _connection.Bucket,
                SourceKey = Key(from),
                DestinationBucket = _connection.Bucket,
                DestinationKey = Key(to),
                UploadId = id,
                PartNumber = tags.Count + 1,
                FirstByte = first,
                LastByte = Math.Min(first + CopyPart, source.ContentLength) - 1,
            };
            tags.Add(new PartETag(tags.Count + 1, _connection.Do(to, (client, _) => client.CopyPartAsync(request, stop), stop).ETag));
        }
        _connection.Do(
            to,
            (client, _) => client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = _connection.Bucket, Key = Key(to), UploadId = id, PartETags = tags },
                stop),
            stop);
    }

    private void DeleteKey(string key, CancellationToken stop) =>
        _connection.Do(key, (client, _) => client.DeleteObjectAsync(_connection.Bucket, key, stop), stop);

    // Parts of files that were not completed take room, and are not listed as objects.
    private void AbortUploads(string prefix, CancellationToken stop)
    {
        var request = new ListMultipartUploadsRequest { BucketName = _connection.Bucket, Prefix = prefix };
        List<MultipartUpload> uploads =
            _connection.Do(prefix, (client, _) => client.ListMultipartUploadsAsync(request, stop), stop).MultipartUploads ?? [];
        foreach (MultipartUpload item in uploads)
            _connection.Do(
                item.Key, (client, _) => client.AbortMultipartUploadAsync(_connection.Bucket, item.Key, item.UploadId, stop), stop);
    }

    private string? Sha256(string path, CancellationToken stop)
    {
        using Stream? stream = Open(path, 0, stop);
        if (stream is null) return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        int got;
        while ((got = stream.Read(buffer)) > 0) hash.AppendData(buffer, 0, got);
        return Identities.ToText(hash);
    }

    private GetObjectMetadataResponse? Head(string path, CancellationToken stop) =>
        _connection.DoIfThere(path, (client, _) => client.GetObjectMetadataAsync(_connection.Bucket, Key(path), stop), stop);

    private IEnumerable<ListObjectsV2Response> Pages(string prefix, string? delimiter, CancellationToken stop)
    {
        ListObjectsV2Request request = Listing(prefix, null);
        request.Delimiter = delimiter;
        ListObjectsV2Response page;
        do
        {
            page = _connection.Do(PathOf(prefix), (client, _) => client.ListObjectsV2Async(request, stop), stop);
            yield return page;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    private ListObjectsV2Request Listing(string prefix, int? most) =>
        new() { BucketName = _connection.Bucket, Prefix = prefix, MaxKeys = most };

    // Whether what is deleted is kept as an old version.
    private bool KeepsVersions(CancellationToken stop) => Ask(
        async client =>
        {
            GetBucketVersioningResponse versions = await client.GetBucketVersioningAsync(_connection.Bucket, stop).ConfigureAwait(false);
            return versions.VersioningConfig?.Status is { } status && status != VersionStatus.Off;
        },
        stop);

    // By its policy or its access list; a server that has neither opens nothing by them.
    private bool IsOpen(CancellationToken stop) =>
        Ask(
            async client =>
            {
                var request = new GetBucketPolicyStatusRequest { BucketName = _connection.Bucket };
                GetBucketPolicyStatusResponse policy = await client.GetBucketPolicyStatusAsync(request, stop).ConfigureAwait(false);
                return policy.PolicyStatus?.IsPublic == true;
            },
            stop)
        || Ask(
            async client =>
            {
                GetBucketAclResponse list = await client.GetBucketAclAsync(
                    new GetBucketAclRequest { BucketName = _connection.Bucket }, stop).ConfigureAwait(false);
                return list.Grants?.Exists(grant => Everyone.Contains(grant.Grantee?.URI)) == true;
            },
            stop);

    // Servers may not know the question, and owners may not let it be asked.
    private bool Ask(Func<AmazonS3Client, Task<bool>> question, CancellationToken stop) => _connection.Do(
        "",
        async (client, _) =>
        {
            try
            {
                return await question(client).ConfigureAwait(false);
            }
            catch (AmazonS3Exception problem) when ((int)problem.StatusCode is (>= 400 and < 500) or 501)
            {
                return false;
            }
        },
        stop);

    private string Key(string path) => _prefix + path;

    private string PathOf(string key) => key[_prefix.Length..];
}
