using System.Text;
using LensTools.Engine.Hosting;
using LensTools.Engine.Sharing;
using LensTools.Engine.Sharing.Receptions;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Sharing;

/// <summary>
/// Entries of SASBDB, from a server of the shape that its own has: summaries below <c>rest-api/entry/summary</c> that name
/// files below <c>media</c> (https://www.sasbdb.org/rest-api/docs/ and public clients of it).
/// </summary>
public sealed class SasbdbTests : IDisposable
{
    private const string Curve = "Sample description: lysozyme\n0.1 10 1\n0.2 9 1\n0.3 8 1\n0.4 7 1\n0.5 6 1\n";

    private readonly TestFolder _here = new("lens here");
    private readonly Dictionary<string, (string Type, string Text)> _pages = [];
    private readonly TinyServer _server;
    private int _cuts;

    public SasbdbTests()
    {
        _server = new TinyServer(request =>
        {
            var response = new TinyResponse();
            if (Interlocked.Decrement(ref _cuts) >= 0) return new TinyResponse { Status = 0 };
            if (_pages.TryGetValue(request.Path, out (string Type, string Text) page))
            {
                response.Body = Encoding.UTF8.GetBytes(page.Text);
                response.Headers["Content-Type"] = page.Type;
            }
            else response.Status = 404;
            return response;
        });
        Summary(
            """
            {"code":"SASDP25","angular_unit":"1/nm","intensities_data":"https://www.sasbdb.org/media/intensities_files/SASDP25.dat",
            "pddf_data":"/media/p_of_R_files/SASDP25.out"}
            """);
        _pages["/media/intensities_files/SASDP25.dat"] = ("text/plain", Curve);
        _pages["/media/p_of_R_files/SASDP25.out"] = ("text/plain", "   Real Space Data\n");
    }

    public void Dispose()
    {
        _server.Dispose();
        _here.Dispose();
    }

    [Fact]
    public void An_entry_comes_with_its_curve_distances_and_description()
    {
        List<ReceiveReceipt> receipts = Receive(out Recorder port);
        Assert.Empty(port.Errors);
        Assert.Equal(["SASDP25.dat", "SASDP25.json", "SASDP25.out"], receipts.Select(receipt => receipt.Path).Order());
        Assert.Equal(Curve, File.ReadAllText(_here["SASDP25.dat"]));
        Assert.Contains("1/nm", File.ReadAllText(_here["SASDP25.json"]), StringComparison.Ordinal);
        Assert.All(receipts, receipt => Assert.Equal(("sasbdb:SASDP25", ReceiveAction.New), (receipt.Source, receipt.Action)));
        Assert.All(Receive(out _), receipt => Assert.Equal(ReceiveAction.Unchanged, receipt.Action));
        Assert.Equal(3, Directory.GetFileSystemEntries(_here.Path).Length);
        Assert.Equal(5, Session.Read(_here["SASDP25.dat"]).Points);
    }

    [Fact]
    public void A_connection_that_is_lost_is_made_again()
    {
        _cuts = 2;
        Assert.Equal(3, Receive(out _).Count);
    }

    [Fact]
    public void What_is_here_and_differs_is_kept()
    {
        _here.Write("SASDP25.dat", "my own");
        Receive(out Recorder port);
        Assert.Equal("LensFileExists", Assert.Single(port.Errors).Id);
        Assert.Equal("my own", File.ReadAllText(_here["SASDP25.dat"]));
    }

    [Theory]
    [InlineData("SASDXX9", null, "LensEntryNotFound")]
    [InlineData("../../x", null, "LensEntryInvalid")]
    [InlineData("SASDP25", "{\"code\":\"SASDP25\"}", "LensEntryEmpty")]
    [InlineData("SASDP25", "<html>Sign in</html>", "LensServerAnswerInvalid")]
    [InlineData("SASDP25", "[]", "LensServerAnswerInvalid")]
    [InlineData("SASDP25", "{\"intensities_data\":\"https://example.org/media/SASDP25.dat\"}", "LensServerAnswerInvalid")]
    public void What_cannot_be_had_is_told(string code, string? summary, string id)
    {
        if (summary is not null) Summary(summary);
        Assert.Equal(id, Assert.Throws<LensException>(() => Receive(out _, code)).Error.Id);
        Assert.Empty(Directory.GetFileSystemEntries(_here.Path));
    }

    private void Summary(string json) =>
        _pages["/rest-api/entry/summary/SASDP25/"] = (
            "application/json",
            json.Replace("https://www.sasbdb.org/", $"http://127.0.0.1:{_server?.Port ?? 0}/", StringComparison.Ordinal));

    private List<ReceiveReceipt> Receive(out Recorder port, string code = "SASDP25")
    {
        port = new Recorder();
        var done = new List<ReceiveReceipt>();
        new SasbdbReceiver
        {
            Code = code,
            Destination = _here.Path,
            Site = new Uri($"http://127.0.0.1:{_server.Port}/"),
            Options = new ShareOptions { RetryDelay = TimeSpan.FromMilliseconds(5) }
        }
            .Run(port, done.Add, CancellationToken.None);
        return done;
    }
}
