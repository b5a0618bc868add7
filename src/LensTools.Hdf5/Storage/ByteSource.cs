using Microsoft.Win32.SafeHandles;

namespace LensTools.Hdf5.Storage;

/// <summary>Positioned reads from a file or a stream. Safe for concurrent reads.</summary>
internal abstract class ByteSource : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Reads from <paramref name="position"/> on; returns fewer bytes only at the end of the source.</summary>
    public abstract int Read(long position, Span<byte> destination);

    public abstract void Dispose();

    // Share everything: facilities rename and append to files that a steward has open.
    public static ByteSource FromFile(string path) =>
        new HandleSource(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), leaveOpen: false);

    public static ByteSource FromHandle(SafeFileHandle handle) => new HandleSource(handle, leaveOpen: true);

    public static ByteSource FromStream(Stream stream, bool leaveOpen) => new StreamSource(stream, leaveOpen);

    private sealed class HandleSource(SafeFileHandle handle, bool leaveOpen) : ByteSource
    {
        public override long Length { get; } = RandomAccess.GetLength(handle);

        public override int Read(long position, Span<byte> destination)
        {
            int total = 0;
            while (total < destination.Length)
            {
                int got = RandomAccess.Read(handle, destination[total..], position + total);
                if (got == 0) break;
                total += got;
            }
            return total;
        }

        public override void Dispose()
        {
            if (!leaveOpen) handle.Dispose();
        }
    }

    private sealed class StreamSource(Stream stream, bool leaveOpen) : ByteSource
    {
        private readonly object _lock = new();

        public override long Length { get; } = stream.Length;

        public override int Read(long position, Span<byte> destination)
        {
            lock (_lock)
            {
                stream.Position = position;
                return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            }
        }

        public override void Dispose()
        {
            if (!leaveOpen) stream.Dispose();
        }
    }
}
