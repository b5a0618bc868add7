using System.Globalization;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>
/// Dialects of which no real file is at hand. The files are SYNTHETIC: Synthetic/synthetic.py writes them from the
/// descriptions of the programs that make such files, and says what it put in.
/// </summary>
public sealed class SyntheticTests
{
    [Fact]
    public void Every_dialect_is_what_was_put_in()
    {
        using var folder = new TestFolder();
        (int code, string output, string error) = Tool.Run(
            Tool.PythonWith("h5py"), [Path.Combine(AppContext.BaseDirectory, "Synthetic", "synthetic.py"), folder.Path]);
        Assert.True(code == 0, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(19, lines.Length);
        var problems = new List<string>();
        foreach (string[] parts in lines.Select(line => line.Split('\t')))
        {
            FileOutcome outcome = FormatRegistry.Describe(folder[parts[0]], CancellationToken.None);
            if (outcome.Datasets.Count != 1)
            {
                problems.Add($"{parts[0]}: {outcome.Datasets.Count} datasets, {outcome.SkippedBecause} {outcome.Error?.Message}");
                continue;
            }
            foreach (string[] fact in parts[1..].Select(part => part.Split('=', 2)))
            {
                string found = Find(outcome.Datasets[0], fact[0]);
                if (found != fact[1]
                    && !(double.TryParse(found, CultureInfo.InvariantCulture, out double a)
                        && double.TryParse(fact[1], CultureInfo.InvariantCulture, out double b)
                        && Math.Abs(a - b) <= 1e-6 * Math.Abs(b)))
                    problems.Add($"{parts[0]}: {fact[0]} is \"{found}\", expected \"{fact[1]}\"");
            }
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static string Find(Dataset dataset, string fact) => fact switch
    {
        "format" => dataset.Format.Id,
        "points" => Text(dataset.Points),
        "title" => dataset.Title ?? "",
        "sample" => dataset.Sample ?? "",
        "run" => dataset.RunNumber ?? "",
        "instrument" => dataset.Instrument ?? "",
        "facility" => dataset.Facility ?? "",
        "proposal" => dataset.Proposal ?? "",
        "users" => string.Join("; ", dataset.Users.Select(user => user.Name)),
        "concentration" => dataset.Concentration ?? "",
        "technique" => dataset.Technique?.Abbreviation ?? "",
        "wavelength" => Text(dataset.Wavelength?.Value),
        "distance" => Text(dataset.DetectorDistance?.Value),
        "temperature" => Text(dataset.Temperature?.Value),
        "thickness" => Text(dataset.Thickness?.Value),
        "duration" => Text(dataset.Duration?.Value),
        "events" => Text(dataset.Events),
        "pulses" => Text(dataset.Pulses),
        "qmax" => Text(dataset.QMax),
        "gaps" => dataset.ReadMetadata().First(i => i.Name == "gaps between pulses").Value,
        "start" => dataset.StartTime is { } time
            ? time.ToString(
                time.Kind == DateTimeKind.Utc ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
            : "",
        "curves" => Text(dataset.ReadSignals().Count),
        "q1" => Text(dataset.ReadSignals()[0].Q[0]),
        "i1" => Text(dataset.ReadSignals()[0].I[0]),
        "r1" => Text(((Curve)dataset.ReadSignals()[0]).Qdev?[0]),
        "e1" => Text(dataset.ReadSignals()[0].Idev?[0]),
        _ => throw new ArgumentException(fact, nameof(fact)),
    };

    private static string Text<T>(T? value) => string.Create(CultureInfo.InvariantCulture, $"{value}");
}
