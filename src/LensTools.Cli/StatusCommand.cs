using System.Globalization;
using LensTools.Engine;
using LensTools.Engine.Sharing.Publications;

namespace LensTools.Cli;

/// <summary>Shows how publishing has gone on this host, and writes it as metrics for Prometheus.</summary>
internal sealed class StatusCommand(string? prometheus)
{
    public int Run()
    {
        using var workspace = new Workspace();
        IReadOnlyList<PublicationStatus> statuses = workspace.Status.All();
        if (prometheus is not null)
        {
            try
            {
                PrometheusText.Write(prometheus, statuses);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"error: {prometheus} cannot be written: {problem.Message}");
                return ExitCodes.Failure;
            }
        }
        else Write(statuses);
        return statuses.Select(status => status.State).DefaultIfEmpty().Max() switch
        {
            PublicationState.Outage => ExitCodes.Unreachable,
            PublicationState.Failed => ExitCodes.Failure,
            PublicationState.Damaged => ExitCodes.Findings,
            PublicationState.Refused => ExitCodes.Refused,
            _ => ExitCodes.Good,
        };
    }

    private static void Write(IReadOnlyList<PublicationStatus> statuses)
    {
        if (statuses.Count == 0) Console.WriteLine("Nothing was published from this host by this user.");
        foreach (PublicationStatus status in statuses)
        {
            Console.WriteLine($"{status.Source} -> {status.Destination}");
            Line("last success", Time(status.LastSuccess));
            Line("last run", Time(status.LastRun));
            if (status.OutageSince is not null) Line("outage since", Time(status.OutageSince));
            if (status.Error is { } error) Line("error", $"{error.Id}: {error.Message}");
            Line("published", $"{status.Published} files, {status.Waiting} waiting, {status.RefusedCount} refused");
            foreach (StatusProblem problem in status.Refused) Line("refused", $"{problem.Path}: {problem.Id}: {problem.Message}");
            Line("verified", status.LastVerified is null ? "never" : $"{Time(status.LastVerified)}, {status.Damaged} damaged");
        }

        static void Line(string name, string value) => Console.WriteLine($"  {name,-13} {value}");
    }

    private static string Time(DateTime? time) =>
        time is { } at ? at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "never";
}
