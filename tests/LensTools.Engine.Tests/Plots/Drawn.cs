using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LensTools.Engine.Plots;
using LensTools.Engine.Plots.Layout;
using LensTools.Engine.Plots.Rendering;

namespace LensTools.Engine.Tests.Plots;

/// <summary>A plot as SVG, read by what SVG says of it.</summary>
internal sealed partial class Drawn
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private Drawn(XElement root) => Root = root;

    public XElement Root { get; }

    public static Drawn Of(Plot plot, PlotSize? size = null, PlotAppearance appearance = PlotAppearance.Light)
    {
        using var stream = new MemoryStream();
        SvgRenderer.Write(stream, PlotLayout.Of(plot, size ?? PlotSize.Page), appearance);
        return new Drawn(XDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF')).Root!);
    }

    /// <summary>The elements of a name with a class.</summary>
    public XElement[] With(string element, string name) =>
        [.. Root.Descendants(Svg + element).Where(one => Classes(one).Contains(name))];

    /// <summary>Where each dot of a path is: a part with a line of no length.</summary>
    public static (double X, double Y)[] Dots(XElement path)
    {
        var dots = new List<(double, double)>();
        foreach ((char command, (double X, double Y) from, (double X, double Y) to) in Path(path))
            if (command == 'h' && from == to) dots.Add(to);
        return [.. dots];
    }

    /// <summary>The commands of a path, each with where it begins and ends (SVG 1.1, section 8.3).</summary>
    public static IEnumerable<(char Command, (double X, double Y) From, (double X, double Y) To)> Path(XElement path)
    {
        (double X, double Y) at = (0, 0);
        foreach (Match part in Command().Matches(path.Attribute("d")!.Value))
        {
            char command = part.Value[0];
            double[] numbers = [.. PathNumber().Matches(part.Value).Select(match => Number(match.Value))];
            (double X, double Y) to = command switch
            {
                'M' => (numbers[0], numbers[1]),
                'm' or 'l' => (at.X + numbers[0], at.Y + numbers[1]),
                'h' => (at.X + numbers[0], at.Y),
                'v' => (at.X, at.Y + numbers[0]),
                'z' => at,
                _ => throw new FormatException($"no command that is known: {part.Value}"),
            };
            yield return (command, at, to);
            at = to;
        }
    }

    /// <summary>The labels of ticks: their values and where they are, of the horizontal axis or the vertical one.</summary>
    public (double Value, double Place)[] Ticks(bool isHorizontal) =>
    [
        .. from text in Root.Descendants(Svg + "text")
           where text.Attribute("text-anchor")?.Value == (isHorizontal ? "middle" : "end") && text.Attribute("transform") is null
           let value = ValueOf(text) * FactorOf(isHorizontal)
           where value is not null
           // A label stands with its middle at the tick, 0.35 of its size above its baseline.
           let place = isHorizontal ? At(text, "x") : At(text, "y") - (0.35 * At(text, "font-size"))
           select (value.Value, place),
    ];

    public static double At(XElement element, string name) => Number(element.Attribute(name)!.Value);

    public string[] Texts => [.. Root.Descendants(Svg + "text").Select(text => text.Value)];

    /// <summary>The structure: each element with its classes, and of paths how many of each command they have; m, as M, begins a part.
    /// </summary>
    public string[] Structure =>
    [
        .. Root.Elements().Where(one => one.Name.LocalName != "style").Select(one =>
        {
            string commands = one.Attribute("d") is { } d
                ? " " + string.Concat(d.Value.Where(char.IsLetter).Select(c => c == 'm' ? 'M' : c).CountBy(c => c)
                    .OrderBy(c => c.Key).Select(c => $"{c.Key}{c.Value}"))
                : "";
            string name = string.Join('.', [one.Name.LocalName, .. Classes(one)]);
            return name + commands + (one.Name.LocalName == "text" ? $" {one.Value}" : "");
        }),
    ];

    private static string[] Classes(XElement element) => element.Attribute("class")?.Value.Split(' ') ?? [];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // The power of ten that the axis says its labels are multiplied by.
    private double FactorOf(bool isHorizontal) => Root.Descendants(Svg + "text")
        .Where(text => text.Attribute("transform") is null == isHorizontal)
        .Select(text => Factor().Match(text.Value))
        .Where(match => match.Success)
        .Select(match => Math.Pow(10, Number(match.Groups[1].Value.Replace('−', '-'))))
        .SingleOrDefault(1);

    // 10 with a raised exponent, or a number in full.
    private static double? ValueOf(XElement text)
    {
        XElement[] raised = [.. text.Elements()];
        if (raised.Length == 1 && text.Nodes().First() is XText { Value: "10" })
            return Math.Pow(10, Number(raised[0].Value.Replace('−', '-')));
        return raised.Length == 0 && double.TryParse(text.Value.Replace('−', '-'), CultureInfo.InvariantCulture, out double value)
            ? value
            : null;
    }

    [GeneratedRegex(@"\(10(−?\d+)\)$")]
    private static partial Regex Factor();

    [GeneratedRegex("[A-Za-z][^A-Za-z]*")]
    private static partial Regex Command();

    [GeneratedRegex(@"-?(\d+(\.\d+)?|\.\d+)")]
    private static partial Regex PathNumber();
}
