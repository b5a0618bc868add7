namespace LensTools.Testing;

/// <summary>A new bucket on <see cref="SwiftServer"/>, and rclone, which sees what is in it without the code under test.</summary>
internal sealed class Bucket : IDisposable
{
    private readonly TestFolder _folder = new("lens bucket");

    public Bucket()
    {
        Mirror = Directory.CreateDirectory(_folder["mirror"]).FullName;
        _folder.Write("rclone.conf", $"""
            [swift]
            type = s3
            provider = Other
            endpoint = {SwiftServer.Instance.Url}
            access_key_id = {SwiftServer.AccessKey}
            secret_access_key = {SwiftServer.SecretKey}

            """);
        Rclone("mkdir", Remote);
    }

    /// <summary>Whether the host has what it needs.</summary>
    public static bool IsInstalled => SwiftServer.IsInstalled && Tool.Find("rclone") is not null;

    public string Name { get; } = $"lens-{Guid.NewGuid():N}";

    public string Url => $"s3:{SwiftServer.Instance.Url}/{Name}";

    /// <summary>A folder with what is in the bucket, as it was when it was last downloaded.</summary>
    public string Mirror { get; }

    /// <summary>The bucket, for <see cref="Rclone"/>.</summary>
    public string Remote => $"swift:{Name}";

    /// <summary>Makes the folder as the bucket is.</summary>
    public void Download() => Rclone("sync", "--checksum", Remote, Mirror);

    /// <summary>Makes the bucket as the folder is.</summary>
    public void Upload() => Rclone("sync", "--checksum", Mirror, Remote);

    /// <summary>Runs rclone on the bucket's server.</summary>
    public string Rclone(params string[] arguments)
    {
        // Of 1.60 with a bundle of certificates in the environment: "unsupported transport".
        (int code, string output, string error) = Tool.Run(
            "env", ["-u", "AWS_CA_BUNDLE", "rclone", "--config", _folder["rclone.conf"], .. arguments]);
        return code == 0 ? output : throw new InvalidOperationException(error);
    }

    public void Dispose()
    {
        Rclone("purge", Remote);
        _folder.Dispose();
    }
}
