using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using LensTools.Engine.Plots.Rendering;

namespace LensTools.Engine.Pages;

/// <summary>What is around the content of a page: one file with nothing from elsewhere, which its security policy keeps so.</summary>
internal static class PageFrame
{
    /// <summary>The class of what pictures are in.</summary>
    public const string PictureClass = "plot";

    /// <summary>Writes a page.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="title">Its title.</param>
    /// <param name="script">The name of its script.</param>
    /// <param name="body">Writes what is in it.</param>
    public static void Write(Stream stream, string title, string script, Action<HtmlText> body)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
        var html = new HtmlText(writer);
        string style = Resource("page.css") + SvgStyle.Of(PlotAppearance.Auto, "." + PictureClass), code = Resource(script);
        html.Markup("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head");
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void(
            "meta",
            ("http-equiv", "Content-Security-Policy"),
            ("content", $"default-src 'none'; img-src data:; style-src {HashOf(style)}; script-src {HashOf(code)}; "
                + "base-uri 'none'; form-action 'none'"));
        html.Element("title", title).Open("style").Markup(style).Close().Close().Line().Open("body");
        body(html);
        html.Open("script").Markup(code).Close().Close().Close().Line();
    }

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
