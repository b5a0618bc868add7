namespace LensTools.Engine.Processing;

/// <summary>What counts are divided by.</summary>
public enum FrameNormalisation
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>The number of good frames.</summary>
    GoodFrames,
    /// <summary>The number of all frames.</summary>
    RawFrames,
}
