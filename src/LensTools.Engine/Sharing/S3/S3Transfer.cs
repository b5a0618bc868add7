using System.Net;

namespace LensTools.Engine.Sharing.S3;

/// <summary>
/// Watches what goes over the wire: counts the bytes of objects, keeps to the rate, and ends a request that is idle for too long. The
/// SDK knows only a limit for a whole request, which no large file on a slow line would meet.
/// </summary>
internal sealed class S3Transfer(ShareOptions options, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly RateLimit? _rate = options.MaxRate is { } rate ? new RateLimit(rate) : null;
    private long _sent;

    /// <summary>The number of bytes of objects sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>What the server calls itself.</summary>
    public string Server { get; private set; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        idle.CancelAfter(options.IdleLimit);
        if (request.Content is { } content)
        {
            bool isObject = request.Method == HttpMethod.Put;
            request.Content = new WatchedContent(content, isObject ? _rate : null, got =>
            {
                idle.CancelAfter(options.IdleLimit);
                if (isObject) Interlocked.Add(ref _sent, got);
            });
        }
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, idle.Token).ConfigureAwait(false);
            if (response.Headers.Server.ToString() is { Length: > 0 } server) Server = server;
            return response;
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing was sent or received for {options.IdleLimit.TotalSeconds:0} s.", problem);
        }
    }

    private sealed class WatchedContent : HttpContent
    {
        private const int BufferSize = 1 << 17;

        private readonly HttpContent _inner;
        private readonly RateLimit? _rate;
        private readonly Action<int> _moved;

        public WatchedContent(HttpContent inner, RateLimit? rate, Action<int> moved)
        {
            (_inner, _rate, _moved) = (inner, rate, moved);
            foreach ((string name, IEnumerable<string> values) in inner.Headers) Headers.TryAddWithoutValidation(name, values);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            Stream body = await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            byte[] buffer = new byte[_rate?.Piece(BufferSize) ?? BufferSize];
            int got;
            while ((got = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                _rate?.Wait(got, cancellationToken);
                await stream.WriteAsync(buffer.AsMemory(0, got), cancellationToken).ConfigureAwait(false);
                _moved(got);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? -1;
            return length >= 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
