using System.Globalization;
using System.Text;
using System.Xml;
using LensTools.Engine.Plots.Layout;

namespace LensTools.Engine.Plots.Rendering;

/// <summary>Draws scenes as SVG: classes for the roles of shapes, one path for all shapes of a kind.</summary>
internal static class SvgRenderer
{
    private const string Svg = "http://www.w3.org/2000/svg";

    /// <summary>Writes a document of its own, with its style sheet.</summary>
    public static void Write(Stream stream, PlotScene scene, PlotAppearance appearance)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        Write(xml, scene, SvgStyle.Of(appearance));
    }

    /// <summary>An element for a page that has the style sheet.</summary>
    public static string Inline(PlotScene scene)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true })) Write(xml, scene, null);
        return text.ToString();
    }

    private static void Write(XmlWriter xml, PlotScene scene, string? style)
    {
        xml.WriteStartElement("svg", Svg);
        // In a page, its width is that of its place.
        if (style is not null)
        {
            Attribute(xml, "width", scene.Width);
            Attribute(xml, "height", scene.Height);
        }
        xml.WriteAttributeString("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {scene.Width:0.##} {scene.Height:0.##}"));
        xml.WriteAttributeString("role", "img");
        xml.WriteElementString("title", Svg, Clean(scene.Title));
        if (scene.Description.Length > 0) xml.WriteElementString("desc", Svg, Clean(scene.Description));
        if (style is not null) xml.WriteElementString("style", Svg, style);
        foreach (SceneShape shape in scene.Shapes) Write(xml, shape);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, SceneShape shape)
    {
        switch (shape)
        {
            case SceneRectangle box:
                xml.WriteStartElement("rect", Svg);
                Class(xml, box.IsFilled ? (box.Role >= SceneRole.Information ? "mark " : "") : "box ", box);
                Attribute(xml, "x", box.X);
                Attribute(xml, "y", box.Y);
                Attribute(xml, "width", box.Width);
                Attribute(xml, "height", box.Height);
                break;
            case SceneSegments segments:
                Path(xml, "seg ", segments, path =>
                {
                    foreach ((double x1, double y1, double x2, double y2) in segments.Lines)
                    {
                        path.Move(x1, y1);
                        path.Line(x2, y2);
                    }
                });
                break;
            case SceneLine line:
                Path(xml, "line ", line, path => path.Through(line.Points));
                break;
            case SceneArea area:
                Path(xml, "", area, path =>
                {
                    path.Through(area.Points);
                    path.Close();
                });
                break;
            case SceneDots dots:
                // A line of no length with round ends is a dot.
                Path(xml, "dots ", dots, path =>
                {
                    foreach ((double x, double y) in dots.Points) path.Dot(x, y);
                }, dots.Radius * 2);
                break;
            case SceneRing ring:
                xml.WriteStartElement("circle", Svg);
                Class(xml, "ring ", ring);
                Attribute(xml, "cx", ring.X);
                Attribute(xml, "cy", ring.Y);
                Attribute(xml, "r", ring.Radius);
                break;
            case SceneText text:
                Write(xml, text);
                break;
            case SceneImage image:
                xml.WriteStartElement("image", Svg);
                Attribute(xml, "x", image.X);
                Attribute(xml, "y", image.Y);
                Attribute(xml, "width", image.Width);
                Attribute(xml, "height", image.Height);
                xml.WriteAttributeString("preserveAspectRatio", "none");
                xml.WriteAttributeString(
                    "href", "data:image/png;base64," + Convert.ToBase64String(PngImage.Of(image.Pixels, image.Columns, image.Rows)));
                break;
        }
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, SceneText text)
    {
        xml.WriteStartElement("text", Svg);
        Class(xml, text.IsBold ? "bold " : "", text);
        Attribute(xml, "x", text.X);
        Attribute(xml, "y", text.Y);
        Attribute(xml, "font-size", text.Size);
        if (text.Anchor != TextAnchor.Start) xml.WriteAttributeString("text-anchor", text.Anchor == TextAnchor.End ? "end" : "middle");
        if (text.IsVertical)
            xml.WriteAttributeString("transform", string.Create(CultureInfo.InvariantCulture, $"rotate(-90 {text.X:0.#} {text.Y:0.#})"));
        bool wasRaised = false;
        foreach ((string run, bool isRaised) in PrintedUnit.Runs(Clean(text.Text)))
        {
            if (isRaised || wasRaised)
            {
                xml.WriteStartElement("tspan", Svg);
                // What follows is lowered again by as much, in its own size.
                xml.WriteAttributeString("dy", isRaised ? "-.5em" : ".35em");
                if (isRaised) xml.WriteAttributeString("font-size", "70%");
                xml.WriteString(run);
                xml.WriteEndElement();
            }
            else
            {
                xml.WriteString(run);
            }
            wasRaised = isRaised;
        }
    }

    private static void Path(XmlWriter xml, string kind, SceneShape shape, Action<SvgPath> draw, double? width = null)
    {
        var path = new SvgPath();
        draw(path);
        xml.WriteStartElement("path", Svg);
        Class(xml, kind, shape);
        if (width is { } known) Attribute(xml, "stroke-width", known);
        xml.WriteAttributeString("d", path.ToString());
    }

    private static void Class(XmlWriter xml, string kind, SceneShape shape)
    {
        string colour = string.Create(CultureInfo.InvariantCulture, $"c{shape.Colour}");
        string name = shape.Role switch
        {
            SceneRole.Data => colour,
            SceneRole.Uncertainty or SceneRole.Band => $"{SvgStyle.ClassOf(shape.Role)} {colour}",
            SceneRole.Text => "",
            _ => SvgStyle.ClassOf(shape.Role),
        };
        if ((kind + name).Trim() is { Length: > 0 } all) xml.WriteAttributeString("class", all);
    }

    private static void Attribute(XmlWriter xml, string name, double value) =>
        xml.WriteAttributeString(name, value.ToString("0.##", CultureInfo.InvariantCulture));

    // Files hold characters that XML has no place for.
    private static string Clean(string text) =>
        text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)) && IsPaired(text)
            ? text
            : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c) ? c : '\uFFFD'));

    private static bool IsPaired(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
