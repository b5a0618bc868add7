using System.Text.Json;
using System.Text.Json.Serialization;

namespace LensTools.Engine.Sharing;

/// <summary>How the arrival of a file at a target was verified, weakest first.</summary>
[JsonConverter(typeof(VerificationConverter))]
public enum Verification
{
    /// <summary>The target reveals nothing about what it received.</summary>
    None,
    /// <summary>The bytes sent have the right SHA-256, and the target has as many bytes; their content was not checked.</summary>
    Size,
    /// <summary>The server computed the SHA-256 of what it received.</summary>
    ServerHash,
    /// <summary>The server computed the SHA-256 of what it stores.</summary>
    ServerRehash,
    /// <summary>It was read back and its SHA-256 computed here.</summary>
    ReadBack,
}

/// <summary>Converts verifications to and from the words used in receipts and manifests.</summary>
public static class Verifications
{
    private static readonly string[] Texts = ["none", "size", "server-hash", "server-rehash", "read-back"];

    /// <summary>Whether it proves that every byte arrived.</summary>
    public static bool ProvesContent(this Verification verification) => verification >= Verification.ServerHash;

    /// <summary>Its word.</summary>
    public static string ToText(this Verification verification) => Texts[(int)verification];

    /// <summary>Parses a word; returns none for an unknown one, which a newer LensTools may have written.</summary>
    public static Verification Parse(string? text) =>
        Array.IndexOf(Texts, text) is >= 0 and int index ? (Verification)index : Verification.None;
}

/// <summary>Writes verifications as words in JSON.</summary>
public sealed class VerificationConverter : JsonConverter<Verification>
{
    /// <inheritdoc/>
    public override Verification Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Verifications.Parse(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Verification value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToText());
}
