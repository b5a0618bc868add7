using System.Diagnostics;
using System.Management.Automation.Host;
using System.Text;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Rendering;
using LensTools.Engine.Plots.Terminal;

namespace LensTools.Hosting;

/// <summary>The terminal that a command writes to: how large it is, and what it can show.</summary>
internal sealed class TerminalView
{
    private const int UsualColumns = 80, UsualRows = 24, PromptRows = 2;
    private const int Utf8 = 65001, Utf16 = 1200;

    // A terminal that answers does so at once.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly Lazy<string?> Answer = new(Ask);

    private readonly TerminalCapabilities _terminal;
    private readonly TerminalGraphics _graphics;

    private TerminalView(TerminalCapabilities terminal, TerminalGraphics graphics)
    {
        (_terminal, _graphics) = (terminal, graphics);
        Grid = new TerminalGrid(terminal);
    }

    /// <summary>Plots as characters.</summary>
    public TerminalGrid Grid { get; }

    /// <summary>The terminal of a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="graphics">What to draw with; null for the best it says it has.</param>
    /// <param name="width">The width; null for its own.</param>
    /// <param name="height">The height; null for its own.</param>
    /// <param name="isPiped">Whether another command takes what is written.</param>
    public static TerminalView Of(PSHost host, TerminalGraphics? graphics, int? width, int? height, bool isPiped)
    {
        bool isRedirected = isPiped || Console.IsOutputRedirected;
        bool isUnicode = Console.OutputEncoding.CodePage is Utf8 or Utf16;
        (int columns, int rows) = isRedirected ? (UsualColumns, UsualRows) : SizeOf(host);
        TerminalGraphics drawn = graphics
            ?? TerminalDetection.Graphics(Environment.GetEnvironmentVariable, isRedirected, isUnicode, () => Answer.Value);
        TerminalColours colours = TerminalDetection.Colours(Environment.GetEnvironmentVariable, isRedirected);
        var terminal = new TerminalCapabilities(width ?? columns, height ?? (rows - PromptRows), drawn != TerminalGraphics.Ascii, colours);
        return new TerminalView(terminal, drawn);
    }

    /// <summary>One plot over the whole width.</summary>
    /// <exception cref="Engine.Hosting.LensException">There is no font here to draw pixels with.</exception>
    public IEnumerable<string> One(Plot plot)
    {
        if (_graphics is TerminalGraphics.Ascii or TerminalGraphics.Braille) return Grid.One(plot);
        var size = PixelPicture.SizeOf(_terminal.Columns, _terminal.Rows, TerminalDetection.CellSize(Answer.Value));
        return [_graphics == TerminalGraphics.Kitty
            ? PixelPicture.Kitty(plot, size, PlotAppearance.Light)
            : PixelPicture.Sixel(plot, size, PlotAppearance.Light)];
    }

    // A host without a window, as in a job or a service, has no size.
    private static (int Columns, int Rows) SizeOf(PSHost host)
    {
        try
        {
            Size size = host.UI.RawUI.WindowSize;
            return size is { Width: > 0, Height: > 0 } ? (size.Width, size.Height) : (UsualColumns, UsualRows);
        }
        catch (Exception problem) when (problem is HostException or NotImplementedException or NullReferenceException)
        {
            return (UsualColumns, UsualRows);
        }
    }

    private static string? Ask()
    {
        try
        {
            // What has been typed ahead is for the prompt.
            if (Console.IsInputRedirected || Console.IsOutputRedirected || Console.KeyAvailable) return null;
            Console.Write(TerminalDetection.Question);
            var answer = new StringBuilder();
            var waited = Stopwatch.StartNew();
            while (waited.Elapsed < Patience)
            {
                if (!Console.KeyAvailable)
                {
                    Thread.Sleep(1);
                    continue;
                }
                char c = Console.ReadKey(intercept: true).KeyChar;
                answer.Append(c);
                if (c == 'c') return answer.ToString();
            }
            return null;
        }
        catch (Exception problem) when (problem is InvalidOperationException or IOException)
        {
            // There is no console to ask.
            return null;
        }
    }
}
