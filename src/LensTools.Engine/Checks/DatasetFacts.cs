using LensTools.Engine.Datasets;
using LensTools.Engine.Similarity;

namespace LensTools.Engine.Checks;

/// <summary>
/// What rules across a collection are shown of a dataset: small enough to be kept for all of them and to be saved.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Entry">The entry; null if the file has only one.</param>
/// <param name="Length">Bytes in the file.</param>
public sealed record DatasetFacts(string Path, string? Entry, long Length)
{
    /// <summary>Its measured curves.</summary>
    public IReadOnlyList<CurveFingerprint> Curves { get; init; } = [];

    private Func<string?>? _hash;
    private string? _sha256;

    /// <summary>The SHA-256 of the file; null if it is not known.</summary>
    public string? Sha256
    {
        get => _sha256;
        init => _sha256 = value;
    }

    /// <summary>The facts of a dataset that is available.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="sha256">Its hash, if known.</param>
    /// <param name="hash">Computes it; null if the file can no longer be read.</param>
    /// <param name="curves">Its measured curves, if a rule needs them.</param>
    internal static DatasetFacts Of(Dataset dataset, string? sha256, Func<string?> hash, IReadOnlyList<CurveFingerprint> curves) =>
        new(dataset.Path, dataset.IsOnlyEntry ? null : dataset.Entry, dataset.Length) { Sha256 = sha256, _hash = hash, Curves = curves };

    /// <summary>The SHA-256 of the file, computed now if necessary; null if it cannot be.</summary>
    public string? FindSha256() => _sha256 ??= _hash?.Invoke();
}
