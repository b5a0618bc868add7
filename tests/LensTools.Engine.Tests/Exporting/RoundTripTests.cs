using System.Collections.Immutable;
using LensTools.Engine.Datasets;
using LensTools.Engine.Exporting;
using LensTools.Engine.Formats;
using LensTools.Engine.Hosting;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Exporting;

/// <summary>
/// What of the corpora is exported reads back as it was, or a warning says what does not: the sources are the expectation. NXcanSAS files
/// are also as the definition's NXDL states.
/// </summary>
public sealed class RoundTripTests
{
    private const long Largest = 4 << 20;

    [Theory]
    [InlineData("NXcanSAS")]
    [InlineData("CanSasXml")]
    [InlineData("Column")]
    public void Every_curve_and_plane_comes_back_or_is_named(string format)
    {
        NXcanSasRules? rules = format == "NXcanSAS" ? new(Repository.Standards("nxdl/applications/NXcanSAS.nxdl.xml")) : null;
        using var folder = new TestFolder();
        var problems = new List<string>();
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(Repository.Corpora(), "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(path).Length > Largest) continue;
            foreach (Dataset source in FormatRegistry.Describe(path, CancellationToken.None).Datasets.Take(3))
            {
                string name = $"{Path.GetRelativePath(Repository.Corpora(), path)}#{source.Entry}";
                foreach (string problem in Compare(source, format, rules, Path.Combine(folder.Path, $"{compared}")))
                    problems.Add($"{name}: {problem}");
                compared++;
            }
        }
        Assert.True(compared > 300);
        Assert.True(problems.Count == 0, $"{problems.Count} differences in {compared} datasets:\n{string.Join('\n', problems.Take(60))}");
    }

    [Fact]
    public void The_rules_find_where_a_file_departs_from_the_definition()
    {
        var rules = new NXcanSasRules(Repository.Standards("nxdl/applications/NXcanSAS.nxdl.xml"));
        // Its units are spelt as canSAS' XML has them.
        Assert.Contains(
            rules.Check(Repository.Corpora("NXcanSAS_examples/1d_standard/W1W2.h5")),
            problem => problem.EndsWith("Q@units is \"1/A\"", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Compare(Dataset source, string format, NXcanSasRules? rules, string folder)
    {
        IReadOnlyList<Signal> signals = source.ReadSignals(CancellationToken.None);
        var port = new Recorder();
        IReadOnlyList<string> files;
        try
        {
            files = new DatasetExport(new Session().Workspace, format) { Folder = folder }.Write(source, port, CancellationToken.None);
        }
        catch (LensException refused) when (refused.Error.Id == "LensNothingToExport")
        {
            yield break;
        }
        string said = string.Join('\n', port.Said.Where(line => line.StartsWith("warning", StringComparison.Ordinal)));
        Signal[] expected = [.. signals.Where(s => !said.Contains($"\"{s.Name}\", {s.Y.Name}", StringComparison.Ordinal))];
        var copies = new List<Dataset>();
        foreach ((string file, int place) in files.Select((file, place) => (file, place)))
        {
            Signal[] before = [.. (format == "Column" ? [expected[place]] : expected).Where(s => ReadsBack(s, format))];
            IReadOnlyList<Dataset> found = FormatRegistry.Describe(file, CancellationToken.None).Datasets;
            copies.AddRange(found);
            Signal[] after = [.. found.SelectMany(copy => copy.ReadSignals(CancellationToken.None))];
            if (after.Length != before.Length) yield return $"{after.Length} of {before.Length} came back in {Path.GetFileName(file)}";
            // The definition requires units; where the source states none, none is invented.
            bool hasUnits = expected.All(signal => signal.X.Unit is { Length: > 0 } && signal.Y.Unit is { Length: > 0 })
                && !said.Contains("the unit of", StringComparison.Ordinal);
            foreach (string problem in rules?.Check(file) ?? [])
            {
                if (hasUnits || !problem.EndsWith("@units is missing", StringComparison.Ordinal)) yield return problem;
            }
            foreach (string difference in before.Zip(after).SelectMany(pair => Compare(pair.First, pair.Second, said)))
                yield return difference;
        }
        // Without a title, the name stands in its place, where a format requires one.
        foreach (Dataset copy in copies)
        {
            foreach (Term term in (Term[])[Term.Title, Term.Sample, Term.RunNumber, Term.Wavelength, Term.Temperature, Term.Thickness])
            {
                bool isTitled = term == Term.Title && source.Title is null;
                if (!isTitled && !Equals(Plain(source.Value(term)), Plain(copy.Value(term))))
                    yield return $"{term}: {source.Value(term)} became {copy.Value(term)}";
            }
        }
    }

    // Columns of other quantities are for other programs, and a few rows alone are not known as a table.
    private static bool ReadsBack(Signal signal, string format) => signal.IsAgainstQ
        && (signal.Y.Quantity == AxisQuantity.Intensity
            || (format == "Column" && signal.Y.Quantity is AxisQuantity.Reflectivity or AxisQuantity.FittedIntensity))
        && (format != "Column" || signal.I.Length > 4);

    private static IEnumerable<string> Compare(Signal was, Signal came, string said)
    {
        if (was.GetType() != came.GetType()) yield return $"a {was.GetType().Name} became a {came.GetType().Name}";
        if (was.Y.Quantity != came.Y.Quantity) yield return $"{was.Y.Quantity} became {came.Y.Quantity}";
        if (!Same(was.Q, came.Q) && !said.Contains("along the beam", StringComparison.Ordinal)) yield return "Q differs";
        if (!Same(was.I, came.I)) yield return "I differs";
        if (!Same(was.Idev, came.Idev)) yield return "Idev differs";
        if (!Same(was.X.Sigma, came.X.Sigma) && !said.Contains("the resolution", StringComparison.Ordinal)) yield return "Qdev differs";
        if (was is Plane plane && came is Plane other && !(Same(plane.Qx, other.Qx) && Same(plane.Qy, other.Qy)))
            yield return "Qx or Qy differs";
        if (came.X.Unit != was.X.Unit && !said.Contains("the unit of Q", StringComparison.Ordinal))
            yield return $"Q in {was.X.Unit} became {came.X.Unit}";
        bool isSaid = came.Y.Unit == "arbitrary" || said.Contains("the unit of I", StringComparison.Ordinal);
        if (IntensityUnit(came) != IntensityUnit(was) && !isSaid)
            yield return $"I in {was.Y.Unit} became {came.Y.Unit}";
    }

    // As the NeXus definition and the canSAS schema write it.
    private static string? IntensityUnit(Signal signal) =>
        signal.Y.Unit is "" ? null : signal.Y.Unit is "cm-1" or "cm^-1" or @"cm-1 \\ \Delta\Omega" ? "1/cm" : signal.Y.Unit;

    private static object? Plain(object? value) => value switch
    {
        Quantity quantity => float.CreateTruncating(quantity.Value),
        string text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        _ => value,
    };

    private static bool Same(ImmutableArray<double>? a, ImmutableArray<double>? b) =>
        a is null || b is null ? a is null && b is null : a.Value.Length == b.Value.Length && a.Value.Zip(b.Value).All(IsSame);

    // Equal, but for the last digit, where a unit was converted.
    private static bool IsSame((double A, double B) pair) => pair.A.Equals(pair.B) || Math.Abs(pair.A - pair.B) <= 1e-14 * Math.Abs(pair.A);
}
