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
    private Func<string?>? _hash;
    private string? _sha256;

    /// <summary>The SHA-256 of the file; null if it is not known.</summary>
    public string? Sha256
    {
        get => _sha256;
        init => _sha256 = value;
    }

    /// <summary>Its measured curves.</summary>
    public IReadOnlyList<CurveFingerprint> Curves { get; init; } = [];

    /// <summary>The run number; null if it is not known.</summary>
    public string? Run { get; init; }

    /// <summary>The instrument; null if it is not known.</summary>
    public string? Instrument { get; init; }

    /// <summary>The proposals that its metadata name.</summary>
    public IReadOnlyList<string> Proposals { get; init; } = [];

    /// <summary>The sample, as New-LensSplit takes it: a label, or its name in the file.</summary>
    public string? Sample { get; init; }

    /// <summary>The sample's name without its concentration, which curves of one substance share; null if it is not known.</summary>
    public string? Substance { get; init; }

    /// <summary>The concentration in the unit that it is written in; null if it is not known.</summary>
    public (double Value, string Unit)? Concentration { get; init; }

    /// <summary>The radius of gyration in angstrom and the intensity at zero of its first curve; null if it has no Guinier
    /// region.</summary>
    public (double Rg, double I0)? Guinier { get; init; }

    /// <summary>The unit of the intensity of its first curve; null if there is none.</summary>
    public string? IUnit { get; init; }

    /// <summary>The number of points and the range of Q of its first curve; null if there is none.</summary>
    public (int Points, double First, double Last)? Grid { get; init; }

    /// <summary>Good frames as a part of all; null if that is not known.</summary>
    public double? GoodFrames { get; init; }

    /// <summary>A hash of its first events; null if there are none.</summary>
    public string? Beginning { get; init; }

    /// <summary>How many events it has.</summary>
    public long Events { get; init; }

    /// <summary>The labels that findings on the dataset by itself ask for.</summary>
    public IReadOnlyList<string> Asked { get; init; } = [];

    /// <summary>Its labels that rules look at, by name: <c>sample-class</c> and <c>split</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>These facts, with a way to compute the hash.</summary>
    /// <param name="sha256">The hash, if it is known.</param>
    /// <param name="hash">Computes it; null if the file can no longer be read.</param>
    internal DatasetFacts With(string? sha256, Func<string?> hash) => this with { _sha256 = sha256, _hash = hash };

    /// <summary>The SHA-256 of the file, computed now if necessary; null if it cannot be.</summary>
    public string? FindSha256() => _sha256 ??= _hash?.Invoke();

    /// <summary>The file and the entry.</summary>
    internal Location Location => new(Path) { Entry = Entry };

    /// <summary>The file, and the entry if there are several.</summary>
    internal string Name => Entry is null ? Path : $"{Path}#{Entry}";
}
