namespace LensTools.Engine.Sharing.Folders;

/// <summary>A folder on this host or on a mounted share.</summary>
/// <param name="Shown">Its path.</param>
internal sealed record FolderAddress(string Shown) : ITargetAddress
{
    public (string Above, string Name) Parent() => (Path.GetDirectoryName(Shown) ?? Shown, Path.GetFileName(Shown));

    public IShareTarget Open(ShareOptions options, CancellationToken stop) => new FolderTarget(Shown, options);
}
