using LensTools.Engine.Sharing.Comparisons;

namespace LensTools;

/// <summary>One difference between a folder and a publication.</summary>
public sealed class LensDifference
{
    internal LensDifference(Difference difference)
    {
        Path = difference.Path;
        Difference = difference.Kind.ToString();
        FullName = difference.File;
        LengthHere = difference.SizeHere;
        LengthThere = difference.SizeThere;
        PublishedAs = difference.PublishedAs;
    }

    /// <summary>Its path in the publication, or where publishing would put it.</summary>
    public string Path { get; }

    /// <summary>NotPublished, NotHere, Content, Renamed, Labels, Lost or Unlisted.</summary>
    public string Difference { get; }

    /// <summary>The local file; other cmdlets bind to this property name.</summary>
    public string? FullName { get; }

    /// <summary>The local size in bytes; null if there is no local file.</summary>
    public long? LengthHere { get; }

    /// <summary>The published size in bytes; null if the file is not published.</summary>
    public long? LengthThere { get; }

    /// <summary>The path that it was published under, if different.</summary>
    public string? PublishedAs { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Difference}";
}
