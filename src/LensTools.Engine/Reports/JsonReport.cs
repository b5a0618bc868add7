using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Reports;

/// <summary>The whole report as one JSON object, which a later report is compared with.</summary>
internal sealed class JsonReport : IReportWriter
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A threshold may have no end.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public string Id => "Json";

    public IReadOnlyList<string> Extensions => [".json"];

    public void Write(Stream stream, Report report, Workspace workspace, CancellationToken stop) =>
        JsonSerializer.Serialize(stream, report, Options);

    /// <summary>Reads a report.</summary>
    /// <exception cref="LensException">It is not one, or cannot be read.</exception>
    public static Report Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<Report>(stream, Options) is { Rows: not null, Verdicts: not null } report
                ? report
                : throw new JsonException("it has no findings");
        }
        catch (JsonException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.ReportInvalid,
                $"{path} is no report: {problem.Message}",
                path,
                "Compare with a report that Export-LensReport -Format Json wrote.",
                problem));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }
}
