using System.IO.Compression;
using LensTools.Engine.Datasets;
using LensTools.Engine.Files;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;
using YamlDotNet.Core;

namespace LensTools.Engine.Formats.Dialects;

/// <summary>
/// Raw counts of KWS at MLZ as NICOS writes them in YAML, with the counts in a gzipped array of little-endian 32-bit
/// integers beside it. The header says that lengths are in mm, but the sample's thickness and the detector's offset
/// are in m.
/// </summary>
internal sealed class KwsYamlReader() : ContentReader(new DatasetFormat("KwsYaml", "KWS raw counts in YAML with an array beside it"))
{
    private const string Dialect = "KwsYaml";
    private const long LargestArray = 1L << 30;

    public override bool Recognises(DatasetFile file) =>
        file.IsText && file.FirstLines.Any(line => line.Contains("identifier: MLZ.KWS", StringComparison.Ordinal));

    protected override IReadOnlyList<EntryContent> Parse(DatasetFile file)
    {
        object? tree;
        try
        {
            tree = YamlTree.Parse(System.Text.Encoding.UTF8.GetString(file.Text.Span));
        }
        catch (YamlException problem)
        {
            throw new LensException(DatasetFile.Damaged(file.Path, TextScan.LocationOf((int)problem.Start.Line), problem.Message, problem));
        }
        object? detector = (YamlTree.Find(tree, "measurement", "detectors") as IEnumerable<object?>)?.FirstOrDefault();
        long counts = Product(detector, "pixels_x", "pixels_y");
        if (YamlTree.Find(detector, "time_channels")?.ToString() is { } channels && long.TryParse(channels, out long slices) && slices > 1)
            counts *= slices;
        var entry = new EntryContent { Level = DataLevel.Raw, Counts = counts };
        foreach ((string path, string value) in YamlTree.Values(tree))
            entry.Add(Dialect, path, value, path, name: path[(path.LastIndexOf('/') + 1)..]);
        foreach (object? device in YamlTree.Find(tree, "measurement", "devices") as IEnumerable<object?> ?? [])
        {
            if (YamlTree.Find(device, "name")?.ToString() is { } name && YamlTree.Find(device, "value")?.ToString() is { } value)
                entry.Add(Dialect, name, value, $"measurement/devices, {name}", YamlTree.Find(device, "unit")?.ToString());
        }
        foreach (object? sensor in YamlTree.Find(tree, "measurement", "sample", "environment") as IEnumerable<object?> ?? [])
        {
            if (YamlTree.Find(sensor, "name")?.ToString() is { } name && YamlTree.Find(sensor, "value")?.ToString() is { } value)
                entry.Add(
                    Dialect,
                    $"environment/{name}",
                    value,
                    $"measurement/sample/environment, {name}",
                    YamlTree.Find(sensor, "unit")?.ToString());
        }
        if (ArrayBeside(file) is null)
        {
            throw new LensException(new LensError(
                ErrorKind.CompanionMissing,
                $"{file.Path} has its counts in {Path.GetFileNameWithoutExtension(file.Path)}.array.gz, which is not beside it.",
                file.Path,
                "Ask for both files."));
        }
        return [entry];
    }

    private static long Product(object? detector, params string[] keys)
    {
        long product = 1;
        foreach (string key in keys)
            product *= long.TryParse(YamlTree.Find(detector, key)?.ToString(), out long value) && value is > 0 and < 1 << 20 ? value : 0;
        return product;
    }

    private static readonly string[] ArrayExtensions = [".array.gz", ".array"];

    private static string? ArrayBeside(DatasetFile file) =>
        ArrayExtensions.Select(ending => Path.ChangeExtension(file.Path, null) + ending).FirstOrDefault(File.Exists);

    /// <summary>Checks that the array unpacks to as many counts as the header states.</summary>
    public override void VerifyArrays(DatasetFile file, string entry)
    {
        long counts = EntriesOf(file)[0].Counts;
        if (ArrayBeside(file) is not { } array) return;
        using FileStream stored = File.Open(array, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using Stream stream = array.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stored, CompressionMode.Decompress) : stored;
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        try
        {
            for (int got; bytes < LargestArray && (got = stream.Read(buffer)) > 0; bytes += got) file.Stop.ThrowIfCancellationRequested();
        }
        catch (InvalidDataException problem)
        {
            throw new LensException(DatasetFile.Damaged(array, $"byte {bytes} of its content", problem.Message, problem));
        }
        if (bytes != counts * sizeof(uint))
            throw new LensException(DatasetFile.Damaged(array, "its size", $"{bytes} bytes, but {counts} counts of 4 bytes are stated"));
    }
}
