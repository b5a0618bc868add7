using System.Buffers;
using System.Security.Cryptography;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;
using LensTools.Hdf5;
using Microsoft.Win32.SafeHandles;

namespace LensTools.Engine.Formats;

/// <summary>An open file: its first bytes, and ways to read the rest.</summary>
internal sealed class DatasetFile : IDisposable
{
    private const int HeadSize = 64 * 1024;
    private const int PieceSize = 4 << 20;
    private const int LongestProblem = 300;
    private const int SniffedText = 8 * 1024, SniffedLines = 24, SurelyText = 64;

    /// <summary>A file of a format that is read whole, such as a text, is not read if it is larger than this.</summary>
    private const long LargestText = 256L << 20;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer;
    private readonly int _headLength;
    private byte[]? _all;
    private int _allLength;
    private Hdf5File? _hdf5;
    private TextScan? _scan;
    private IReadOnlyList<string>? _firstLines;
    private bool? _isText;

    private DatasetFile(string path, CancellationToken stop)
    {
        Stop = stop;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // Of the open file, not of its path, which may be a link or lead elsewhere by now.
        Version = new FileVersion(path, RandomAccess.GetLength(_handle), File.GetLastWriteTimeUtc(_handle));
        int wanted = (int)Math.Min(HeadSize, Length);
        _buffer = ArrayPool<byte>.Shared.Rent(wanted);
        _headLength = ReadFully(_buffer.AsSpan(0, wanted), 0);
    }

    public string Path => Version.Path;

    /// <summary>The state of the file while it is open.</summary>
    public FileVersion Version { get; private set; }

    /// <summary>Stops the reading.</summary>
    public CancellationToken Stop { get; private set; }

    /// <summary>
    /// Where the file is kept when it is released, so that the next reader need not open it again; null if it is closed instead.
    /// </summary>
    public RecentFiles? Recent { get; set; }

    /// <summary>Whether parts of it are in other files, which may change without it, so that its content is not kept.</summary>
    public bool HasParts { get; set; }

    /// <summary>Its entries, parsed by the reader that recognised it; null until then.</summary>
    public IReadOnlyList<EntryContent>? Entries { get; set; }

    /// <summary>Why a reader that examined it rejected it, or null.</summary>
    public string? Refusal { get; set; }

    public long Length => Version.Length;

    /// <summary>
    /// Whether the bytes can be text: UTF-16, or without NUL bytes. Where a text begins and few NULs follow, a disk
    /// or a network has lost a part of it.
    /// </summary>
    public bool IsText => _isText ??= TextLines.Utf16Of(Head, out _) is not null || IsMostlyText();

    /// <summary>The whole text, scanned once for all readers.</summary>
    public TextScan Scan => _scan ??= TextScan.Read(Text, isWhole: true, Stop);

    /// <summary>The whole text in UTF-8 or an 8-bit code page.</summary>
    public ReadOnlyMemory<byte> Text => TextLines.Normalise(ReadAll());

    /// <summary>The first lines as text, for readers that recognise a file by them.</summary>
    public IReadOnlyList<string> FirstLines => _firstLines ??= ReadFirstLines();

    /// <summary>Whether <see cref="Head"/> is the whole file.</summary>
    public bool IsHeadAll => _headLength == Length;

    /// <summary>Up to the first 64 KiB.</summary>
    public ReadOnlySpan<byte> Head => _buffer.AsSpan(0, _headLength);

    /// <summary>The same as memory; valid while the file is open.</summary>
    public ReadOnlyMemory<byte> HeadMemory => _buffer.AsMemory(0, _headLength);

    /// <summary>Whether the bytes are those of an HDF5 file, intact or not.</summary>
    public bool IsHdf5 => Hdf5File.HasSignature(Head);

    /// <summary>The file opened as HDF5, once for all readers. External links are resolved in its own folder.</summary>
    /// <exception cref="LensException">Its structure is damaged.</exception>
    public Hdf5File Hdf5 =>
        _hdf5 ??= Hdf5File.Open(
            _handle, new Hdf5Options { ExternalFolder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) });

    /// <summary>Opens a file; one that was read recently and has not changed is reused.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">The version that was described, or null.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="LensException">It cannot be opened.</exception>
    public static DatasetFile Open(string path, FileVersion? known, CancellationToken stop)
    {
        try
        {
            if (known is not null && known.IsCurrent() && known.Recent?.Take(known) is { } recent)
            {
                recent.Stop = stop;
                return recent;
            }
            var file = new DatasetFile(path, stop);
            // One state of a file is one version, so that a computed hash serves all its datasets.
            if (known is not null && known.Length == file.Length && known.LastWriteTimeUtc == file.Version.LastWriteTimeUtc)
                file.Version = known;
            return file;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }

    /// <summary>Reads from the file; a failure becomes a <see cref="LensException"/>.</summary>
    public T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Hdf5NotSupportedException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.FeatureUnsupported,
                $"{Path} uses a feature that is not supported: {problem.Structure} at byte {problem.Offset}, {problem.Problem}.",
                Path,
                "Convert the file with h5repack, or ask for it without this feature.",
                problem));
        }
        catch (Hdf5TypeMismatchException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.ValueUnexpected,
                $"{Path} holds an unexpected kind of value at byte {problem.Offset}: {problem.Problem}.",
                Path,
                "Ask for the file as originally written, or convert it to NXcanSAS.",
                problem));
        }
        catch (Hdf5FormatException problem)
        {
            throw new LensException(Damaged(Path, $"byte {problem.Offset} ({problem.Structure})", problem.Problem, problem));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, Path));
        }
        catch (Exception problem)
            when (problem is not (OperationCanceledException or LensException or NotADatasetException or OutOfMemoryException))
        {
            // A reader met bytes that it cannot handle: an error of the file, not the end of the run.
            throw new LensException(Damaged(Path, "an unknown place", problem.Message, problem));
        }
    }

    /// <summary>The SHA-256 of the whole file, computed once for all of its datasets.</summary>
    public string ComputeSha256()
    {
        if (Version.Sha256 is { } known) return known;
        if (IsInMemory) return Version.Sha256 = Convert.ToHexStringLower(SHA256.HashData(ReadAll().Span));
        return Version.Sha256 = Collections.Identities.Compute(_handle, Stop);
    }

    /// <summary>Ends the reading: keeps the content for the next reader, or closes the file.</summary>
    public void Release()
    {
        if (Recent is null || HasParts || !IsInMemory || Length > RecentFiles.LargestFile)
        {
            Dispose();
            return;
        }
        _handle.Dispose();
        Version.Recent = Recent;
        Recent.Add(this);
    }

    /// <summary>Whether all of it is in memory and parsed.</summary>
    public bool IsInMemory => Entries is not null && (IsHeadAll || _all is not null);

    /// <summary>The error for a file that should be a dataset but cannot be read as one.</summary>
    public static LensError Damaged(string path, string location, string problem, Exception? cause = null) => new(
        ErrorKind.FileDamaged,
        $"{path} is damaged at {location}: {Shortened(problem).TrimEnd('.')}.",
        path,
        "Copy the file from its source again and compare sizes; if it is the same there, ask the facility for a good copy.",
        cause);

    /// <summary>The error for a file that begins as one of a known format, and has no data.</summary>
    public static LensException WithoutData(string path, string problem) => new(Damaged(path, "the place of its data", problem));

    // Some parsers repeat half the file in their messages.
    private static string Shortened(string problem) => problem.Length <= LongestProblem ? problem : problem[..LongestProblem] + " ...";

    /// <summary>The whole file, for formats other than HDF5; valid while the file is open.</summary>
    public ReadOnlyMemory<byte> ReadAll()
    {
        if (IsHeadAll) return _buffer.AsMemory(0, _headLength);
        if (Length > LargestText)
        {
            throw new LensException(new LensError(
                ErrorKind.TextTooLarge,
                $"{Path} has {Length} bytes; of this format at most {LargestText} are read.",
                Path,
                "Split it, or convert it to NXcanSAS."));
        }
        int done = _headLength;
        if (_all is null)
        {
            _all = ArrayPool<byte>.Shared.Rent((int)Length);
            Head.CopyTo(_all);
            while (done < Length)
            {
                Stop.ThrowIfCancellationRequested();
                int got = ReadFully(_all.AsSpan(done, (int)Math.Min(PieceSize, Length - done)), done);
                if (got == 0) break;
                done += got;
            }
            _allLength = done;
        }
        return _all.AsMemory(0, _allLength);
    }

    public void Dispose()
    {
        _hdf5?.Dispose();
        _handle.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        if (_all is not null) ArrayPool<byte>.Shared.Return(_all);
    }

    private bool IsMostlyText()
    {
        if (Length == 0) return false;
        int first = Head.IndexOf((byte)0);
        if (first < 0) return true;
        if (first < SurelyText) return false;
        // Of binary formats with a header of text, the rest is full of other bytes.
        int controls = 0;
        foreach (byte b in Head)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0) or >= 0x80) controls++;
        }
        return controls <= Head.Length / 100;
    }

    private List<string> ReadFirstLines()
    {
        var first = new List<string>();
        if (!IsText) return first;
        ReadOnlyMemory<byte> head = TextLines.Normalise(HeadMemory[..Math.Min(_headLength, SniffedText)]);
        var lines = new TextLines(head.Span);
        while (first.Count < SniffedLines && lines.MoveNext())
            first.Add(TextLines.ToText(lines.Current[..Math.Min(lines.Current.Length, 256)]));
        return first;
    }

    private int ReadFully(Span<byte> destination, long position)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int got = RandomAccess.Read(_handle, destination[total..], position + total);
            if (got == 0) break;
            total += got;
        }
        return total;
    }
}
