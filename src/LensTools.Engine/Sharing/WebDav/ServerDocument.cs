using System.Net;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>A small document that a server gave.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Date">The server's clock.</param>
/// <param name="Content">The bytes.</param>
/// <param name="IsWhole">Whether these are all of them; a longer document is not read to its end.</param>
internal sealed record ServerDocument(HttpStatusCode Status, DateTimeOffset? Date, byte[] Content, bool IsWhole);
