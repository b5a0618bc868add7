namespace LensTools.Engine.Analysis;

/// <summary>What an analysis found, or why it does not apply.</summary>
/// <param name="Result">What was found; null if it does not apply.</param>
/// <param name="Reason">Why not, in words; null if it does.</param>
internal readonly record struct Outcome<T>(T? Result, string? Reason)
    where T : class
{
    public static implicit operator Outcome<T>(T result) => new(result, null);

    public static Outcome<T> None(string reason) => new(null, reason);
}
