using System.Globalization;
using LensTools.Engine.Formats;

namespace LensTools.Engine.Tests.Formats;

/// <summary>Times as instruments and people write them; the right ones were worked out by hand.</summary>
public sealed class FileTimesTests
{
    [Theory]
    [InlineData("2024-05-28T11:24:57.091047928+0000", "2024-05-28T11:24:57.0910479Z")]
    [InlineData("2018-05-11T06:43:16", "2018-05-11T06:43:16")]
    [InlineData("2009-09-13 20:55:37 ", "2009-09-13T20:55:37")]
    [InlineData("2026-03-14T09:30:00-0530", "2026-03-14T15:00:00Z")]
    [InlineData("26-Jun-14 08:00:01", "2014-06-26T08:00:01")]
    [InlineData("2016-03-23T12:01:02+01:00", "2016-03-23T11:01:02Z")]
    [InlineData("2016-03-23 12:01:02 +0100", "2016-03-23T11:01:02Z")]
    [InlineData("2016-03-23T12:01:02-03:30", "2016-03-23T15:31:02Z")]
    [InlineData("2016-03-23T12:01:02−05:00", "2016-03-23T17:01:02Z")]
    [InlineData("2016-03-23T12:01:02.25Z", "2016-03-23T12:01:02.25Z")]
    [InlineData("2016-03-23 12:01:02,25", "2016-03-23T12:01:02.25")]
    [InlineData("20160323T120102Z", "2016-03-23T12:01:02Z")]
    [InlineData("2016-03-23 12:01:02 GMT", "2016-03-23T12:01:02Z")]
    [InlineData("Wed Mar 23 12:01:02 CET 2016", "2016-03-23T11:01:02Z")]
    [InlineData("Wed, 23 Mar 2016 12:01:02 +0100", "2016-03-23T11:01:02Z")]
    [InlineData("Mon, Jan 21, 2008 1:34:58 PM", "2008-01-21T13:34:58")]
    [InlineData("1/21/2008 1:34 PM", "2008-01-21T13:34:00")]
    [InlineData("21/01/2008 13:34:58", "2008-01-21T13:34:58")]
    [InlineData("23.03.2016 12:01:02", "2016-03-23T12:01:02")]
    [InlineData("2-JUN-2020 10:15:30", "2020-06-02T10:15:30")]
    [InlineData("02-juin-20 10:15:30", "2020-06-02T10:15:30")]
    [InlineData("17-Nov-94 08:00:00", "1994-11-17T08:00:00")]
    [InlineData("2016-03-23T24:00:00", "2016-03-24T00:00:00")]
    [InlineData("1458734462", "2016-03-23T12:01:02Z")]
    [InlineData("05-mai-2020", "2020-05-05T00:00:00")]
    [InlineData("05-May-2020", "2020-05-05T00:00:00")]
    [InlineData("05-Mar-2020", "2020-03-05T00:00:00")]
    public void A_time_is_UTC_or_of_unknown_zone(string text, string expected)
    {
        DateTime time = FileTimes.Parse(text)!.Value;
        Assert.Equal(DateTime.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), time);
        Assert.Equal(expected.EndsWith('Z') ? DateTimeKind.Utc : DateTimeKind.Unspecified, time.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("12345")]
    [InlineData("13/13/13")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    // One of two days.
    [InlineData("03/02/2008 13:34:58")]
    public void Other_text_is_no_time(string text) => Assert.Null(FileTimes.Parse(text));
}
