using System.Buffers;
using System.Security.Cryptography;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;
using LensTools.Hdf5;
using Microsoft.Win32.SafeHandles;

namespace LensTools.Engine.Formats;

/// <summary>A file while it is looked at: its first bytes, and the ways to read on.</summary>
internal sealed class DatasetFile : IDisposable
{
    private const int HeadSize = 64 * 1024;
    private const int PieceSize = 4 << 20;
    private const int LongestProblem = 300;
    private const int SniffedText = 8 * 1024, SniffedLines = 24;

    /// <summary>A text larger than this is no curve that a person wrote.</summary>
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
        // Of the opened file and not of its name, which may be a link, or lead elsewhere meanwhile.
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
    /// Where the file goes when no one reads it any more, so that whoever comes next need not open it again; null where it is closed.
    /// </summary>
    public RecentFiles? Recent { get; set; }

    /// <summary>Its entries, parsed by the reader that recognised it; null before.</summary>
    public IReadOnlyList<EntryContent>? Entries { get; set; }

    /// <summary>Why a reader that looked closely did not take it, or null.</summary>
    public string? Refusal { get; set; }

    public long Length => Version.Length;

    /// <summary>Whether the bytes can be a text: UTF-16 by its mark, or nothing that no 8-bit text holds.</summary>
    public bool IsText =>
        _isText ??= Head.StartsWith<byte>([0xff, 0xfe]) || Head.StartsWith<byte>([0xfe, 0xff]) || (Length > 0 && !Head.Contains((byte)0));

    /// <summary>The whole text, scanned once for all readers that look.</summary>
    public TextScan Scan => _scan ??= TextScan.Read(Text, isWhole: true, Stop);

    /// <summary>The whole text in UTF-8 or an 8-bit code page.</summary>
    public ReadOnlyMemory<byte> Text => TextLines.Normalise(ReadAll());

    /// <summary>The first lines as text, for readers that know a file by them.</summary>
    public IReadOnlyList<string> FirstLines => _firstLines ??= ReadFirstLines();

    /// <summary>Whether <see cref="Head"/> is the whole file.</summary>
    public bool IsHeadAll => _headLength == Length;

    /// <summary>Up to the first 64 KiB.</summary>
    public ReadOnlySpan<byte> Head => _buffer.AsSpan(0, _headLength);

    /// <summary>The same, to be handed on; valid while the file is open.</summary>
    public ReadOnlyMemory<byte> HeadMemory => _buffer.AsMemory(0, _headLength);

    /// <summary>Whether the bytes are those of an HDF5 file, intact or not.</summary>
    public bool IsHdf5 => Hdf5File.HasSignature(Head);

    /// <summary>The file opened as HDF5, once for all readers that look. Links to other files lead to those in its own folder.</summary>
    /// <exception cref="LensException">Its structure is damaged.</exception>
    public Hdf5File Hdf5 =>
        _hdf5 ??= Hdf5File.Open(
            _handle, new Hdf5Options { ExternalFolder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) });

    /// <summary>Opens a file; one that was read a moment ago and has not changed is taken up again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">What was described of it, or null.</param>
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
            // One state of a file is one version, so that what is learned of it is learned for all its datasets.
            if (known is not null && known.Length == file.Length && known.LastWriteTimeUtc == file.Version.LastWriteTimeUtc)
                file.Version = known;
            return file;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LensException(LensError.FromReadFailure(problem, path));
        }
    }

    /// <summary>Reads something of the file; what goes wrong becomes a <see cref="LensException"/>.</summary>
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
                $"{Path} uses what is not supported here: {problem.Structure} at byte {problem.Offset}, {problem.Problem}.",
                Path,
                "Convert the file with h5repack, or ask for it without this feature.",
                problem));
        }
        catch (Hdf5TypeMismatchException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.ValueUnexpected,
                $"{Path} holds at byte {problem.Offset} another kind of value than its format has there: {problem.Problem}.",
                Path,
                "Ask for the file as its program writes it, or convert it to NXcanSAS.",
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
            // A reader met bytes that it is not made for. The file's error, not the end of the run.
            throw new LensException(Damaged(Path, "a place that its reader does not know", problem.Message, problem));
        }
    }

    /// <summary>The SHA-256 of the whole file, computed once for all of its datasets.</summary>
    public string ComputeSha256()
    {
        if (Version.Sha256 is { } known) return known;
        if (IsInMemory) return Version.Sha256 = Convert.ToHexStringLower(SHA256.HashData(ReadAll().Span));
        return Version.Sha256 = Collections.Identities.Compute(_handle, Stop);
    }

    /// <summary>Ends the reading: keeps the content for whoever comes next, or closes the file.</summary>
    public void Release()
    {
        if (Recent is null || !IsInMemory || Length > RecentFiles.LargestFile)
        {
            Dispose();
            return;
        }
        _handle.Dispose();
        Version.Recent = Recent;
        Recent.Add(this);
    }

    /// <summary>Whether all of it is in memory, read by a reader of whole texts.</summary>
    public bool IsInMemory => Entries is not null && (IsHeadAll || _all is not null);

    /// <summary>The error of a file that should be a data set and is not readable as one.</summary>
    public static LensError Damaged(string path, string place, string problem, Exception? cause = null) => new(
        ErrorKind.FileDamaged,
        $"{path} is damaged at {place}: {Shortened(problem).TrimEnd('.')}.",
        path,
        "Copy the file from its source again and compare sizes; if it is the same there, ask the facility for a good copy.",
        cause);

    // Some parsers repeat half the file in what they say.
    private static string Shortened(string problem) => problem.Length <= LongestProblem ? problem : problem[..LongestProblem] + " ...";

    /// <summary>The whole file, for text formats; valid while the file is open.</summary>
    public ReadOnlyMemory<byte> ReadAll()
    {
        if (IsHeadAll) return _buffer.AsMemory(0, _headLength);
        if (Length > LargestText)
        {
            throw new LensException(new LensError(
                ErrorKind.TextTooLarge,
                $"{Path} is a text of {Length} bytes; at most {LargestText} are read.",
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
