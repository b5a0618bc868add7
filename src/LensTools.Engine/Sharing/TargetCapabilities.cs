namespace LensTools.Engine.Sharing;

/// <summary>What a target can do. Publishing depends on these capabilities only, never on the kind of target.</summary>
[Flags]
public enum TargetCapabilities
{
    /// <summary>It only accepts files.</summary>
    None = 0,
    /// <summary>Files can be listed, read and searched for.</summary>
    Read = 1,
    /// <summary>Files can be renamed and deleted, so that they can be verified before they become visible.</summary>
    Rename = 2,
    /// <summary>The SHA-256 of a file need not be known before it is sent.</summary>
    HashWhileSending = 4,
    /// <summary>Uploads can be resumed after an interruption, if a probe confirms it.</summary>
    PartialUpload = 8,
    /// <summary>Its listings may omit files whose names begin with a dot.</summary>
    MayHideDotFiles = 16,
    /// <summary>What is deleted is gone, and not kept in a trash bin.</summary>
    DeleteForGood = 32,
    /// <summary>Folders can be renamed in one step, so that a publication can appear at once.</summary>
    RenameFolders = 64,
    /// <summary>Everything that a file system with read and write access can do.</summary>
    Full = Read | Rename | RenameFolders,
}
