using LensTools.Engine.Sharing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>A target of some kind and the folder behind it.</summary>
internal sealed class TargetPlace(string target, string root, IDisposable? server, string? url = null) : IDisposable
{
    /// <summary>
    /// A folder, servers of SFTP, S3 and WebDAV, and a double of WebDAV and of Nextcloud's user, link and file drop.
    /// </summary>
    public static TheoryData<string> Kinds { get; } =
        ["folder", "sftp", "s3", "apache", "nginx", "lighttpd", "rclone", "dav", "user", "link", "drop"];

    /// <summary>The target's root.</summary>
    public string Target { get; } = target;

    /// <summary>The folder behind it, as it is now.</summary>
    public string Root
    {
        get
        {
            (server as Bucket)?.Download();
            return root;
        }
    }

    /// <summary>The folder of the publication "set".</summary>
    public string Set => server is DavDouble made ? made.Set : Path.Combine(Root, "set");

    /// <summary>Where the publication "set" goes: below a share link by its name, elsewhere by its own address.</summary>
    public string Url => url ?? (Name is null ? (server is null ? Path.Combine(Target, "set") : Target.TrimEnd('/') + "/set") : Target);

    /// <summary>The name of the publication, where it needs one.</summary>
    public string? Name { get; private init; }

    public ShareCredential? Credential { get; private init; }

    public string? KeyFile { get; private init; }

    public string? KnownHosts { get; private init; }

    /// <summary>How to connect to it.</summary>
    public ShareOptions Options => new()
    {
        Credential = Credential,
        KeyFile = KeyFile,
        KnownHosts = KnownHosts,
        RetryDelay = TimeSpan.FromMilliseconds(5),
        Retries = 1
    };

    /// <summary>Makes the target as the folder behind it was made, where that is a copy.</summary>
    public void Store() => (server as Bucket)?.Upload();

    /// <summary>Starts what serves it; skips the test where the host has no such server.</summary>
    public static TargetPlace Open(string kind, TestFolder folder)
    {
        switch (kind)
        {
            case "folder":
                return new TargetPlace(folder.Path, folder.Path, null);
            case "sftp":
                Assert.SkipUnless(OpenSsh.IsInstalled, "Debian's openssh-server is not installed");
                var ssh = new OpenSsh();
                return new TargetPlace(ssh.Url, ssh.Root, ssh) { KeyFile = ssh.KeyFile, KnownHosts = ssh.KnownHosts };
            case "s3":
                Assert.SkipUnless(Bucket.IsInstalled, "Debian's OpenStack Swift or rclone is not installed");
                var bucket = new Bucket();
                return new TargetPlace(bucket.Url, bucket.Mirror, bucket)
                {
                    Credential = new ShareCredential(SwiftServer.AccessKey, SwiftServer.SecretKey)
                };
            case "apache":
                Assert.SkipUnless(Apache.IsInstalled, "Debian's apache2 is not installed");
                var apache = new Apache(null, null);
                return new TargetPlace(apache.Url, apache.Root, apache);
            case "nginx" or "lighttpd" or "rclone":
                var server = new DavServer(kind);
                return new TargetPlace(server.Url, server.Root, server);
            default:
                var made = new DavDouble(kind);
                return new TargetPlace(made.Url, made.Root, made)
                {
                    Name = kind is "link" or "drop" ? "set" : null,
                    Credential = kind == "user" ? new ShareCredential("u", "p") : null,
                };
        }
    }

    /// <summary>A double that was made for a test.</summary>
    public static TargetPlace Of(DavDouble server) => new(server.Url, server.Root, null, server.Url.TrimEnd('/') + "/set");

    public void Dispose() => server?.Dispose();
}
