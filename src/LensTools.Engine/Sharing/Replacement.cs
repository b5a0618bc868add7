namespace LensTools.Engine.Sharing;

/// <summary>What renaming may do with a file that has the new name already.</summary>
public enum Replacement
{
    /// <summary>Leave it, and not rename.</summary>
    None,
    /// <summary>Delete it for good: LensTools put it there, and it is superseded.</summary>
    Superseded,
    /// <summary>Delete it; it is someone else's, so a target that keeps deleted files in a trash bin may keep it.</summary>
    Foreign,
}
