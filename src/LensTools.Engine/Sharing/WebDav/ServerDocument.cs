using System.Net;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>A small document that a server returned.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Date">The server's clock.</param>
/// <param name="Content">The bytes.</param>
/// <param name="IsWhole">Whether the content is complete; a document that is too long is truncated.</param>
internal sealed record ServerDocument(HttpStatusCode Status, DateTimeOffset? Date, byte[] Content, bool IsWhole);
