namespace LensTools.Benchmarks;

/// <summary>A way in which files are damaged on disks and networks, or by hand.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Apply">Damages a copy of a file; null if it has nothing that can be damaged so.</param>
internal sealed record Mutation(string Name, Func<byte[], Random, byte[]?> Apply)
{
    private const int Block = 512, LongestLoss = 64;

    /// <summary>Those that any file can suffer.</summary>
    public static IReadOnlyList<Mutation> Any { get; } =
    [
        new("cut", (bytes, random) =>
        {
            int end = random.Next(bytes.Length / 4, bytes.Length - 2);
            // Amid a line: what is cut at its end, nothing shows.
            while (end < bytes.Length - 2 && (IsLineEnd(bytes[end - 1]) || IsLineEnd(bytes[end]))) end++;
            return bytes[..end];
        }),
        new("flipped bit", (bytes, random) =>
        {
            byte[] copy = [.. bytes];
            copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
            return copy;
        }),
        new("zeroed block", (bytes, random) =>
        {
            byte[] copy = [.. bytes];
            int start = random.Next(copy.Length);
            copy.AsSpan(start, Math.Min(Block, copy.Length - start)).Clear();
            return copy;
        }),
        new("lost bytes", (bytes, random) =>
        {
            (int start, int count) = Run(bytes, random);
            return [.. bytes[..start], .. bytes[(start + count)..]];
        }),
        new("doubled bytes", (bytes, random) =>
        {
            (int start, int count) = Run(bytes, random);
            return [.. bytes[..(start + count)], .. bytes[start..]];
        }),
    ];

    /// <summary>Those of texts alone.</summary>
    public static IReadOnlyList<Mutation> OfText { get; } =
    [
        // What nothing shows, unless the format states a count or an end.
        new("cut at line end", (bytes, random) =>
        {
            int end = Array.IndexOf(bytes, (byte)'\n', random.Next(bytes.Length / 4, bytes.Length - 1));
            return end > 0 && end < bytes.Length - 1 ? bytes[..(end + 1)] : null;
        }),
    ];

    /// <summary>The beginning of one file and the rest of another.</summary>
    public static byte[] Splice(byte[] bytes, byte[] other, Random random)
    {
        int start = random.Next(Math.Min(bytes.Length, other.Length) / 2);
        return [.. other[..start], .. bytes[start..]];
    }

    private static bool IsLineEnd(byte b) => b is (byte)'\n' or (byte)'\r';

    private static (int Start, int Count) Run(byte[] bytes, Random random)
    {
        int count = random.Next(1, Math.Min(LongestLoss, bytes.Length / 2));
        return (random.Next(bytes.Length - count), count);
    }
}
