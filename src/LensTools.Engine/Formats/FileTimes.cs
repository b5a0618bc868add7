using System.Globalization;
using System.Text.RegularExpressions;

namespace LensTools.Engine.Formats;

/// <summary>Times as files write them.</summary>
internal static partial class FileTimes
{
    // Seconds since 1970 that instruments can have written: from 1980 to 2100.
    private const double FirstEpoch = 315_532_800, LastEpoch = 4_102_444_800;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyyMMdd'T'HHmmss",
        "d-MMM-yyyy H:mm:ss", "d-MMM-yyyy H:mm", "d-MMM-yyyy", "d-MMM-yy H:mm:ss", "d-MMM-yy", "yyyy/MM/dd HH:mm:ss", "yyyy/MM/dd",
        "d.M.yyyy H:mm:ss", "d.M.yyyy H:mm", "d.M.yyyy",
        // As C's asctime, RFC 2822 and NIST write them.
        "ddd MMM d HH:mm:ss yyyy", "ddd, d MMM yyyy HH:mm:ss", "d MMM yyyy HH:mm:ss", "ddd, MMM d, yyyy h:mm:ss tt",
    ];

    // With AM or PM the month comes first; without, the numbers must tell.
    private static readonly string[] MonthFirst =
        ["M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt", "M/d/yyyy H:mm:ss", "M/d/yyyy H:mm", "M/d/yyyy"];

    private static readonly string[] DayFirst = ["d/M/yyyy H:mm:ss", "d/M/yyyy H:mm", "d/M/yyyy"];

    private static readonly (string Name, TimeSpan Offset)[] Zones =
    [
        ("UTC", TimeSpan.Zero), ("GMT", TimeSpan.Zero), ("UT", TimeSpan.Zero),
        ("CEST", TimeSpan.FromHours(2)), ("MESZ", TimeSpan.FromHours(2)), ("CET", TimeSpan.FromHours(1)), ("MEZ", TimeSpan.FromHours(1)),
    ];

    // French and German months, as LabVIEW and others write them in the language of the host.
    private static readonly (string Own, string English)[] Months =
    [
        ("janv", "Jan"), ("févr", "Feb"), ("fevr", "Feb"), ("fév", "Feb"), ("mars", "Mar"), ("mär", "Mar"), ("mrz", "Mar"), ("avr", "Apr"),
        ("mai", "May"), ("juin", "Jun"), ("juil", "Jul"), ("août", "Aug"), ("aout", "Aug"), ("sept", "Sep"), ("okt", "Oct"), ("déc", "Dec"),
        ("dez", "Dec"),
    ];

    /// <summary>UTC if the text gives its zone, of unspecified kind if it does not, null if it is not a time.</summary>
    public static DateTime? Parse(string text)
    {
        string plain = Plain(text);
        if (Epoch(plain) is { } since) return since;
        ReadOnlySpan<char> rest = plain;
        TimeSpan? zone = TakeZone(ref rest);
        long ticks = TakeFraction(ref rest);
        // The end of a day is the beginning of the next.
        bool isMidnight = rest.EndsWith("24:00:00");
        string clock = isMidnight ? $"{rest[..^8]}00:00:00" : rest.ToString();
        if (Date(clock) is not { } time) return null;
        if (isMidnight) time = time.AddDays(1);
        time = time.AddTicks(ticks);
        // The first and last days of the calendar cannot be moved to another zone.
        if (zone is { } shift && (time.Ticks - shift.Ticks < 0 || time.Ticks - shift.Ticks > DateTime.MaxValue.Ticks)) return null;
        return zone is { } offset
            ? DateTime.SpecifyKind(time - offset, DateTimeKind.Utc)
            : DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
    }

    private static DateTime? Date(string text)
    {
        if (Exactly(text, Formats) is { } plain) return plain;
        DateTime? american = Exactly(text, MonthFirst);
        if (text.EndsWith('M')) return american;
        DateTime? european = Exactly(text, DayFirst);
        // 03/02/2008 is one of two days; nothing tells which.
        return american is null || european is null || american == european ? american ?? european : null;
    }

    private static DateTime? Exactly(string text, string[] formats) =>
        DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out DateTime time)
            ? time
            : null;

    private static string Plain(string text)
    {
        string plain = text.Trim().Trim('[', ']', '\'', '"').Replace('−', '-');
        foreach ((string own, string english) in Months)
        {
            int at = plain.IndexOf(own, StringComparison.OrdinalIgnoreCase);
            // Not within an English name, and with the point of an abbreviation.
            if (at < 0 || own is "mars" or "mai" && !Word(plain, at, own.Length)) continue;
            int end = at + own.Length;
            while (end < plain.Length && (char.IsLetter(plain[end]) || plain[end] == '.')) end++;
            plain = plain[..at] + english + plain[end..];
            break;
        }
        return plain;
    }

    private static bool Word(string text, int at, int length) => at + length == text.Length || !char.IsLetter(text[at + length]);

    private static DateTime? Epoch(string text) =>
        Seconds().IsMatch(text)
            && double.Parse(text, CultureInfo.InvariantCulture) is >= FirstEpoch and <= LastEpoch and double seconds
            ? DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    private static TimeSpan? TakeZone(ref ReadOnlySpan<char> text)
    {
        foreach ((string name, TimeSpan shift) in Zones)
        {
            // "Wed Mar 23 12:01:02 CET 2016" has it before the year.
            int at = text.IndexOf($" {name}", StringComparison.OrdinalIgnoreCase);
            if (at < 0 || (at + name.Length + 1 < text.Length && char.IsLetterOrDigit(text[at + name.Length + 1]))) continue;
            text = string.Concat(text[..at], text[(at + name.Length + 1)..]);
            return shift;
        }
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
        int dot = text.LastIndexOfAny('.', ',');
        if (dot < 0 || text[..dot].IndexOf(':') < 0) return 0;
        ReadOnlySpan<char> digits = text[(dot + 1)..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return 0;
        text = text[..dot];
        long ticks = 0;
        for (int i = 0; i < 7; i++) ticks = (ticks * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        return ticks;
    }

    [GeneratedRegex(@"^\d{9,10}(?:\.\d+)?$")]
    private static partial Regex Seconds();
}
