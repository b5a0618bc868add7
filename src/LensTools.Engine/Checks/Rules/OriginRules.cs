using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks.Rules;

/// <summary>What a file says was computed is not taken for a measurement.</summary>
internal sealed partial class SimulatedRule : IDatasetRule
{
    internal const string Label = "origin";

    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.Simulated",
        Name = "Simulated",
        Description = "Data that their file says are simulated, a model or a fit are labelled so.",
        Explanation = "A model that is trained on models in the belief that they were measured looks better than it is.",
        Category = RuleCategory.Metadata,
        DefaultSeverity = Severity.Warning,
        Needs = RuleNeeds.Metadata | RuleNeeds.Labels,
        Remedy = new Remedy(Party.Uploader, "Were the data measured, or are they simulated, a model or a fit?", Label),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        // A format of simulations says so for all its files.
        MetadataItem? said = context.Metadata.FirstOrDefault(
            item => item.Value.Length is > 4 and < 400
                && (Says().IsMatch(item.Value) || SaysItself().IsMatch($"{item.Name}: {item.Value}")));
        bool isComputed = context.Kinds == DataKinds.Fit;
        if ((said is null && !isComputed) || context.Label(Label) is not null) yield break;
        yield return new Observation(
            Location.Of(context.Dataset) with { Pointer = said?.Location },
            said is null ? "it has a fit or a computed curve, and no measured one"
                : $"{said.Name} says \"{(said.Value.Length > 100 ? said.Value[..100] + " …" : said.Value)}\"",
            "the label origin for data that were computed",
            "Set the label origin to simulated, model or fit.");
    }

    [GeneratedRegex(
        @"\b(?:simulat(?:ed|ion)|generated (?:for|from|by|with) (?:a |the )?(?:model|sasview|sasmodels)|"
            + "theoretical (?:curve|scattering|profile)|"
            + @"synthetic data|calculated (?:curve|scattering|profile|intensity)|monte.?carlo|mcstas|foxs|crysol|cryson|sasmodels)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Says();

    [GeneratedRegex(@"^(?:data_?type|origin|type|kind)\s*:\s*(?:model|simulation|simulated|fit|theory)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SaysItself();
}

/// <summary>Whether data were measured is known.</summary>
internal sealed class OriginRule : IDatasetRule
{
    // Any one of them is what an instrument writes.
    private static readonly Term[] OfMeasurements =
        [Term.Instrument, Term.Facility, Term.RunNumber, Term.StartTime, Term.Proposal, Term.Users, Term.DetectorDistance];

    public RuleInfo Info { get; } = new()
    {
        Id = "Metadata.Origin",
        Name = "Origin",
        Description = "Something in the file or a label says that the data were measured, or that they were not.",
        Explanation = "Bare numbers may be a model; a benchmark must know what it compares with.",
        Category = RuleCategory.Metadata,
        DefaultSeverity = Severity.Off,
        Needs = RuleNeeds.Labels,
        Remedy = new Remedy(
            Party.Uploader, "Were the data measured, or are they simulated, a model or a fit?", SimulatedRule.Label),
    };

    public IEnumerable<Observation> Check(RuleContext context)
    {
        Dataset dataset = context.Dataset;
        if (dataset.Level == DataLevel.Raw || OfMeasurements.Any(term => dataset.Source(term) is { IsPlaceholder: false })) yield break;
        if (context.Label(SimulatedRule.Label) is not null) yield break;
        yield return new Observation(
            Location.Of(dataset),
            "nothing says whether it was measured",
            "an instrument, a run or a time, or the label origin",
            "Ask the uploader, then set the label origin.");
    }
}
