using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing.Nextcloud;

/// <summary>
/// A share link that takes files and shows none. Nothing can be listed, renamed or deleted; a name that is taken
/// becomes another one, untold. Files of one publication go to one folder of their own.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="facts">What was found out.</param>
/// <param name="needsNickname">Whether a folder is only made for anyone who gives a name (Nextcloud 32 and before).</param>
internal sealed class FileDropTarget(WebDavClient client, TargetFacts facts, bool needsNickname) : WebDavTarget(client, facts)
{
    public override Verification? Verify(Upload upload, VerificationLevel how, CancellationToken stop) => null;

    // The server makes them when a file goes there.
    public override void MakeFolder(string path, CancellationToken stop)
    {
        if (!needsNickname) base.MakeFolder(path, stop);
    }

    protected override UploadResult PutOne(Upload upload, CancellationToken stop)
    {
        // The first part of the path is the folder that a nickname stands for.
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
                            $"{upload.Source} changed while it was sent, or arrived as something else; what arrived cannot be taken back "
                                + "from a file drop.",
                            upload.Source,
                            "Publish again, and tell anyone who reads the share to go by SHA256SUMS."));
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
