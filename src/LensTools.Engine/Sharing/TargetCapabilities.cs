namespace LensTools.Engine.Sharing;

/// <summary>What a target can do. What publishing does at a target follows from these, never from what kind it is.</summary>
[Flags]
public enum TargetCapabilities
{
    /// <summary>It takes files, and no more.</summary>
    None = 0,
    /// <summary>It shows what it has: files can be listed, read and looked for.</summary>
    Read = 1,
    /// <summary>Files and folders can be renamed and deleted, so that a publication can appear at once.</summary>
    Rename = 2,
    /// <summary>A folder is made with those above it that are missing.</summary>
    CreateParents = 4,
    /// <summary>The SHA-256 of a file need not be known before it is sent.</summary>
    HashWhileSending = 8,
    /// <summary>Parts of files may be sent, to be gone on with after an interruption, if a trial shows so.</summary>
    PartialUpload = 16,
    /// <summary>Its lists may leave files out whose names begin with a dot.</summary>
    MayHideDotFiles = 32,
    /// <summary>Everything that a place of one's own can do.</summary>
    Full = Read | Rename,
}
