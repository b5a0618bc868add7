using LensTools.Engine.Hosting;

namespace LensTools;

/// <summary>The failure of a command, to be caught by its type: <c>catch [LensTools.LensCommandException]</c>.</summary>
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

    /// <summary>The file, folder or URL that it is about.</summary>
    public string Target { get; }

    /// <summary>What to do.</summary>
    public string Advice { get; }

    /// <summary>Whether doing the same again later may help.</summary>
    public bool MayPass { get; }
}
