using LensTools.Engine.Processing;

namespace LensTools;

/// <summary>What counts are divided by.</summary>
public enum LensFrameNormalisation
{
    /// <summary>Nothing.</summary>
    None = FrameNormalisation.None,
    /// <summary>The number of good frames.</summary>
    GoodFrames = FrameNormalisation.GoodFrames,
    /// <summary>The number of all frames.</summary>
    RawFrames = FrameNormalisation.RawFrames,
}
