using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LensTools.Engine.Pages;

/// <summary>Writes HTML in which every text and every value of an attribute is escaped.</summary>
internal sealed class HtmlText(TextWriter writer)
{
    // Letters of all languages stay readable; what could be markup does not stay.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly Stack<string> _open = new();

    /// <summary>Begins an element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Its attributes; those without a value are left out.</param>
    public HtmlText Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        writer.Write('<');
        writer.Write(name);
        foreach ((string attribute, string? value) in attributes)
        {
            if (value is null) continue;
            writer.Write(' ');
            writer.Write(attribute);
            writer.Write("=\"");
            Encoder.Encode(writer, value);
            writer.Write('"');
        }
        writer.Write('>');
        _open.Push(name);
        return this;
    }

    /// <summary>Ends the element that began last.</summary>
    public HtmlText Close()
    {
        writer.Write("</");
        writer.Write(_open.Pop());
        writer.Write('>');
        return this;
    }

    /// <summary>An element with a text.</summary>
    public HtmlText Element(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(name, attributes).Text(text).Close();

    /// <summary>An element with a number.</summary>
    public HtmlText Element(string name, int number, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Element(name, number.ToString(CultureInfo.InvariantCulture), attributes);

    /// <summary>An element that has neither content nor an end.</summary>
    public HtmlText Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Open(name, attributes);
        _open.Pop();
        return this;
    }

    /// <summary>A text.</summary>
    public HtmlText Text(string text)
    {
        Encoder.Encode(writer, text);
        return this;
    }

    /// <summary>Markup that is right by itself, such as a picture or a style sheet of our own.</summary>
    public HtmlText Markup(string markup)
    {
        writer.Write(markup);
        return this;
    }

    /// <summary>A new line, for those who read the source.</summary>
    public HtmlText Line()
    {
        writer.Write('\n');
        return this;
    }
}
