using LensTools.Engine.Hosting;

namespace LensTools;

/// <summary>The exception for a failed command. Catch it by type: <c>catch [LensTools.LensCommandException]</c>.</summary>
public sealed class LensCommandException : Exception
{
    internal LensCommandException(LensError error)
        : base(error.Message, error.Cause)
    {
        Id = error.Id;
        Target = error.Target;
        Advice = error.Advice;
        MayPass = error.Kind.Retry == RetryAdvice.Later;
    }

    /// <summary>The stable id, such as LensFileDamaged; about_LensErrors lists them.</summary>
    public string Id { get; }

    /// <summary>The file, folder or URL that the error concerns.</summary>
    public string Target { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <summary>Whether retrying later may succeed.</summary>
    public bool MayPass { get; }
}
