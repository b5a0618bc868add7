using System.Globalization;
using System.Text;
using System.Text.Json;
using LensTools.Engine.Checks;
using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Measuring;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;
using LensTools.Engine.Plots.Views;
using LensTools.Engine.Vocabularies;

namespace LensTools.Engine.Pages;

/// <summary>Writes the page of a review: what is shown of each dataset, as data of which the script shows one at a time.</summary>
internal sealed class ReviewPage(
    Workspace workspace,
    Collection collection,
    IReadOnlyList<TestResult> results,
    IReadOnlyList<(string Name, LabelDefinition Definition)> labels)
{
    private const string Keys = "Keys: 1 to 9 give a value, 0 takes it away, n goes to the next label, j and k to the next dataset and "
        + "back, u undoes, l shows other axes, / searches, s saves. Answers stay in this browser until they are saved; then run "
        + "Import-LensLabel with the saved file, and -Author with your name.";

    private static readonly PlotSize GroupSize = new(420, 300, 11);

    /// <summary>Writes it.</summary>
    public void Write(Stream stream, CancellationToken stop)
    {
        string title = $"Review of {collection.Name}";
        PageFrame.Write(stream, title, "review.js", html =>
        {
            html.Open("header").Element("h1", title);
            html.Open("div", ("class", "bar"));
            html.Open("label").Text("Your name").Void("input", ("id", "reviewer"), ("autocomplete", "name")).Close();
            html.Open("label").Text("Show").Open("select", ("id", "which"));
            foreach ((string value, string text) in new[] { ("", "all"), ("open", "not labelled yet"), ("done", "labelled here") })
                html.Element("option", text, ("value", value));
            html.Close().Close();
            html.Open("label").Text("Verdict").Open("select", ("id", "verdict")).Element("option", "all", ("value", ""));
            foreach (string verdict in results.Select(result => $"{result.Verdict}").Distinct().Order(StringComparer.Ordinal))
                html.Element("option", verdict, ("value", verdict));
            html.Close().Close();
            html.Open("label").Text("Words").Void("input", ("id", "words"), ("type", "search")).Close();
            html.Element("button", "Save answers (s)", ("id", "save"), ("type", "button")).Close();
            html.Open("progress", ("id", "progress"), ("aria-label", "labelled"), ("value", "0"), ("max", $"{results.Count}")).Close();
            html.Element("p", "", ("id", "state"), ("aria-live", "polite"), ("class", "soft")).Close();
            html.Open("main", ("id", "card"), ("tabindex", "-1"));
            html.Open("noscript").Element("p", "This page needs scripts, which it has in itself.").Close().Close();
            html.Open("footer").Element("p", Keys, ("class", "soft")).Close();
            html.Open("script", ("type", "application/json"), ("id", "data")).Markup(Data(stop)).Close();
        });
    }

    // Without < and >, nothing in it ends the element.
    private string Data(CancellationToken stop)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("page", Guid.NewGuid().ToString("N"));
            json.WriteStartArray("labels");
            foreach ((string name, LabelDefinition definition) in labels) WriteLabel(json, name, definition);
            json.WriteEndArray();
            Dictionary<string, int> groups = WriteGroups(json, stop);
            json.WriteStartArray("cards");
            foreach (DatasetCard card in new DatasetCards(workspace) { HasLinear = true }.Of(results, collection.Root, stop))
                WriteCard(json, card, groups, stop);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteLabel(Utf8JsonWriter json, string name, LabelDefinition definition)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("description", definition.Description);
        json.WriteString("unit", definition.Unit);
        json.WriteStartArray("values");
        foreach (LabelValue value in definition.Values.Where(value => value.DeprecatedBy is null))
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            json.WriteString("description", value.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The pictures of the consensuses, and which dataset is in which.
    private Dictionary<string, int> WriteGroups(Utf8JsonWriter json, CancellationToken stop)
    {
        var of = new Dictionary<string, int>();
        var samples = new SampleConsensus(workspace);
        foreach (TestResult result in results) CardSamples.Add(samples, result, stop);
        json.WriteStartArray("groups");
        int number = 0;
        foreach (GroupConsensus group in samples.Combine(stop).Where(group => group is { Consensus: not null, Curves.Count: > 1 }))
        {
            json.WriteStringValue(SvgRenderer.Inline(PlotLayout.Of(ConsensusView.Draw(group), GroupSize)));
            foreach (MeasuredCurve curve in group.Curves) of[KeyOf(curve.Dataset)] = number;
            number++;
        }
        json.WriteEndArray();
        return of;
    }

    private void WriteCard(Utf8JsonWriter json, DatasetCard card, Dictionary<string, int> groups, CancellationToken stop)
    {
        Dataset dataset = card.Result.Dataset!;
        json.WriteStartObject();
        json.WriteString("path", card.File);
        json.WriteString("entry", dataset.IsOnlyEntry ? "" : dataset.Entry);
        json.WriteString("id", workspace.Identities.Of(dataset, stop));
        json.WriteString("verdict", $"{card.Result.Verdict}");
        json.WriteStartArray("pictures");
        foreach (CardPicture picture in new[] { card.Picture, card.LinearPicture }.OfType<CardPicture>())
            WriteStrings(json, picture.Svg, string.Join("; ", picture.Remarks));
        json.WriteEndArray();
        json.WriteString("without", card.NoPicture);
        if (groups.TryGetValue(KeyOf(dataset), out int group)) json.WriteNumber("group", group);
        json.WriteStartArray("facts");
        foreach (CardFact fact in card.Facts) WriteStrings(json, fact.Name, fact.Value);
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (Finding finding in card.Result.Findings.Where(finding => finding.Suppression is null))
            WriteStrings(json, $"{finding.Severity}", finding.Rule, finding.Message);
        json.WriteEndArray();
        json.WriteStartObject("labels");
        foreach ((string name, string value) in card.Labels) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, params ReadOnlySpan<string> texts)
    {
        json.WriteStartArray();
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string KeyOf(Dataset dataset) => string.Create(CultureInfo.InvariantCulture, $"{dataset.Path}\n{dataset.Entry}");
}
