using System.Globalization;
using System.Text;
using LensTools.Engine.Datasets;

namespace LensTools.Engine.Checks;

/// <summary>Where something was found.</summary>
/// <param name="Path">The file.</param>
public sealed record Location(string Path)
{
    /// <summary>The entry of the file; null if the file has only one, or all are meant.</summary>
    public string? Entry { get; init; }

    /// <summary>Where in the file: a path of HDF5 or XML, or a line; null if the whole is meant.</summary>
    public string? Pointer { get; init; }

    /// <summary>The name of a curve or plane, or null.</summary>
    public string? Signal { get; init; }

    /// <summary>Points of the curve, or null.</summary>
    public PointRange? Points { get; init; }

    /// <summary>A dataset as a whole.</summary>
    public static Location Of(Dataset dataset) => new(dataset.Path) { Entry = dataset.IsOnlyEntry ? null : dataset.Entry };

    /// <summary>A curve or plane of a dataset.</summary>
    public static Location Of(Dataset dataset, Signal signal) => Of(dataset) with { Pointer = signal.Location, Signal = signal.Name };

    /// <summary>The location within the file, to be shown beside the file's name.</summary>
    public string Within
    {
        get
        {
            var text = new StringBuilder();
            void Add(string? part)
            {
                if (string.IsNullOrEmpty(part)) return;
                if (text.Length > 0) text.Append(", ");
                text.Append(part);
            }
            // The path of a group already includes its entry.
            Add(Pointer is null || !Pointer.StartsWith('/') ? Entry : null);
            Add(Pointer);
            if (Points is { } points)
            {
                Add(points.First == points.Last
                    ? string.Create(CultureInfo.InvariantCulture, $"point {points.First + 1}")
                    : string.Create(CultureInfo.InvariantCulture, $"points {points.First + 1} to {points.Last + 1}"));
            }
            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Within is { Length: > 0 } within ? $"{Path}: {within}" : Path;
}
