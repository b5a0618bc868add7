using System.Text;

namespace LensTools.Engine.Formats.Text;

/// <summary>The lines of a text in UTF-8 or an 8-bit code page, ended by LF, CR LF or a lone CR.</summary>
internal ref struct TextLines(ReadOnlySpan<byte> text)
{
    private const int Utf16Sniffed = 32;

    private readonly int _length = text.Length;
    private ReadOnlySpan<byte> _rest = text;

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Where the current line starts.</summary>
    public int Start { get; private set; }

    /// <summary>The number of the current line, starting at 1.</summary>
    public int Number { get; private set; }

    /// <summary>How many bytes are still to come.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Skips bytes that make up the given number of whole lines.</summary>
    public void Skip(int bytes, int lines)
    {
        _rest = _rest[bytes..];
        Number += lines;
    }

    /// <summary>The number of lines in a text, counting only those that end with LF.</summary>
    public static int Count(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);

    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        Start = _length - _rest.Length;
        int end = _rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            Current = _rest;
            _rest = [];
        }
        else
        {
            Current = _rest[..end];
            bool isPair = _rest[end] == '\r' && end + 1 < _rest.Length && _rest[end + 1] == '\n';
            _rest = _rest[(end + (isPair ? 2 : 1))..];
        }
        Number++;
        return true;
    }

    /// <summary>The text without a byte order mark, UTF-16 turned into UTF-8.</summary>
    public static ReadOnlyMemory<byte> Normalise(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.StartsWith<byte>([0xef, 0xbb, 0xbf])) return bytes[3..];
        if (Utf16Of(span, out int mark) is { } encoding) return Encoding.UTF8.GetBytes(encoding.GetString(span[mark..]));
        return bytes;
    }

    /// <summary>
    /// The encoding of a text in UTF-16; null if it is none. Without a byte order mark, as some programs write it, every other byte of its
    /// beginning is 0 and the others are of Latin text.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="mark">The length of its byte order mark.</param>
    public static Encoding? Utf16Of(ReadOnlySpan<byte> text, out int mark)
    {
        mark = 0;
        if (text.StartsWith<byte>([0xff, 0xfe]) || text.StartsWith<byte>([0xfe, 0xff]))
        {
            mark = 2;
            return text[0] == 0xff ? Encoding.Unicode : Encoding.BigEndianUnicode;
        }
        if (text.Length < Utf16Sniffed) return null;
        for (int low = 0; low < 2; low++)
        {
            bool isAll = true;
            for (int i = 0; i < Utf16Sniffed && isAll; i += 2)
                isAll = text[i + 1 - low] == 0 && text[i + low] is >= 0x20 or (byte)'\t' or (byte)'\n' or (byte)'\r';
            if (isAll) return low == 0 ? Encoding.Unicode : Encoding.BigEndianUnicode;
        }
        return null;
    }

    /// <summary>A line as a string: UTF-8 if it is valid, else Latin-1, in which instruments write µ and Å.</summary>
    public static string ToText(ReadOnlySpan<byte> line) =>
        System.Text.Unicode.Utf8.IsValid(line) ? Encoding.UTF8.GetString(line) : Encoding.Latin1.GetString(line);
}
