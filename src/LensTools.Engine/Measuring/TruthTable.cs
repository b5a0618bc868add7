using LensTools.Engine.Analysis;
using LensTools.Engine.Analysis.Consensus;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Measuring;

/// <summary>Values of samples that are known, from a YAML file, with where they are from.</summary>
public sealed class TruthTable
{
    private readonly TruthFile _file;

    private TruthTable(TruthFile file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="LensException">It cannot be read, or holds what is not valid there.</exception>
    public static TruthTable Load(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
        const string Example = "examples/truth holds a file to begin with.";
        TruthFile file = YamlText.Read<TruthFile>(text, path, ErrorKind.TruthInvalid, "Correct that line; " + Example);
        foreach (TruthSample? sample in file.Samples ?? [])
        {
            bool isWhole = !string.IsNullOrWhiteSpace(sample?.Name) && (sample.Values ?? []).TrueForAll(
                value => value is { Quantity: not null, Least: not null, Most: not null } && value.Least <= value.Most);
            if (!isWhole)
                throw new LensException(new LensError(
                    ErrorKind.TruthInvalid,
                    $"{path}: {sample?.Name ?? "a sample"} lacks its name, or a value its quantity, its least or its most, or these cross.",
                    path,
                    "Complete it; " + Example));
        }
        return new TruthTable(file);
    }

    /// <summary>Whether values of a sample are known.</summary>
    internal bool Knows(string sample) => Find(sample) is not null;

    /// <summary>The values of a sample beside those of its consensus; none if it is not known.</summary>
    internal IReadOnlyList<TruthComparison> Compare(string sample, CurveConsensus consensus, Curve like) =>
        Compare(sample, consensus.ToCurve(like), () => (consensus.Rg, consensus.RgSigma));

    /// <summary>The values of a sample beside those of a curve; none if it is not known.</summary>
    internal IReadOnlyList<TruthComparison> Compare(string sample, CurveShape shape) =>
        Compare(sample, shape.Curve, () => (shape.Guinier?.Rg, shape.Guinier?.RgSigma));

    private TruthComparison[] Compare(string sample, Curve curve, Func<(double? Rg, double? Sigma)> guinier)
    {
        // The values are in angstrom.
        if (curve.X.Unit != Curves.QUnit || Find(sample) is not { Values: { } values }) return [];
        CurveMeasurement? measured = values.TrueForAll(value => value.Quantity == TruthQuantity.Rg)
            ? null
            : new CurveMeasuring(new HashSet<AnalysisKind> { AnalysisKind.PairDistribution }).Measure(curve, DataKinds.Curve);
        return [.. values.Select(value =>
        {
            (double? seen, double? sigma) = value.Quantity switch
            {
                TruthQuantity.Rg => guinier(),
                TruthQuantity.PairDistributionRg => (measured?.PairDistribution?.Rg, measured?.PairDistribution?.RgSigma),
                _ => (measured?.PairDistribution?.Dmax, measured?.PairDistribution?.DmaxSigma),
            };
            string? source = value.Source ?? _file.Source;
            return new TruthComparison(
                value.Quantity!.Value, seen, sigma, value.Least!.Value, value.Most!.Value, value.Tolerance,
                _file.Caveat is { } caveat ? $"{source} ({caveat})" : source);
        })];
    }

    private TruthSample? Find(string sample) => (_file.Samples ?? []).Find(known => known.IsNamed(sample));

    private sealed class TruthFile
    {
        public string? Source { get; set; }

        public string? Caveat { get; set; }

        public List<TruthSample>? Samples { get; set; }
    }

    private sealed class TruthSample
    {
        public string? Name { get; set; }

        public List<string>? Aliases { get; set; }

        public List<TruthValue>? Values { get; set; }

        // Names are written in many ways, also with a concentration: RNase A, rnase_a, RNase A 5 mg/ml.
        public bool IsNamed(string text) => (Aliases ?? []).Append(Name!)
            .Any(name => Letters(name) == Letters(text) || Letters(name) == Letters(Concentrations.Split(text, null).Sample ?? text));

        private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
    }

    private sealed class TruthValue
    {
        public TruthQuantity? Quantity { get; set; }

        public double? Least { get; set; }

        public double? Most { get; set; }

        public double Tolerance { get; set; }

        public string? Source { get; set; }
    }
}
