using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// BSL and OTOKO: a header of text, named like X01000.ABC, and its numbers as 32-bit floats in X01001.ABC and so on; a curve has its axis
/// in a header of its own that ends with .QAX. Source: "BSL format", CCP13; read like SasView's file converter.
/// </summary>
internal sealed partial class BslReader()
    : ContentReader(new DatasetFormat("Bsl", "BSL and OTOKO: a header with its numbers in files beside it"))
{
    private const string Dialect = "Bsl", AxisExtension = ".QAX";

    private const int Titles = 2, Indicators = 10, BytesPerValue = 4, MostHeaderLines = 100, NameLength = 10;

    // Those that a file is known by.
    private const int Pixels = 0, Rasters = 1, Frames = 2, IsLittleEndian = 3, HasNext = 9;

    // By the name first: numbers without a zero byte look like a text.
    public override bool Recognises(DatasetFile file) => HeaderName().IsMatch(Path.GetFileName(file.Path.AsSpan()))
        ? PartsOf(file) is not null
        : HeaderOf(file) is not null;

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        string name = Path.GetFileName(file.Path);
        if (HeaderOf(file) is { } header) throw new NotADatasetException($"it holds numbers of {header} beside it");
        if (name.EndsWith(AxisExtension, StringComparison.OrdinalIgnoreCase))
            throw new NotADatasetException("it is the axis of the BSL files beside it that begin with the same letters");
        List<Part> parts = PartsOf(file)!;
        Part data = parts[0];
        file.HasParts = true;
        using DatasetFile numbers = OpenNumbers(file, data);
        var entry = new EntryContent
        {
            Level = data.IsPlane ? DataLevel.Raw : DataLevel.Reduced,
            Counts = data.Count,
            MayBeSmallAngle = !data.IsPlane,
        };
        for (int line = 1; line <= Titles; line++)
        {
            entry.Add(Dialect, $"title {line}", file.FirstLines[line - 1], TextScan.LocationOf(line));
        }
        if (!data.IsPlane) AddCurves(file, entry, data, ReadValues(numbers, data));
        foreach (Part other in parts.Skip(1))
            entry.Doubts.Add(new Doubt(
                DoubtKind.Unexplained,
                TextScan.LocationOf(other.Line),
                $"{other.File} has {other.Count} more values, and the header does not say what they are",
                "nothing"));
        return [entry];
    }

    // A one-dimensional detector has its frames in the place of rasters.
    private static void AddCurves(DatasetFile file, EntryContent entry, Part data, float[] values)
    {
        string name = Path.GetFileNameWithoutExtension(file.Path);
        string beside = Path.ChangeExtension(file.Path, AxisExtension);
        float[]? axis = ReadAxis(beside, data.Channels, file.Stop);
        for (int frame = 0; frame < data.Count / data.Channels; frame++)
        {
            double[] intensities = [.. values.Skip(frame * data.Channels).Take(data.Channels).Select(value => (double)value)];
            string called = data.Count == data.Channels ? name : $"{name} frame {frame + 1}";
            entry.Signals.Add(axis is null
                ? new Curve(
                    called,
                    Axis.Of(AxisQuantity.Other, "channel", [.. Enumerable.Range(1, data.Channels).Select(channel => (double)channel)]),
                    Axis.Of(AxisQuantity.Other, "counts", intensities),
                    data.File)
                : Curves.Make(called, [.. axis.Select(q => (double)q)], intensities, null, null, null, null, data.File));
        }
    }

    private static float[]? ReadAxis(string path, int channels, CancellationToken stop)
    {
        using DatasetFile? header = OpenBeside(path, stop);
        if (header is null || PartsOf(header) is not [var part, ..] || part.Channels != channels) return null;
        using DatasetFile numbers = OpenNumbers(header, part);
        return ReadValues(numbers, part with { Rows = 1, Frames = 1 });
    }

    // A header is short, and all of it is in the head of its file.
    private static List<Part>? PartsOf(DatasetFile file)
    {
        if (!file.IsText) return null;
        string[] lines = [.. ScanRows.LinesOf(TextLines.Normalise(file.HeadMemory).Span).Take(MostHeaderLines)];
        var parts = new List<Part>();
        for (int line = Titles; line + 1 < lines.Length; line += 2)
        {
            int[] indicators = [.. lines[line].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : -1)];
            if (indicators.Length != Indicators || indicators.Contains(-1) || indicators.Take(Frames + 1).Contains(0)) break;
            var part = new Part(
                lines[line + 1].Trim(),
                indicators[Pixels],
                indicators[Rasters],
                indicators[Frames],
                indicators[IsLittleEndian] == 1,
                line + 1);
            if (!DataName().IsMatch(part.File)) break;
            parts.Add(part);
            if (indicators[HasNext] == 0) break;
        }
        return parts.Count > 0 ? parts : null;
    }

    // The header that a file of numbers belongs to, if it is beside it and names it.
    private static string? HeaderOf(DatasetFile file)
    {
        string name = Path.GetFileName(file.Path);
        if (name.Length != NameLength || !DataName().IsMatch(name) || HeaderName().IsMatch(name)) return null;
        string header = $"{name[..3]}000{Path.GetExtension(name)}";
        using DatasetFile? beside = OpenBeside(Path.Combine(Path.GetDirectoryName(file.Path) ?? "", header), file.Stop);
        return beside is not null && PartsOf(beside)?.Any(part => part.File == name) == true ? header : null;
    }

    // What is no file, such as a pipe, has no length and is not opened: that would wait.
    private static DatasetFile? OpenBeside(string path, CancellationToken stop) =>
        SymbolicLinks.Follow(path) is { Exists: true, Length: > 0 } ? DatasetFile.Open(path, null, stop) : null;

    private static DatasetFile OpenNumbers(DatasetFile header, Part part)
    {
        string path = Path.Combine(Path.GetDirectoryName(header.Path) ?? "", part.File);
        DatasetFile numbers = OpenBeside(path, header.Stop) ?? throw new LensException(new LensError(
            ErrorKind.CompanionMissing,
            $"{header.Path} has its numbers in {part.File}, which is empty or not beside it.",
            header.Path,
            "Copy both into one folder, or ask the uploader for the other one."));
        if (numbers.Length / BytesPerValue >= part.Count) return numbers;
        numbers.Dispose();
        throw new LensException(DatasetFile.Damaged(
            path, "its size", $"{numbers.Length} bytes, but {part.Count} values of {BytesPerValue} bytes are stated"));
    }

    private static float[] ReadValues(DatasetFile numbers, Part part)
    {
        ReadOnlySpan<byte> bytes = numbers.ReadAll().Span;
        var values = new float[part.Count];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> value = bytes.Slice(i * BytesPerValue, BytesPerValue);
            values[i] = part.IsLittleEndian ? BinaryPrimitives.ReadSingleLittleEndian(value) : BinaryPrimitives.ReadSingleBigEndian(value);
        }
        return values;
    }

    [GeneratedRegex(@"^[A-Za-z0-9]{3}000\.[A-Za-z0-9]{3}$")]
    private static partial Regex HeaderName();

    [GeneratedRegex(@"^[A-Za-z0-9]{3}[0-9]{3}\.[A-Za-z0-9]{3}$")]
    private static partial Regex DataName();

    /// <summary>One array of a header.</summary>
    private sealed record Part(string File, int Channels, int Rows, int Frames, bool IsLittleEndian, int Line)
    {
        public long Count => (long)Int128.Min(long.MaxValue, (Int128)Channels * Rows * Frames);

        // Of planes the extension says so; a curve's frames are its rows.
        public bool IsPlane => File.EndsWith("2D", StringComparison.OrdinalIgnoreCase) || (Rows > 1 && Frames > 1);
    }
}
