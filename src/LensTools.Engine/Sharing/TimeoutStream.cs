namespace LensTools.Engine.Sharing;

/// <summary>The body of a response as it arrives. Reading fails when it is idle for too long, and can be cancelled.</summary>
/// <param name="body">The body.</param>
/// <param name="owner">What is disposed with it.</param>
/// <param name="limit">How long it may be idle.</param>
/// <param name="failure">What is thrown for a failure; a <see cref="TimeoutException"/> stands for the limit.</param>
/// <param name="stop">Stops it.</param>
internal sealed class TimeoutStream(
    Stream body,
    IDisposable owner,
    TimeSpan limit,
    Func<Exception, Exception> failure,
    CancellationToken stop) : Stream
{
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
            return body.ReadAsync(buffer.AsMemory(offset, count), silence.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw failure(new TimeoutException());
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw failure(problem);
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
            body.Dispose();
            owner.Dispose();
        }
        base.Dispose(disposing);
    }
}
