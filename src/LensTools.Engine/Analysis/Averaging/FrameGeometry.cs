namespace LensTools.Engine.Analysis.Averaging;

/// <summary>Where the pixels of a flat detector across the beam are, at one wavelength.</summary>
/// <param name="Distance">From the sample, in metres.</param>
/// <param name="Wavelength">In angstrom.</param>
/// <param name="PixelWidth">Of a column, in millimetres.</param>
/// <param name="PixelHeight">Of a row, likewise.</param>
/// <param name="CentreColumn">Where the beam meets it, in columns from the middle of the first.</param>
/// <param name="CentreRow">In rows, likewise.</param>
internal sealed record FrameGeometry(
    double Distance, double Wavelength, double PixelWidth, double PixelHeight, double CentreColumn, double CentreRow)
{
    // A beam stop is not larger than this part of a detector, and behind it less than this part of what is beside it is counted.
    private const int WidestStop = 8;
    private const double DarkPart = 0.35;

    /// <summary>The momentum transfer of a pixel in 1/angstrom, and its solid angle over that in the beam.</summary>
    public (double Q, double SolidAngle) Of(int row, int column)
    {
        double angle = AngleOf(row, column), cosine = Math.Cos(angle);
        return (4 * Math.PI / Wavelength * Math.Sin(angle / 2), cosine * cosine * cosine);
    }

    /// <summary>
    /// The radius about the beam, in columns, within which a beam stop hides the detector: up to where the mean count of a pixel reaches
    /// half of the most that it has further out; 0 if there is none.
    /// </summary>
    /// <param name="counts">The counts row by row.</param>
    /// <param name="columns">The number of columns.</param>
    public int ShadowRadius(IReadOnlyList<double> counts, int columns)
    {
        int rows = counts.Count / columns;
        double[] sums = new double[rows + columns], pixels = new double[rows + columns];
        for (int i = 0; i < counts.Count; i++)
        {
            int radius = (int)Math.Round(RadiusOf(i / columns, i % columns));
            if (radius >= sums.Length || !double.IsFinite(counts[i])) continue;
            sums[radius] += counts[i];
            pixels[radius]++;
        }
        // From outside, the mean grows up to the edge of a stop; a peak of scattering is not as dark inside.
        double most = 0;
        int edge = 0;
        for (int radius = Math.Min(rows, columns) / WidestStop; radius >= 0; radius--)
        {
            double mean = pixels[radius] > 0 ? sums[radius] / pixels[radius] : most;
            if (edge == 0 && mean < most / 2) edge = radius + 1;
            if (edge > 0 && mean < DarkPart * most) return edge;
            if (edge == 0) most = Math.Max(most, mean);
        }
        return 0;
    }

    /// <summary>How far a pixel is from the beam, in columns.</summary>
    public double RadiusOf(int row, int column) => double.Hypot(column - CentreColumn, (row - CentreRow) * PixelHeight / PixelWidth);

    /// <summary>The angle of scattering of a pixel, in radians.</summary>
    public double AngleOf(int row, int column) =>
        Math.Atan(double.Hypot((column - CentreColumn) * PixelWidth, (row - CentreRow) * PixelHeight) / (1000 * Distance));
}
