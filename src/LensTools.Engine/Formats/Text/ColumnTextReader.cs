using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Tables;

namespace LensTools.Engine.Formats.Text;

/// <summary>
/// Two to four columns of text: Q, I and, where they are there, the standard deviations of I and Q. Without a
/// header Q is in 1/angstrom and I in 1/cm, the field's convention (SasView's documentation of data formats).
/// </summary>
internal sealed class ColumnTextReader : IDatasetReader
{
    private static readonly Dictionary<string, Term> Keys = Table.Read("textkeys.tsv")
        .ToDictionary(row => row[0], row => Enum.Parse<Term>(row[1]), StringComparer.OrdinalIgnoreCase);

    public DatasetFormat Format { get; } = new("ColumnText", "text in two to four columns: Q, I and their standard deviations");

    public bool Recognises(DatasetFile file)
    {
        ReadOnlySpan<byte> head = file.Head;
        bool isUtf16 = head.StartsWith<byte>([0xff, 0xfe]) || head.StartsWith<byte>([0xfe, 0xff]);
        if (!isUtf16 && head.Contains((byte)0)) return false;
        if (!file.IsHeadAll) return ColumnTable.Read(TextLines.Normalise(head.ToArray()).Span, isWhole: false, file.Stop) is not null || MayFollow(head);
        file.Recognised = Load(file);
        return file.Recognised is not null;
    }

    public IReadOnlyList<Dataset> Describe(DatasetFile file)
    {
        if ((file.Recognised as ColumnTable ?? Load(file)) is not { } table) return [];
        var description = new Description(this, file, "", isOnlyEntry: true, DataLevel.Reduced);
        foreach (MetadataItem item in Items(table)) description.Add(item.Term, item.Name, item.Value, item.Unit, item.Place);
        int q = table.IndexOf(ColumnRole.Q)!.Value;
        Column column = table.Columns[q];
        Unit unit = Units.Find(column.Unit, Dimension.Momentum) ?? new Unit(Dimension.Momentum, 1, 0);
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        for (int i = 0; i < table.Rows; i++)
        {
            double value = table.Value(i, q);
            if (value < smallest) smallest = value;
            if (value > largest) largest = value;
        }
        if (smallest <= largest)
        {
            description.QMin = unit.ToBase(smallest);
            description.QMax = unit.ToBase(largest);
        }
        description.QUnit = column.Unit;
        description.IUnit = table.Columns[table.IndexOf(ColumnRole.I)!.Value].Unit;
        description.Points = table.Rows;
        description.HasUncertainty = table.IndexOf(ColumnRole.Idev) is not null;
        return [description.Build()];
    }

    public IReadOnlyList<Curve> ReadCurves(DatasetFile file, string entry)
    {
        if (Load(file) is not { } table) return [];
        int q = table.IndexOf(ColumnRole.Q)!.Value, i = table.IndexOf(ColumnRole.I)!.Value;
        double factor = Units.Find(table.Columns[q].Unit, Dimension.Momentum)?.Factor ?? 1;
        double[]? Optional(ColumnRole role) => table.IndexOf(role) is { } index ? table.ColumnOf(index) : null;
        return
        [
            new Curve(
                Path.GetFileNameWithoutExtension(file.Path),
                Scale(table.ColumnOf(q), factor)!,
                table.ColumnOf(i),
                Optional(ColumnRole.Idev),
                Scale(Optional(ColumnRole.Qdev), factor),
                table.Columns[q].Unit,
                table.Columns[i].Unit,
                $"line {table.FirstLine}"),
        ];
    }

    public IReadOnlyList<MetadataItem> ReadMetadata(DatasetFile file, string entry) => Load(file) is { } table ? [.. Items(table)] : [];

    public void ReadArrays(DatasetFile file, string entry) => _ = Load(file);

    private static ColumnTable? Load(DatasetFile file) => ColumnTable.Read(TextLines.Normalise(file.ReadAll()).Span, isWhole: true, file.Stop);

    // A long header can push all numbers out of the head; then the whole text decides.
    private static bool MayFollow(ReadOnlySpan<byte> head)
    {
        var lines = new TextLines(head);
        Span<double> row = stackalloc double[4];
        int numeric = 0, text = 0;
        while (lines.MoveNext())
        {
            if (NumericRow.Read(lines.Current, row) > 0) numeric++;
            else text++;
        }
        return numeric < ColumnTable.FewestRows && text is > 100 and < 2_000;
    }

    private static double[]? Scale(double[]? values, double factor)
    {
        if (values is null || factor == 1) return values;
        for (int i = 0; i < values.Length; i++) values[i] *= factor;
        return values;
    }

    private static IEnumerable<MetadataItem> Items(ColumnTable table)
    {
        foreach ((int line, string text) in table.Header)
        {
            if (line == table.HeaderLine) continue;
            string content = text.Trim().TrimStart('#', '%', '!', '*').Trim();
            if (content.Length == 0) continue;
            int split = content.IndexOfAny([':', '=']);
            string key = split > 0 ? content[..split].Trim() : "";
            if (key.Length is > 0 and <= 40 && split + 1 < content.Length)
            {
                Term term = Keys.GetValueOrDefault(key);
                (string value, string? unit) = SplitUnit(content[(split + 1)..].Trim(), term);
                bool isPlaceholder = term != Term.None && Placeholders.Contains(term, value);
                yield return new MetadataItem(key, value, unit, $"line {line}", term, isPlaceholder);
            }
            else if (key.Length > 0 && split + 1 == content.Length)
            {
                yield return new MetadataItem(key, "", null, $"line {line}", Keys.GetValueOrDefault(key), Keys.ContainsKey(key));
            }
            else
            {
                yield return new MetadataItem("line", content, null, $"line {line}");
            }
        }
    }

    private static (string Value, string? Unit) SplitUnit(string value, Term term)
    {
        if (term is not (Term.Wavelength or Term.DetectorDistance or Term.Temperature or Term.Thickness)) return (value, null);
        int blank = value.IndexOf(' ');
        return blank > 0 ? (value[..blank], value[(blank + 1)..].Trim(' ', '(', ')', '[', ']')) : (value, null);
    }
}
