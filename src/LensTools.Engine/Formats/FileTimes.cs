using System.Globalization;

namespace LensTools.Engine.Formats;

/// <summary>Times as files write them.</summary>
internal static class FileTimes
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
        "dd-MMM-yyyy HH:mm:ss", "dd-MMM-yyyy", "dd-MMM-yy HH:mm:ss", "dd-MMM-yy", "yyyy/MM/dd HH:mm:ss",
        // American, with AM and PM; and as C's asctime writes them.
        "MM/dd/yyyy hh:mm:ss tt", "ddd MMM d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy",
    ];

    /// <summary>UTC if the text gives its zone, of unspecified kind if it does not, null if it is not a time.</summary>
    public static DateTime? Parse(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        TimeSpan? zone = TakeZone(ref rest);
        long ticks = TakeFraction(ref rest);
        if (!DateTime.TryParseExact(rest, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out DateTime time))
            return null;
        time = time.AddTicks(ticks);
        // The first and last days of the calendar cannot be moved to another zone.
        if (zone is { } shift && (time.Ticks - shift.Ticks < 0 || time.Ticks - shift.Ticks > DateTime.MaxValue.Ticks)) return null;
        return zone is { } offset
            ? DateTime.SpecifyKind(time - offset, DateTimeKind.Utc)
            : DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
    }

    private static TimeSpan? TakeZone(ref ReadOnlySpan<char> text)
    {
        if (text.EndsWith("Z", StringComparison.OrdinalIgnoreCase))
        {
            text = text[..^1];
            return TimeSpan.Zero;
        }
        // +hhmm or +hh:mm after a time of day; a date has hyphens too, but no colon before them.
        int sign = text.LastIndexOfAny('+', '-');
        if (sign < 0 || text.IndexOf(':') < 0 || text.IndexOf(':') > sign) return null;
        ReadOnlySpan<char> digits = text[(sign + 1)..];
        bool hasColon = digits.Length == 5 && digits[2] == ':';
        if (!hasColon && digits.Length is not (2 or 4)) return null;
        if (!int.TryParse(digits[..2], NumberStyles.None, CultureInfo.InvariantCulture, out int hours) || hours > 14) return null;
        int minutes = 0;
        if (digits.Length > 2 && !int.TryParse(digits[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out minutes)) return null;
        var offset = new TimeSpan(hours, minutes, 0);
        bool isNegative = text[sign] == '-';
        text = text[..sign].TrimEnd();
        return isNegative ? -offset : offset;
    }

    // Facilities write up to nine digits; .NET keeps seven.
    private static long TakeFraction(ref ReadOnlySpan<char> text)
    {
        int dot = text.LastIndexOf('.');
        if (dot < 0 || text[..dot].IndexOf(':') < 0) return 0;
        ReadOnlySpan<char> digits = text[(dot + 1)..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return 0;
        text = text[..dot];
        long ticks = 0;
        for (int i = 0; i < 7; i++) ticks = (ticks * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return ticks;
    }
}
