using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace LensTools.Engine.Analysis.PairDistributions;

/// <summary>
/// The most probable p(r) of one largest distance: least squares with smoothness as the prior, whose strength has the largest evidence
/// (S. Hansen, J. Appl. Cryst. 33, 1415 (2000)).
/// </summary>
internal sealed class IndirectTransform
{
    // Beyond the Shannon channels of the data, smoothness alone decides.
    private const int MoreTerms = 6, MostTerms = 60;

    // The coefficients of a smooth p(r) fall as n⁻³ or faster.
    private const int Smoothness = 6;

    private const double Rounding = 1e-13;
    private const double LeastLogStrength = -18, MostLogStrength = 15;
    private const int Coarse = 14, Fine = 10;

    private readonly Matrix<double> _normal;
    private readonly Vector<double> _right;
    private readonly Matrix<double> _prior;
    private readonly double _square, _logPrior;

    private IndirectTransform(double largest, Matrix<double> normal, Vector<double> right, Matrix<double> prior, double square)
    {
        // What rounding loses of the data must not outweigh the weakest prior.
        normal += DenseMatrix.CreateIdentity(normal.RowCount) * (Rounding * normal.Diagonal().Maximum());
        (Largest, _normal, _right, _prior, _square) = (largest, normal, right, prior, square);
        _logPrior = prior.Cholesky().DeterminantLn;
        (LogStrength, LogEvidence) = Strongest();
        Cholesky = Factor(LogStrength);
        Coefficients = Cholesky.Solve(_right);
    }

    /// <summary>The largest distance.</summary>
    public double Largest { get; }

    /// <summary>The logarithm of the strength of the prior.</summary>
    public double LogStrength { get; }

    /// <summary>The logarithm of the evidence, but for what is the same for all distances.</summary>
    public double LogEvidence { get; }

    /// <summary>The coefficients of the series.</summary>
    public Vector<double> Coefficients { get; }

    /// <summary>The inverse covariance of the coefficients, factorised.</summary>
    public MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> Cholesky { get; }

    /// <summary>Transforms a curve.</summary>
    /// <param name="q">Momentum transfers.</param>
    /// <param name="values">Intensities over their standard deviations.</param>
    /// <param name="weights">One over the standard deviations.</param>
    /// <param name="size">About the intensity at q = 0.</param>
    /// <param name="largest">The largest distance.</param>
    /// <param name="endSlope">How little p(r) may slope at the largest distance.</param>
    public static IndirectTransform Of(double[] q, double[] values, double[] weights, double size, double largest, double endSlope)
    {
        int terms = Math.Min(MostTerms, (int)(q[^1] * largest / Math.PI) + MoreTerms);
        double[] normal = new double[terms * terms], right = new double[terms], row = new double[terms];
        double square = 0;
        for (int i = 0; i < q.Length; i++)
        {
            SineSeries.Intensities(q[i], largest, row);
            for (int n = 0; n < terms; n++) row[n] *= weights[i];
            for (int n = 0; n < terms; n++)
            {
                double factor = row[n];
                Span<double> into = normal.AsSpan(n * terms, n + 1);
                for (int m = 0; m < into.Length; m++) into[m] += factor * row[m];
                right[n] += factor * values[i];
            }
            square += values[i] * values[i];
        }
        for (int n = 0; n < terms; n++)
            for (int m = 0; m < n; m++) normal[(m * terms) + n] = normal[(n * terms) + m];
        // In units of the coefficients that the intensity asks for.
        double unit = size / (4 * largest * largest);
        return new IndirectTransform(
            largest, new DenseMatrix(terms, terms, normal), new DenseVector(right), PriorOf(terms, endSlope) / (unit * unit), square);
    }

    /// <summary>The solution with a prior that is stronger by a factor.</summary>
    public Vector<double> With(double factor) => Factor(LogStrength + Math.Log(factor)).Solve(_right);

    private static Matrix<double> PriorOf(int terms, double endSlope)
    {
        var prior = DenseMatrix.CreateDiagonal(terms, terms, n => Math.Pow(n + 1, Smoothness));
        var slope = DenseVector.Create(terms, n => (n % 2 == 0 ? -1 : 1) * (n + 1));
        return prior + (endSlope * slope.OuterProduct(slope));
    }

    private (double LogStrength, double Evidence) Strongest()
    {
        double best = LeastLogStrength, most = double.NegativeInfinity, step = (MostLogStrength - LeastLogStrength) / Coarse;
        for (int i = 0; i <= Coarse; i++) Try(LeastLogStrength + (i * step));
        for (int i = 0; i < Fine; i++)
        {
            step /= 1.7;
            double middle = best;
            Try(middle - step);
            Try(middle + step);
        }
        return (best, most);

        void Try(double at)
        {
            double evidence = EvidenceOf(at);
            if (evidence > most) (best, most) = (at, evidence);
        }
    }

    private double EvidenceOf(double logStrength)
    {
        var factor = Factor(logStrength);
        double fit = _right.DotProduct(factor.Solve(_right));
        return 0.5 * ((_prior.RowCount * logStrength) + _logPrior - factor.DeterminantLn - _square + fit);
    }

    private MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> Factor(double logStrength)
    {
        Matrix<double> matrix = (_prior * Math.Exp(logStrength)) + _normal;
        return matrix.Cholesky();
    }
}
