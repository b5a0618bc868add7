using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using LensTools.Engine.Hosting;
using Microsoft.Win32.SafeHandles;

namespace LensTools.Engine.Sharing.WebDav;

/// <summary>
/// A part of a file as a request body, hashed as it is sent. It always has a Content-Length, because some servers
/// respond 201 to a chunked body but store nothing.
/// </summary>
internal sealed class FileContent : HttpContent
{
    private const int LargestBuffer = 1 << 19;

    private readonly string _path;
    private readonly long _from, _length;
    private readonly IncrementalHash _hash;

    /// <param name="path">The file.</param>
    /// <param name="from">The first byte.</param>
    /// <param name="length">How many.</param>
    /// <param name="hash">Receives all bytes sent, including those of failed attempts.</param>
    public FileContent(string path, long from, long length, IncrementalHash hash)
    {
        (_path, _from, _length, _hash) = (path, from, length, hash);
        Headers.ContentLength = length;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <summary>Called with the number of bytes whenever some have been sent.</summary>
    public Action<int>? Moved { get; set; }

    /// <summary>The rate limit; null for none.</summary>
    public RateLimit? Rate { get; set; }

    /// <summary>Whether all of it was sent, and hashed.</summary>
    public bool IsSent { get; private set; }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using SafeFileHandle file = OfSource(
            () => File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        // Two buffers: while one is sent, the other is hashed.
        byte[][] buffers = [Rent(), Rent()];
        Task hashing = Task.CompletedTask;
        try
        {
            long done = 0;
            for (int turn = 0; done < _length; turn ^= 1)
            {
                byte[] buffer = buffers[turn];
                long at = done;
                int got = OfSource(() => RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, _length - at)), _from + at));
                if (got == 0)
                    throw new SourceException(
                        new LensError(
                            ErrorKind.FileChanged,
                            $"{_path} was truncated while it was sent.",
                            _path,
                            "Wait until nothing is writing to it, then publish again."),
                        null);
                Rate?.Wait(got, cancellationToken);
                hashing.GetAwaiter().GetResult();
                if (_length <= LargestBuffer) _hash.AppendData(buffer, 0, got);
                else hashing = Task.Run(() => _hash.AppendData(buffer, 0, got), CancellationToken.None);
                stream.Write(buffer, 0, got);
                done += got;
                Moved?.Invoke(got);
            }
            hashing.GetAwaiter().GetResult();
            IsSent = true;
        }
        finally
        {
            // Hashing must end before the buffers are returned to the pool.
            hashing.ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
            foreach (byte[] buffer in buffers) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        SerializeToStream(stream, context, CancellationToken.None);
        return Task.CompletedTask;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    private T OfSource<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(LensError.FromReadFailure(problem, _path), problem);
        }
    }

    private byte[] Rent() => ArrayPool<byte>.Shared.Rent((int)Math.Clamp(_length, 1, Rate?.Piece(LargestBuffer) ?? LargestBuffer));
}

/// <summary>A problem with the local file, not with the server.</summary>
internal sealed class SourceException(LensError error, Exception? cause) : IOException(error.Message, cause)
{
    public LensError Error { get; } = error;
}
