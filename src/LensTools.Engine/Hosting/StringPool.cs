using System.Text.Json;

namespace LensTools.Engine.Hosting;

/// <summary>
/// Strings of JSON that were read before and may come again. A string that is not found takes the place of another. Several threads may use
/// it at once: the worst is that a string is kept twice.
/// </summary>
internal sealed class StringPool(int sets)
{
    private const int Ways = 4;

    private readonly string?[] _strings = new string?[sets * Ways];

    /// <summary>The string that a reader is at.</summary>
    public string Get(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence) return reader.GetString()!;
        var hash = default(HashCode);
        hash.AddBytes(reader.ValueSpan);
        uint code = (uint)hash.ToHashCode();
        Span<string?> set = _strings.AsSpan((int)(code % (uint)sets) * Ways, Ways);
        foreach (string? known in set)
            if (known is not null && reader.ValueTextEquals(known)) return known;
        return set[(int)(code / (uint)sets % Ways)] = reader.GetString()!;
    }
}
