using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing.Nextcloud;
using LensTools.Engine.Sharing.WebDav;

namespace LensTools.Engine.Sharing;

/// <summary>Queries a server to discover what it is, what it can verify and what it refuses.</summary>
internal static class ServerDiscovery
{
    // Nextcloud's limit on name length, and that of servers that first write to a longer temporary name.
    private const int NextcloudName = 250, LongerNameFirst = 240;

    // X-NC-Skip-Trashbin was seen to work from this version on.
    private const int FirstThatSkipsTrash = 32;

    private static readonly TimeSpan LargeSkew = TimeSpan.FromMinutes(5);

    /// <summary>Opens the folder or the share that an address names.</summary>
    /// <exception cref="LensException">The address cannot be reached, or it is not safe to send a password to it.</exception>
    public static IShareTarget Open(ShareAddress address, ShareOptions options, CancellationToken stop)
    {
        if (options.FollowRedirects) address = Redirected(address, options, stop);
        return address.Token is null ? OpenFolder(address, options, stop) : OpenLink(address, options, stop);
    }

    // Once, before any other request: what a folder lists must be on the same server as the folder.
    private static ShareAddress Redirected(ShareAddress address, ShareOptions options, CancellationToken stop)
    {
        const int MostHops = 5;
        for (int hop = 0; hop < MostHops; hop++)
        {
            using var client = new WebDavClient(address.Url, address.Shown, options, isLink: address.Token is not null);
            if (client.RedirectOf(address.Url, stop) is not { } to) break;
            ShareAddress next = ShareAddress.Parse(to.AbsoluteUri);
            // A link's page may redirect to one that asks for the link's password.
            if (next.Token != address.Token || next.Site == address.Site && next.Token is not null) break;
            address = next;
        }
        return address;
    }

    private static IShareTarget OpenFolder(ShareAddress address, ShareOptions options, CancellationToken stop)
    {
        var client = new WebDavClient(address.Url, address.Shown, options);
        try
        {
            NextcloudServer? server = NextcloudServer.Find(client, address.Site, stop);
            if (server is null) return new WebDavTarget(client, DavFacts(client, address, hasLogin: options.Credential is not null, stop));
            if (server.IsInMaintenance) throw Maintenance(address);
            server = server.WithCapabilities(client, address.Site, stop);
            string user = address.User ?? NextcloudServer.UserId(client, address.Site, stop) ?? options.Credential?.UserName ?? "";
            var files = new Uri(address.Site, $"remote.php/dav/files/{Uri.EscapeDataString(user)}/");
            client.Dispose();
            client = new WebDavClient(Below(files, address.Folder), address.Shown, options);
            WebDavResource? root = client.List(client.Root, client.Root, "", below: false, stop)?.FirstOrDefault();
            var facts = new TargetFacts
            {
                Location = address.Shown,
                Kind = TargetKind.NextcloudUser,
                Capabilities = TargetCapabilities.Full | DeletesForGood(server),
                Server = $"{server.Product} {server.Version}",
                Proof = Verification.ServerHash,
                FreeBytes = root?.FreeBytes,
                LargestPiece = server.LargestPiece,
                LongestName = NextcloudName,
                ForbiddenNames = server.ForbiddenNames,
                Problems = [.. Problems(address, server, root?.Permissions)],
            };
            // A bulk upload cannot be rate-limited.
            BulkUpload? bulk = server.HasBulkUpload && options.MaxRate is null
                ? new BulkUpload(client, new Uri(address.Site, "remote.php/dav/bulk"), address.Folder)
                : null;
            return new NextcloudTarget(client, facts, new Uri(address.Site, $"remote.php/dav/uploads/{Uri.EscapeDataString(user)}/"), bulk);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static IShareTarget OpenLink(ShareAddress address, ShareOptions options, CancellationToken stop)
    {
        // The token endpoint came with Nextcloud 29; before that, the token is the user name of another endpoint.
        const int FirstWithTokens = 29, FirstWithChunks = 33;
        var root = new Uri(address.Site, $"public.php/dav/files/{address.Token}/");
        bool isOpen = options.Credential is null;
        if (options.Credential is { } given) options = options with { Credential = given with { UserName = "anonymous" } };
        var client = new WebDavClient(root, address.Shown, options, isLink: true, isShareRoot: true);
        try
        {
            NextcloudServer server = NextcloudServer.Find(client, address.Site, stop)
                ?? throw new LensException(new LensError(
                    ErrorKind.ShareUnknown,
                    $"{address.Site} is not a Nextcloud server, so {address.Shown} is not a share link.",
                    address.Shown,
                    "Check the link; for other servers, give the URL of a WebDAV folder."));
            if (server.IsInMaintenance) throw Maintenance(address);
            if (server.Version.Major < FirstWithTokens)
            {
                client.Dispose();
                root = new Uri(address.Site, "public.php/webdav/");
                options = options with { Credential = new ShareCredential(address.Token!, options.Credential?.Password ?? "") };
                client = new WebDavClient(root, address.Shown, options, isLink: true, isShareRoot: true);
            }
            var facts = new TargetFacts
            {
                Location = address.Shown,
                Kind = TargetKind.NextcloudLink,
                Capabilities = TargetCapabilities.Full | DeletesForGood(server),
                Server = $"{server.Product} {server.Version}",
                Proof = Verification.ServerHash,
                LongestName = NextcloudName,
                ForbiddenNames = server.ForbiddenNames
            };
            WebDavResource? found = FindRoot(client, stop);
            if (found is null)
            {
                facts = facts with
                {
                    Kind = TargetKind.NextcloudDrop,
                    Capabilities = TargetCapabilities.None,
                    Problems = [.. Problems(address, server, null)]
                };
                return new FileDropTarget(client, facts, needsNickname: server.Version.Major < FirstWithChunks);
            }
            facts = facts with
            {
                IsOpen = isOpen,
                FreeBytes = found.FreeBytes,
                LargestPiece = server.Version.Major >= FirstWithChunks ? server.LargestPiece : null,
                Problems = [.. Problems(address, server, found.Permissions)]
            };
            if (address.Folder.Length > 0)
            {
                client.Dispose();
                client = new WebDavClient(Below(root, address.Folder), address.Shown, options, isLink: true);
            }
            return new NextcloudTarget(client, facts, new Uri(address.Site, $"public.php/dav/uploads/{address.Token}/"), bulk: null);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    // A file drop responds that only PUT is allowed.
    private static WebDavResource? FindRoot(WebDavClient client, CancellationToken stop)
    {
        try
        {
            return client.List(client.Root, client.Root, "", below: false, stop)?.FirstOrDefault();
        }
        catch (LensException problem) when (problem.Error.Answer?.Status == 405)
        {
            return null;
        }
    }

    private static TargetFacts DavFacts(WebDavClient client, ShareAddress address, bool hasLogin, CancellationToken stop)
    {
        List<WebDavResource>? root = client.List(client.Root, client.Root, "", below: false, stop);
        using HttpResponseMessage options = client.Send(
            HttpMethod.Options,
            client.Root,
            "",
            stop,
            null,
            System.Net.HttpStatusCode.NotFound,
            System.Net.HttpStatusCode.MethodNotAllowed);
        string server = options.Headers.Server.ToString();
        bool writesLonger = server.StartsWith("nginx", StringComparison.OrdinalIgnoreCase)
            || server.StartsWith("lighttpd", StringComparison.OrdinalIgnoreCase);
        return new TargetFacts
        {
            Location = address.Shown,
            Kind = TargetKind.WebDav,
            Capabilities = TargetCapabilities.Full
                | TargetCapabilities.DeleteForGood
                | TargetCapabilities.HashWhileSending
                | TargetCapabilities.PartialUpload
                | TargetCapabilities.MayHideDotFiles,
            Server = server,
            Proof = Verification.Size,
            IsOpen = !hasLogin,
            FreeBytes = root?.FirstOrDefault()?.FreeBytes,
            LongestName = writesLonger ? LongerNameFirst : Files.PortablePath.LongestName,
        };
    }

    private static IEnumerable<LensError> Problems(ShareAddress address, NextcloudServer server, string? permissions)
    {
        // C creates files, K folders; N and V rename, D deletes, which a mounted folder of a user cannot do with itself.
        bool mayCreate = permissions is null || (permissions.Contains('C') && permissions.Contains('K'));
        bool mayRename = permissions is null || address.Token is null || "NVD".All(right => permissions.Contains(right));
        if (mayCreate && !mayRename)
            yield return new LensError(
                ErrorKind.AccessDenied,
                $"{address.Shown} lets files be added, but not renamed or deleted, so a publication cannot appear there as a whole.",
                address.Shown,
                "Ask the person who shares it to allow editing, or to make it a file drop.");
        if (!mayCreate)
            yield return new LensError(
                ErrorKind.AccessDenied,
                $"{address.Shown} is read-only.",
                address.Shown,
                "Ask the person who shares it to allow uploading and editing.");
        if (server.ClockSkew.Duration() > LargeSkew)
            yield return new LensError(
                ErrorKind.ClockSkew,
                $"The clocks of {address.Site.Host} and of this host differ by {server.ClockSkew.Duration().TotalMinutes:0} minutes.",
                address.Shown,
                "Correct the wrong clock; receipts use this host's time.");
    }

    // Older ones keep what is deleted in the owner's trash bin, whatever the request says.
    private static TargetCapabilities DeletesForGood(NextcloudServer server) =>
        server.Version.Major >= FirstThatSkipsTrash ? TargetCapabilities.DeleteForGood : TargetCapabilities.None;

    private static LensException Maintenance(ShareAddress address) => new(new LensError(
        ErrorKind.ServerMaintenance,
        $"{address.Site.Host} is in maintenance mode.",
        address.Shown,
        "Publish again when maintenance has ended; what has arrived is not sent again."));

    private static Uri Below(Uri root, string folder) =>
        folder.Length == 0 ? root : new Uri(root, string.Join('/', folder.Split('/').Select(Uri.EscapeDataString)) + "/");
}
