using System.Buffers;
using System.Text.RegularExpressions;
using LensTools.Engine.Datasets;
using LensTools.Hdf5;

namespace LensTools.Engine.Checks;

/// <summary>Finds what a file says of people: who measured, and e-mail addresses anywhere in its metadata.</summary>
public static partial class PersonalData
{
    /// <summary>The values that name or reach a person.</summary>
    /// <exception cref="Hosting.LensException">The file is damaged or gone.</exception>
    public static IEnumerable<MetadataItem> Find(Dataset dataset, CancellationToken stop) =>
        dataset.ReadMetadata(stop).Where(item => (item.Term == Term.Users && !item.IsPlaceholder && item.Value.Length > 0) || (item.Value.Contains('@') && EMail().IsMatch(item.Value)));

    /// <summary>
    /// Whether a file of which the description names nobody may hold something all the same; it is the cheaper question.
    /// Of large texts their beginning and end are looked at, where metadata stand.
    /// </summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool MayHold(string path)
    {
        const int Head = 1 << 22, Tail = 1 << 18;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(file.Length, Head));
        try
        {
            int length = file.ReadAtLeast(buffer, (int)Math.Min(file.Length, Head), throwOnEndOfStream: false);
            // Their text may be compressed, or stand anywhere.
            if (Hdf5File.HasSignature(buffer.AsSpan(0, length)) || buffer.AsSpan(0, length).Contains((byte)'@')) return true;
            if (file.Length <= Head) return false;
            file.Position = file.Length - Tail;
            return buffer.AsSpan(0, file.ReadAtLeast(buffer, Tail, throwOnEndOfStream: false)).Contains((byte)'@');
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}")]
    private static partial Regex EMail();
}
