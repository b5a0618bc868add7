namespace LensTools.Engine.Sharing.WebDav;

/// <summary>The body of a response as it arrives. Reading fails when it is idle for too long, and can be cancelled.</summary>
internal sealed class TimeoutStream(HttpResponseMessage response, TimeSpan limit, Request what, CancellationToken stop) : Stream
{
    private readonly Stream _body = response.Content.ReadAsStream(stop);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        silence.CancelAfter(limit);
        try
        {
            return _body.ReadAsync(buffer.AsMemory(offset, count), silence.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw ServerFailures.TimedOut(limit, what);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw ServerFailures.From(problem, what);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            response.Dispose();
        }
        base.Dispose(disposing);
    }
}
