using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Nextcloud;

/// <summary>
/// An upload-only share link (file drop). Nothing can be listed, renamed or deleted; the server silently changes a
/// name that is taken. The files of a publication go to a folder of their own.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="facts">What was discovered about the target.</param>
/// <param name="needsNickname">Whether the server creates a folder only for a nickname (Nextcloud 32 and earlier).</param>
internal sealed class FileDropTarget(WebDavClient client, TargetFacts facts, bool needsNickname) : WebDavTarget(client, facts)
{
    public override Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop) => null;

    // With a nickname, the server creates folders when a file is sent to them.
    public override void MakeFolder(string path, CancellationToken stop)
    {
        if (!needsNickname) base.MakeFolder(path, stop);
    }

    protected override UploadResult PutOne(Upload upload, CancellationToken stop)
    {
        // The first part of the path is the folder that the nickname creates.
        int slash = upload.Path.IndexOf('/', StringComparison.Ordinal);
        string path = needsNickname && slash > 0 ? upload.Path[(slash + 1)..] : upload.Path;
        return Client.Retry(
            attempt =>
            {
                (HttpResponseMessage response, string? sent) = Client.PutOnce(Client.Url(path), upload, 0, upload.Size, stop, request =>
                {
                    request.Headers.Add("X-Hash", "sha256");
                    if (needsNickname && slash > 0) request.Headers.Add("X-NC-Nickname", Uri.EscapeDataString(upload.Path[..slash]));
                });
                using (response)
                {
                    string? received = WebDavClient.Hash(response);
                    if (sent != upload.Sha256 || (received is not null && received != upload.Sha256))
                    {
                        throw new LensException(new LensError(
                            ErrorKind.TransferCorrupt,
                            $"{upload.Source} changed while it was sent, or was corrupted on arrival; what arrived cannot be deleted "
                                + "from a file drop.",
                            upload.Source,
                            "Publish again, and tell the recipients to check the files against SHA256SUMS."));
                    }
                    return new UploadResult(upload, received is null ? Verification.None : Verification.ServerHash)
                    {
                        MayBeDuplicated = attempt > 0
                    };
                }
            },
            stop);
    }
}
