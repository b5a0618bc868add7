namespace LensTools.Engine.Files;

/// <summary>Replaces a file so that a reader, a crash or a full disk sees either the old content or the new, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, flushes to the disk and renames over it.</summary>
    /// <exception cref="IOException">The disk is full or fails; the old file is unchanged.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        // Follows a link to its target, and keeps the mode of the old file.
        path = SymbolicLinks.Follow(path).FullName;
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 128 * 1024))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            InUse.Move(temporary, path, overwrite: true);
        }
        catch
        {
            // The exception is rethrown; the temporary file must not remain.
            if (File.Exists(temporary)) File.Delete(temporary);
            throw;
        }
    }
}
