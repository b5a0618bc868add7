namespace LensTools.Engine.Sharing;

/// <summary>What a destination names, before it is opened: a folder, a bucket, or a folder on a server.</summary>
internal interface ITargetAddress
{
    /// <summary>The address in a form that is safe to display.</summary>
    string Shown { get; }

    /// <summary>Whether it is the root of a share link, which may hold many publications.</summary>
    bool IsShareRoot => false;

    /// <summary>The destination of the folder above, and the name of this one.</summary>
    (string Above, string Name) Parent();

    /// <summary>Discovers what it is; writes nothing.</summary>
    /// <exception cref="Hosting.LensException">It cannot be reached or is not safe to connect to.</exception>
    IShareTarget Open(ShareOptions options, CancellationToken stop);
}
