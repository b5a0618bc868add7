using System.Text.Json;
using System.Text.Json.Serialization;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Sharing.Publications;

/// <summary>The receipts of publications from a collection, next to its data: <c>lens-receipts.jsonl</c>, one line per file.</summary>
internal sealed class PublishReceipts(IOutputPort output) : IDisposable
{
    /// <summary>Their name in the collection.</summary>
    public const string FileName = "lens-receipts.jsonl";

    private StreamWriter? _writer;
    private string? _path, _failed;

    /// <summary>Adds a receipt; warns once if the collection is not writable.</summary>
    public void Add(Collection collection, PublishReceipt receipt)
    {
        if (collection.Root == _failed) return;
        string path = Path.Combine(collection.Root, FileName);
        try
        {
            if (_path != path)
            {
                _writer?.Dispose();
                (_writer, _path) = (new StreamWriter(path, append: true), path);
            }
            _writer!.Write(JsonSerializer.Serialize(receipt, ReceiptJson.Default.PublishReceipt) + "\n");
            _writer.Flush();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _failed = collection.Root;
            output.Warning($"{path} cannot be written ({problem.Message}); the manifest at the destination is the only receipt.");
        }
    }

    public void Dispose() => _writer?.Dispose();
}

/// <summary>The receipts' JSON, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PublishReceipt))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
