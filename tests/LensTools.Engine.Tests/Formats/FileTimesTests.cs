using LensTools.Engine.Formats;

namespace LensTools.Engine.Tests.Formats;

/// <summary>Times as facilities write them.</summary>
public sealed class FileTimesTests
{
    [Theory]
    [InlineData("2024-05-28T11:24:57.091047928+0000", "2024-05-28T11:24:57.0910479Z")]
    [InlineData("2018-05-11T06:43:16", "2018-05-11T06:43:16")]
    [InlineData("2009-09-13 20:55:37 ", "2009-09-13T20:55:37")]
    [InlineData("2026-03-14T09:30:00+01:00", "2026-03-14T08:30:00Z")]
    [InlineData("2026-03-14T09:30:00-0530", "2026-03-14T15:00:00Z")]
    [InlineData("2026-03-14T09:30:00Z", "2026-03-14T09:30:00Z")]
    [InlineData("26-Jun-14 08:00:01", "2014-06-26T08:00:01")]
    [InlineData("21-Jan-2015 11:40:28", "2015-01-21T11:40:28")]
    public void A_time_is_UTC_or_of_unknown_zone(string text, string expected)
    {
        DateTime wanted = DateTime.Parse(
            expected, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
        DateTime time = FileTimes.Parse(text)!.Value;
        Assert.Equal(wanted, time);
        Assert.Equal(expected.EndsWith('Z') ? DateTimeKind.Utc : DateTimeKind.Unspecified, time.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("13/13/13")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    public void Other_text_is_no_time(string text) => Assert.Null(FileTimes.Parse(text));
}
