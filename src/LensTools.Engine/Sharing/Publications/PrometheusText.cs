using System.Globalization;
using System.Text;
using LensTools.Engine.Files;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>
/// States of publications as metrics for the textfile collector of Prometheus' node exporter (text exposition format 0.0.4).
/// </summary>
public static class PrometheusText
{
    /// <summary>Writes the metrics to a file, which is replaced at once.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<PublicationStatus> statuses) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToText(statuses))));

    /// <summary>The metrics as text.</summary>
    public static string ToText(IReadOnlyList<PublicationStatus> statuses)
    {
        var text = new StringBuilder();
        Add("last_run_timestamp_seconds", "When the last run ended.", status => Seconds(status.LastRun));
        Add("last_success_timestamp_seconds", "When everything was last published.", status => Seconds(status.LastSuccess));
        Add("outage", "Whether the destination cannot be reached.", status => status.OutageSince is null ? 0 : 1);
        Add("failed", "Whether the last run failed.", status => status.Error is null ? 0 : 1);
        Add("waiting_files", "Files that wait to be published.", status => status.Waiting);
        Add("refused_files", "Files that were not published in the last run.", status => status.RefusedCount);
        Add("published_files", "Files of the last run that the destination has.", status => status.Published);
        Add("last_verified_timestamp_seconds", "When the publication was last verified.", status => Seconds(status.LastVerified));
        Add("damaged_files", "Files that the last verification found damaged.", status => status.Damaged);
        return text.ToString();

        void Add(string name, string help, Func<PublicationStatus, double?> value)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP lens_publication_{name} {help}\n# TYPE lens_publication_{name} gauge\n");
            foreach (PublicationStatus status in statuses)
            {
                if (value(status) is not { } number) continue;
                string labels = $"source=\"{Escape(status.Source)}\",destination=\"{Escape(status.Destination)}\"";
                text.Append(CultureInfo.InvariantCulture, $"lens_publication_{name}{{{labels}}} {number}\n");
            }
        }
    }

    private static double? Seconds(DateTime? time) => time is { } at ? Math.Floor((at - DateTime.UnixEpoch).TotalSeconds) : null;

    private static string Escape(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
