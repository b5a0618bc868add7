using System.Globalization;
using LensTools.Engine.Checks;
using LensTools.Engine.Measuring;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;
using LensTools.Engine.Plots.Views;
using LensTools.Engine.Reports;

namespace LensTools.Engine.Pages;

/// <summary>
/// A report as one page: a summary, what has changed, the samples that several measured, a table that filters and sorts, and each dataset
/// with its picture, findings, description, labels and their history.
/// </summary>
internal sealed class ReportPage(Report report, Workspace workspace, CancellationToken stop)
{
    private const int MostChanges = 500, MostContributors = 40, CardsOfPart = 250;

    private static readonly PlotSize SampleSize = new(640, 420, 13);

    /// <summary>Writes it.</summary>
    public void Write(Stream stream)
    {
        // All at once: the table, which has a row of each, comes before them.
        DatasetCard[] cards = [.. new DatasetCards(workspace).Of(report.Results, report.Root, stop)];
        string title = string.Create(CultureInfo.InvariantCulture, $"Report of {report.At:yyyy-MM-dd HH:mm} UTC");
        PageFrame.Write(stream, title, "report.js", html =>
        {
            html.Element("a", "Skip to the datasets", ("class", "skip"), ("href", "#list")).Open("header").Element("h1", title);
            string profiles = string.Join(", ", report.Profiles.Select(one => $"{one.Name} {one.Version} ({one.Hash[..12]})"));
            html.Element("p", $"{cards.Length} datasets, profile {profiles}, LensTools {report.Tool}", ("class", "soft")).Close();
            html.Open("main");
            WriteSummary(html, cards);
            if (report.Since is { } since) WriteChanges(html, since);
            WriteFolders(html);
            WriteSamples(html);
            WriteList(html, cards);
            html.Open("section", ("id", "datasets")).Element("h2", "Datasets").Line();
            // Browsers lay out no part that is not seen, and have less to do with a few large parts than with thousands.
            foreach ((int number, DatasetCard card)[] part in cards.Index().Chunk(CardsOfPart))
            {
                html.Open("div", ("class", "part"));
                foreach ((int number, DatasetCard card) in part) WriteCard(html, card, number);
                html.Close().Line();
            }
            html.Close().Close();
        });
    }

    private void WriteSummary(HtmlText html, DatasetCard[] cards)
    {
        html.Open("section", ("id", "summary")).Element("h2", "Summary").Open("div", ("class", "tables"));
        Counts(html, "Verdict", "Datasets", cards.CountBy(card => $"{card.Result.Verdict}"));
        Counts(html, "Facility", "Datasets", cards.CountBy(card => card.Facility.Length > 0 ? card.Facility : "unknown"));
        Counts(html, "Rule", "Findings", report.Rows.Where(row => row.Suppressed is null).CountBy(row => row.Rule));
        html.Close().Close().Line();
    }

    private static void Counts(HtmlText html, string what, string number, IEnumerable<KeyValuePair<string, int>> counts)
    {
        html.Open("table").Open("thead").Open("tr");
        html.Element("th", what, ("scope", "col")).Element("th", number, ("scope", "col"), ("class", "n")).Close().Close().Open("tbody");
        foreach ((string name, int count) in counts.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal))
            html.Open("tr").Element("td", name).Element("td", count, ("class", "n")).Close();
        html.Close().Close();
    }

    private void WriteChanges(HtmlText html, DateTime since)
    {
        ReportRow[] added = [.. report.Rows.Where(row => row.Change == ReportChange.New)];
        html.Open("section", ("id", "changes"));
        html.Element("h2", string.Create(CultureInfo.InvariantCulture, $"Since {since:yyyy-MM-dd HH:mm} UTC"));
        html.Element("p", $"{report.Mended.Count} mended, {added.Length} new, {report.Rows.Count - added.Length} still open.");
        Changes(html, "Mended", report.Mended);
        Changes(html, "New", added);
        html.Close().Line();
    }

    private static void Changes(HtmlText html, string what, IReadOnlyList<ReportRow> rows)
    {
        if (rows.Count == 0) return;
        html.Open("details").Element("summary", $"{what}: {rows.Count}").Open("ul");
        foreach (ReportRow row in rows.Take(MostChanges)) html.Element("li", $"{NameOf(row.File, row.Entry)}: {row.Rule}: {row.Seen}");
        if (rows.Count > MostChanges) html.Element("li", $"and {rows.Count - MostChanges} more");
        html.Close().Close();
    }

    private void WriteFolders(HtmlText html)
    {
        ReportRow[] rows = [.. report.Rows.Where(row => row.Folder is not null)];
        if (rows.Length == 0) return;
        html.Open("section", ("id", "together")).Element("h2", "What the datasets show together").Open("ul", ("class", "findings"));
        foreach (ReportRow row in rows.Take(MostChanges)) WriteFinding(html, row, NameOf(row.File, row.Entry) + ": ");
        if (rows.Length > MostChanges) html.Element("li", $"and {rows.Length - MostChanges} more");
        html.Close().Close().Line();
    }

    // Of one sample, measured by several, who agrees.
    private void WriteSamples(HtmlText html)
    {
        var samples = new SampleConsensus(workspace);
        foreach (TestResult result in report.Results) CardSamples.Add(samples, result, stop);
        GroupConsensus[] several = [.. samples.Combine(stop).Where(group => group.Curves.Count > 1)];
        if (several.Length == 0) return;
        html.Open("section", ("id", "samples")).Element("h2", "Samples with several curves");
        foreach (GroupConsensus group in several)
        {
            html.Open("details").Open("summary").Element("b", group.Name).Text($", {group.Curves.Count} curves");
            if (group.Reason is { } reason) html.Text($": no consensus, as {reason}");
            if (group.Curves.Count > MostContributors) html.Text(": too many for a picture");
            html.Close();
            if (group.Consensus is not null && group.Curves.Count <= MostContributors)
            {
                string picture = SvgRenderer.Inline(PlotLayout.Of(ConsensusView.Draw(group), SampleSize));
                html.Open("div", ("class", $"{PageFrame.PictureClass} large")).Markup(picture).Close();
            }
            html.Close().Line();
        }
        html.Close().Line();
    }

    private static void WriteList(HtmlText html, DatasetCard[] cards)
    {
        html.Open("section", ("id", "list")).Element("h2", "All datasets");
        html.Open("form", ("class", "filters"), ("hidden", ""), ("role", "search"));
        Choice(html, "verdict", "Verdict", cards.Select(card => $"{card.Result.Verdict}"));
        Choice(html, "facility", "Facility", cards.Select(card => card.Facility).Where(facility => facility.Length > 0));
        Choice(html, "rule", "Rule", cards.SelectMany(RulesOf));
        html.Open("label").Text("Words").Void("input", ("name", "text"), ("type", "search")).Close();
        html.Element("output", "", ("id", "count"), ("aria-live", "polite")).Close();
        html.Open("div", ("class", "wide"), ("role", "region"), ("aria-label", "All datasets"), ("tabindex", "0"));
        html.Open("table").Open("thead").Open("tr");
        foreach (string head in (string[])["Dataset", "Verdict", "Facility", "Sample", "Findings"])
            html.Element("th", head, ("scope", "col"));
        html.Close().Close().Open("tbody").Line();
        for (int i = 0; i < cards.Length; i++)
        {
            DatasetCard card = cards[i];
            string verdict = $"{card.Result.Verdict}";
            string rules = string.Join(' ', RulesOf(card).Distinct());
            html.Open("tr", ("data-verdict", verdict), ("data-facility", card.Facility), ("data-rules", rules));
            html.Open("td").Element("a", NameOf(card.File, EntryOf(card)), ("href", $"#d{i + 1}")).Close();
            // By how bad it is.
            html.Open("td", ("data-key", $"{(int)card.Result.Verdict}")).Element("span", verdict, ("class", $"v {verdict}")).Close();
            html.Element("td", card.Facility).Element("td", card.Sample);
            html.Element("td", card.Result.Findings.Count(finding => finding.Suppression is null)).Close().Line();
        }
        html.Close().Close().Close().Close().Line();
    }

    private static void Choice(HtmlText html, string name, string label, IEnumerable<string> values)
    {
        html.Open("label").Text(label).Open("select", ("name", name)).Element("option", "all", ("value", ""));
        foreach ((string value, int count) in values.CountBy(value => value).OrderBy(one => one.Key, StringComparer.Ordinal))
            html.Element("option", $"{value} ({count})", ("value", value));
        html.Close().Close();
    }

    private void WriteCard(HtmlText html, DatasetCard card, int number)
    {
        string verdict = $"{card.Result.Verdict}";
        html.Open("article", ("id", $"d{number + 1}")).Open("header").Element("h3", NameOf(card.File, EntryOf(card)));
        html.Element("span", verdict, ("class", $"v {verdict}")).Close().Open("div", ("class", "parts"));
        html.Open("div", ("class", PageFrame.PictureClass));
        if (card.Picture is { } picture)
        {
            html.Markup(picture.Svg);
            if (picture.Remarks.Count > 0) html.Element("p", string.Join("; ", picture.Remarks), ("class", "soft small"));
        }
        else html.Element("p", $"No picture: {card.NoPicture}", ("class", "soft"));
        html.Close().Open("div");
        WriteFindings(html, card);
        WriteFacts(html, card);
        WriteLabels(html, card);
        html.Close().Close().Close().Line();
    }

    private void WriteFindings(HtmlText html, DatasetCard card)
    {
        if (card.Result.Findings.Count + card.Result.Failures.Count == 0)
        {
            html.Element("p", "Nothing was found.");
            return;
        }
        html.Open("ul", ("class", "findings"));
        foreach (Finding finding in card.Result.Findings) WriteFinding(html, Report.RowOf(report.Root, card.Result, finding), "");
        foreach (RuleFailure failure in card.Result.Failures) html.Element("li", $"Not checked: {failure.Rule}: {failure.Error.Message}");
        html.Close();
    }

    private static void WriteFinding(HtmlText html, ReportRow row, string of)
    {
        html.Open("li").Element("b", row.Rule, ("class", $"s-{row.Severity}")).Text($" {of}{row.Seen}; expected {row.Expected}. ");
        if (row.Location.Length > 0) html.Element("code", row.Location).Text(" ");
        html.Element("span", row.Advice, ("class", "soft"));
        if (row.Suppressed is { } reason) html.Text($" Suppressed: {reason}.");
        html.Close();
    }

    private static void WriteFacts(HtmlText html, DatasetCard card)
    {
        if (card.Facts.Count == 0) return;
        html.Open("details").Element("summary", "Description").Open("table").Open("tbody");
        foreach (CardFact fact in card.Facts)
        {
            html.Open("tr").Element("th", fact.Name, ("scope", "row")).Element("td", fact.Value);
            html.Element("td", fact.Location, ("class", "soft")).Close();
        }
        html.Close().Close().Close();
    }

    private static void WriteLabels(HtmlText html, DatasetCard card)
    {
        if (card.History.Count == 0) return;
        html.Open("details").Element("summary", $"Labels: {string.Join(", ", card.Labels.Select(label => $"{label.Key} {label.Value}"))}");
        html.Open("table").Open("tbody");
        foreach (CardLabel label in card.History)
        {
            html.Open("tr").Element("td", label.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).Element("td", label.By);
            html.Element("td", label.Name).Element("td", label.Value ?? "removed");
            html.Element("td", label.Reason ?? "", ("class", "soft")).Close();
        }
        html.Close().Close().Close();
    }

    private static IEnumerable<string> RulesOf(DatasetCard card) =>
        card.Result.Findings.Where(finding => finding.Suppression is null).Select(finding => finding.Rule);

    private static string EntryOf(DatasetCard card) => card.Result.Dataset is { IsOnlyEntry: false } dataset ? dataset.Entry : "";

    private static string NameOf(string file, string entry) => entry.Length > 0 ? $"{file} # {entry}" : file;
}
