using System.Globalization;
using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// sasCIF (Malfois and Svergun, J. Appl. Cryst. 33, 812, 2000; Kachala et al., J. Appl. Cryst. 49, 302, 2016): each
/// data block with a loop of scan intensities is an entry.
/// </summary>
internal sealed class SasCifReader() : ContentReader(new DatasetFormat("SasCif", "sasCIF of SASBDB"))
{
    private const string Dialect = "SasCif", Intensities = "_sas_scan_intensity.";

    public override bool Recognises(DatasetFile file) =>
        file.IsText
            && file.Head.IndexOf("data_"u8) >= 0
            && file.Head.IndexOf("_sas_"u8) >= 0
            && (file.Head.StartsWith("data_"u8) || file.Head.IndexOf("\ndata_"u8) >= 0);

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        var entries = new List<EntryContent>();
        EntryContent? entry = null;
        List<(string Text, int Line, bool IsQuoted)> words = [.. CifTokens.Read(file.Text)];
        for (int at = 0; at < words.Count;)
        {
            (string word, int line, bool isQuoted) = words[at++];
            if (isQuoted) continue;
            if (word.StartsWith("data_", StringComparison.OrdinalIgnoreCase))
            {
                entries.Add(entry = new EntryContent(word[5..]));
            }
            else if (word.Equals("loop_", StringComparison.OrdinalIgnoreCase))
            {
                ReadLoop(file, entry ?? throw Misplaced(file, line), words, ref at);
            }
            else if (word.StartsWith('_') && at < words.Count)
            {
                (entry ?? throw Misplaced(file, line)).Add(Dialect, word, Known(words[at].Text), TextScan.LocationOf(line));
                at++;
            }
        }
        // Blocks with only a sample or a model hold no data.
        entries.RemoveAll(e => e.Signals.Count == 0);
        foreach (EntryContent complete in entries) Convert(complete);
        EntryContent.MakeNamesUnique(entries);
        if (entries.Count == 0) throw new NotADatasetException("it is sasCIF without scan intensities");
        return entries;
    }

    private static void ReadLoop(DatasetFile file, EntryContent entry, List<(string Text, int Line, bool IsQuoted)> words, ref int at)
    {
        var names = new List<string>();
        int line = at < words.Count ? words[at].Line : 0;
        while (at < words.Count && !words[at].IsQuoted && words[at].Text.StartsWith('_')) names.Add(words[at++].Text);
        var values = new List<string>();
        while (at < words.Count && (words[at].IsQuoted || !IsKeyWord(words[at].Text))) values.Add(words[at++].Text);
        if (names.Count == 0 || values.Count % names.Count != 0)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(line), $"a loop of {names.Count} names has {values.Count} values"));
        if (!names[0].StartsWith(Intensities, StringComparison.OrdinalIgnoreCase))
        {
            for (int i = 0; i < values.Count && i < 256; i++)
                entry.Add(Dialect, names[i % names.Count], Known(values[i]), TextScan.LocationOf(line));
            return;
        }
        int rows = values.Count / names.Count;
        double[]? Column(string name)
        {
            int index = names.FindIndex(n => n.Equals(Intensities + name, StringComparison.OrdinalIgnoreCase));
            if (index < 0) return null;
            double[] column = new double[rows];
            for (int row = 0; row < rows; row++) column[row] = Number(file, values[(row * names.Count) + index], line);
            return column;
        }
        if (Column("momentum_transfer") is not { } q || Column("intensity") is not { } intensity)
            throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(line), "a loop of scan intensities without momentum_transfer or intensity"));
        entry.Signals.Add(Curves.Make(
            entry.Name, q, intensity, Column("intensity_su_counting"), null, null, null, TextScan.LocationOf(line)));
    }

    // The units may follow the loop.
    private static void Convert(EntryContent entry)
    {
        string? Value(string key) =>
            entry.Items.FirstOrDefault(i => i.Name.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value is { Length: > 0 } value
                ? value
                : null;
        string? q = Value("_sas_scan.unit"), i = Value("_sas_scan.intensity_units");
        for (int k = 0; k < entry.Signals.Count; k++) entry.Signals[k] = Curves.WithUnits((Curve)entry.Signals[k], q, i);
    }

    private static double Number(DatasetFile file, string text, int line)
    {
        if (text is "." or "?") return double.NaN;
        // "1.25(3)" has its deviation in brackets.
        int bracket = text.IndexOf('(');
        byte[] bytes = Encoding.Latin1.GetBytes(bracket > 0 ? text[..bracket] : text);
        Span<double> value = stackalloc double[1];
        return NumericRow.Read(bytes, value) == 1
            ? value[0]
            : throw new Hosting.LensException(DatasetFile.Damaged(
                file.Path, TextScan.LocationOf(line), string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is not a number")));
    }

    // A question mark is an unknown value, a point one that does not apply.
    private static string Known(string value) => value is "?" or "." ? "" : value;

    private static bool IsKeyWord(string word) =>
        word.StartsWith('_')
            || word.StartsWith("data_", StringComparison.OrdinalIgnoreCase)
            || word.Equals("loop_", StringComparison.OrdinalIgnoreCase);

    private static Hosting.LensException Misplaced(DatasetFile file, int line) =>
        new(DatasetFile.Damaged(file.Path, TextScan.LocationOf(line), "a value precedes the first data block"));
}
