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

    /// <summary>The file here; the other cmdlets take it by this name.</summary>
    public string? FullName { get; }

    /// <summary>Bytes here; nothing where it is not here.</summary>
    public long? LengthHere { get; }

    /// <summary>Bytes there; nothing where it is not there.</summary>
    public long? LengthThere { get; }

    /// <summary>The path that it was published under, where that is another.</summary>
    public string? PublishedAs { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Difference}";
}
