using LensTools.Engine.Collections;

namespace LensTools.Engine.Tests.Planted;

/// <summary>Clean curves whose files are damaged, or are in a collection that lacks something.</summary>
internal static class PlantedFiles
{
    public static IEnumerable<Plant> All =>
    [
        Changed("Readability.File", "cut off", true, CurveFormat.NXcanSas, (bytes, random) =>
            bytes[..random.Next(600, bytes.Length - 100)]),
        Changed("Readability.File", "cut off", true, CurveFormat.Xml, (bytes, random) =>
            bytes[..random.Next(600, bytes.Length - 20)]),
        Changed("Readability.File", "padded to a block", false, CurveFormat.NXcanSas, (bytes, _) => [.. bytes, .. new byte[512]]),
        Changed("Readability.File", "padded to a block", false, CurveFormat.Xml, (bytes, _) => [.. bytes, .. new byte[512]]),
        // The mark of ROOT, and its version.
        Changed("Readability.Format", "known by name only", true, CurveFormat.Text, (_, _) =>
            [.. "root"u8, 0, 0, 0xf6, 0x8c, .. new byte[2_000]]),
        Changed("Readability.Format", "begins with the name of another format", false, CurveFormat.Text, (bytes, _) =>
            [.. "# root of the intensity is in another file\n"u8, .. bytes]),
        Changed("Data.MayBeCut", "the last line has no end", true, CurveFormat.Text, (bytes, random) => bytes[..^random.Next(1, 4)]),
        Changed("Data.MayBeCut", "the lines of Windows", false, CurveFormat.Text, (bytes, _) =>
            [.. bytes.SelectMany(one => one == '\n' ? "\r\n"u8.ToArray() : [one])]),
        InCollection("Metadata.Licence", "none", true, "name: spheres\n"),
        InCollection("Metadata.Licence", "stated", false, "name: spheres\nlicence: CC-BY-4.0\n"),
    ];

    private static Plant Changed(
        string rule, string name, bool isFault, CurveFormat format, Func<byte[], Random, byte[]> change) =>
        new(rule, $"{name}, {format}", isFault, (random, folder, file) =>
        {
            string path = PlantedCurve.Of(random).Write(folder, file, format);
            File.WriteAllBytes(path, change(File.ReadAllBytes(path), random));
            return path;
        });

    private static Plant InCollection(string rule, string name, bool isFault, string settings) =>
        new(rule, name, isFault, (random, folder, file) =>
        {
            string collection = Directory.CreateDirectory(Path.Combine(folder, file)).FullName;
            File.WriteAllText(Path.Combine(collection, Collection.FileName), settings);
            return PlantedCurve.Of(random).Write(collection, file, CurveFormat.Text);
        })
        {
            Implied = ["Label.Required"],
        };
}
