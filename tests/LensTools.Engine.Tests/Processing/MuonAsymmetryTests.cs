using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Processing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Processing;

/// <summary>Asymmetries beside the same arithmetic in numpy on the arrays that h5py reads.</summary>
public sealed class MuonAsymmetryTests
{
    private const string Hifi = "MuonDataLib/test/data_files/HIFI00180594.nxs";

    private const string Script =
        """
        import sys, h5py, numpy as np
        file, alpha, dead = sys.argv[1], float(sys.argv[2]), sys.argv[3] == "dead"
        entry = h5py.File(file)["raw_data_1"]
        detector = entry["instrument/detector_1"]
        counts = detector["counts"][0].astype(float)
        raw = detector["raw_time"][()].astype(float)
        variances = np.maximum(counts, 1)
        if dead:
            factor = 1 / (1 - counts * detector["dead_time"][()].astype(float)[:, None] / (np.mean(np.diff(raw)) * entry["good_frames"][0]))
            counts, variances = counts * factor, variances * factor ** 4
        group = detector["grouping"][()]
        (f, vf), (b, vb) = [(counts[group == g].sum(0), variances[group == g].sum(0)) for g in (1, 2)]
        a = (f - alpha * b) / (f + alpha * b)
        # By the method of small changes, and not by the derivative.
        up = lambda f, b: (f - alpha * b) / (f + alpha * b)
        h = 1e-4
        s = np.sqrt(((up(f + h, b) - up(f - h, b)) / (2 * h)) ** 2 * vf + ((up(f, b + h) - up(f, b - h)) / (2 * h)) ** 2 * vb)
        first, last = int(detector["counts"].attrs["first_good_bin"]) - 1, int(detector["counts"].attrs["last_good_bin"]) - 1
        t = (raw[1:] + raw[:-1]) / 2 - detector["time_zero"][0]
        for row in zip(t[first:last + 1], a[first:last + 1], s[first:last + 1]): print(*map(repr, map(float, row)))
        """;

    [Theory]
    [InlineData(1, false)]
    [InlineData(1.2, true)]
    public void Asymmetry_is_that_of_the_counts(double alpha, bool isCorrected)
    {
        string python = Tool.PythonWith("h5py, numpy");
        string path = Repository.Corpora(Hifi);
        ProcessedCurve found = Assert.Single(new MuonAsymmetry { Alpha = alpha, WithoutDeadTime = !isCorrected }
            .Of(Session.Read(path), TestContext.Current.CancellationToken));
        (int code, string output, string error) = Tool.Run(
            python, ["-c", Script, path, alpha.ToString(CultureInfo.InvariantCulture), isCorrected ? "dead" : "alive"]);
        Assert.True(code == 0, error);
        double[][] rows = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(2040, rows.Length);
        Assert.Equal(rows.Length, found.Curve.Q.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(rows[i][0], found.Curve.Q[i], 1e-5);
            if (double.IsNaN(rows[i][1]))
            {
                Assert.True(double.IsNaN(found.Curve.I[i]));
                continue;
            }
            Assert.Equal(rows[i][1], found.Curve.I[i], 1e-6);
            Assert.Equal(rows[i][2], found.Curve.Idev!.Value[i], 1e-4 * Math.Max(0.01, rows[i][2]));
        }
    }

    [Fact]
    public void Alpha_makes_the_good_counts_of_both_groups_alike()
    {
        Dataset dataset = Session.Read(Repository.Corpora(Hifi));
        ProcessedCurve found = Assert.Single(
            new MuonAsymmetry { EstimatesAlpha = true }.Of(dataset, TestContext.Current.CancellationToken));
        double alpha = double.Parse(found.Process.Parameters.Single(one => one.Key == "alpha").Value, CultureInfo.InvariantCulture);
        Assert.InRange(alpha, 1.2, 1.8);
        // Of a sample that keeps its polarisation on the whole the mean is about nothing.
        Assert.InRange(found.Curve.I.Take(500).Average(), -0.1, 0.1);
    }

    [Fact]
    public void Groups_may_be_named_and_must_be_known()
    {
        Dataset dataset = Session.Read(Repository.Corpora(Hifi));
        int[] forward = [.. Enumerable.Range(1, 32)], backward = [.. Enumerable.Range(33, 32)];
        Assert.Equal(
            new MuonAsymmetry().Of(dataset, TestContext.Current.CancellationToken)[0].Curve.I,
            new MuonAsymmetry { Forward = forward, Backward = backward }.Of(dataset, TestContext.Current.CancellationToken)[0].Curve.I);
        Assert.Contains(
            "it has no detector 65", Reason(new MuonAsymmetry { Forward = [65], Backward = [1] }, dataset), StringComparison.Ordinal);
        Assert.Contains("named twice", Reason(new MuonAsymmetry { Forward = [1, 2], Backward = [2] }, dataset), StringComparison.Ordinal);
        Assert.Contains("one group is given", Reason(new MuonAsymmetry { Forward = [1] }, dataset), StringComparison.Ordinal);
        Dataset curve = Session.Read(Repository.Corpora("ISIS-LOQ-SANS/original_reduced_data/GFP_10mgml_rear.xml"));
        Assert.Contains("it has no muon histograms", Reason(new MuonAsymmetry(), curve), StringComparison.Ordinal);
    }

    private static string Reason(MuonAsymmetry asymmetry, Dataset dataset)
    {
        LensError error = Assert.Throws<LensException>(() => asymmetry.Of(dataset, TestContext.Current.CancellationToken)).Error;
        Assert.Equal("LensNotComputable", error.Id);
        return error.Message;
    }
}
