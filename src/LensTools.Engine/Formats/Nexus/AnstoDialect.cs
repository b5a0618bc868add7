using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Formats.Nexus;

/// <summary>
/// Raw files of ANSTO, which SICS writes. The name of the file has the instrument and the number of the run, which early files say nowhere
/// else (Mantid's LoadQKK, LoadBBY and LoadPLN, and refnx read the same).
/// </summary>
internal sealed partial class AnstoDialect : NexusDialect
{
    private const string FileName = "experiment/file_name";

    private static readonly Dictionary<string, string> Instruments = new()
    {
        ["BBY"] = "BILBY",
        ["ECH"] = "ECHIDNA",
        ["KKB"] = "KOOKABURRA",
        ["KWR"] = "KOWARI",
        ["PLN"] = "PELICAN",
        ["PLP"] = "PLATYPUS",
        ["QKK"] = "QUOKKA",
        ["SPZ"] = "SPATZ",
        ["TPN"] = "TAIPAN",
        ["WBT"] = "WOMBAT",
    };

    public override DatasetFormat Format { get; } = new("Ansto", "raw data of ANSTO");

    public override IEnumerable<Hdf5Group> Entries(Hdf5File file) => NexusValues.EntriesOf(file).Where(
        entry => NexusValues.FindTexts(entry, "program_name").Any(program => program.Text == "SICS")
            && entry.TryGetDataset(FileName, out _)
            && Signal(entry) is not null);

    public override NexusSignal? Signal(Hdf5Group entry) => GenericNexusDialect.SignalOf(entry);

    public override IEnumerable<MetadataItem> Described(Hdf5Group entry)
    {
        foreach (MetadataItem item in base.Described(entry)) yield return item;
        foreach ((string name, string text, _, string location) in NexusValues.FindTexts(entry, FileName))
        {
            if (Run().Match(text) is not { Success: true } run || !Instruments.TryGetValue(run.Groups[1].Value, out string? instrument))
                continue;
            MetadataItem Said(Term term, string value) => new(name, value, null, location, term, false, $"{TableName}: {FileName}");
            yield return Said(Term.Instrument, instrument);
            yield return Said(Term.RunNumber, run.Groups[2].Value.TrimStart('0'));
            yield return Said(Term.Facility, "ANSTO");
        }
    }

    [GeneratedRegex(@"(?:^|/)([A-Z]{3})(\d{7})\.nx\.hdf$")]
    private static partial Regex Run();
}
