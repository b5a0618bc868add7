using System.Collections.Concurrent;

namespace LensTools.Hdf5.Storage;

/// <summary>
/// The other files that a file refers to, for external links, external storage and virtual datasets. They are only
/// opened inside the folder that the caller allows, however their names are written.
/// </summary>
internal sealed class ExternalFiles(Hdf5File owner, Hdf5Options options) : IDisposable
{
    private const int MaximumNesting = 16;

    private readonly ConcurrentDictionary<string, Lazy<Hdf5File>> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<ByteSource>> _sources = new(StringComparer.Ordinal);

    /// <summary>An HDF5 file by the name that a link or mapping gives; "." is this file.</summary>
    /// <exception cref="Hdf5FormatException">It is not allowed, does not exist or is damaged.</exception>
    public Hdf5File Open(string name, long offset, string structure) =>
        TryOpen(name, offset, structure) ?? throw NotThere(name, offset, structure);

    /// <summary>An HDF5 file by the name that a link or mapping gives, or null if it does not exist.</summary>
    /// <exception cref="Hdf5FormatException">It is not allowed or is damaged.</exception>
    public Hdf5File? TryOpen(string name, long offset, string structure)
    {
        if (name == ".") return owner;
        string path = Locate(name, offset, structure);
        if (!File.Exists(path)) return null;
        if (options.Nesting >= MaximumNesting)
            throw new Hdf5FormatException(offset, structure, $"references between files are nested more than {MaximumNesting} deep");
        return _files.GetOrAdd(path, p => new Lazy<Hdf5File>(
            () => Hdf5File.Open(p, options with { Nesting = options.Nesting + 1, OwnFolder = Path.GetDirectoryName(p) }))).Value;
    }

    /// <summary>The bytes of a file that holds raw data.</summary>
    /// <exception cref="Hdf5FormatException">It is not allowed or does not exist.</exception>
    public ByteSource OpenBytes(string name, long offset, string structure)
    {
        string path = Locate(name, offset, structure);
        if (!File.Exists(path)) throw NotThere(name, offset, structure);
        return _sources.GetOrAdd(path, p => new Lazy<ByteSource>(() => ByteSource.FromFile(p))).Value;
    }

    public void Dispose()
    {
        foreach (Lazy<Hdf5File> file in _files.Values)
        {
            if (file.IsValueCreated) file.Value.Dispose();
        }
        foreach (Lazy<ByteSource> source in _sources.Values)
        {
            if (source.IsValueCreated) source.Value.Dispose();
        }
    }

    /// <summary>Whether a name resolves to a path in the allowed folder.</summary>
    public bool Allows(string name) => PathOf(name) is not null;

    private string Locate(string name, long offset, string structure)
    {
        if (options.ExternalFolder is null)
            throw new Hdf5NotSupportedException(
                offset, structure, $"it refers to another file, \"{name}\", but no folder is allowed for such files");
        if (name.Length == 0 || name.Contains('\0')) throw new Hdf5FormatException(offset, structure, "the name of another file is empty");
        return PathOf(name)
            ?? throw new Hdf5NotSupportedException(
                offset, structure, $"it points at \"{name}\", which is outside the allowed folder or in a hidden one");
    }

    private string? PathOf(string name)
    {
        if (options.ExternalFolder is not { } allowed || name.Length == 0 || name.Contains('\0')) return null;
        string root = Path.GetFullPath(allowed), inside = Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;
        // Same lookup as the library: beside the referring file, by the last part of a path elsewhere, and from the folder.
        string own = options.OwnFolder ?? root;
        string[] candidates = [.. new[] { Path.Combine(own, name), Path.Combine(own, Path.GetFileName(name)), Path.Combine(root, name) }
            .Select(Path.GetFullPath)
            .Where(path => path.StartsWith(inside, StringComparison.Ordinal) && !IsHidden(path[inside.Length..]))];
        string literal = Path.GetFullPath(Path.Combine(own, name));
        return Array.Find(candidates, File.Exists) ?? Array.Find(candidates, path => path == literal);
    }

    // Dot files and folders in a home folder, such as those with keys, are never data, whatever refers to them.
    private static bool IsHidden(string relative) =>
        relative.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Any(part => part.StartsWith('.'));

    private static Hdf5FormatException NotThere(string name, long offset, string structure) =>
        new(offset, structure, $"it points at \"{name}\", which does not exist");
}
