namespace LensTools.Engine.Files;

/// <summary>Replaces a file so that a reader, a crash or a full disk sees either the old content or the new, whole.</summary>
internal static class AtomicFile
{
    /// <summary>Writes beside <paramref name="path"/>, flushes to the disk and renames over it.</summary>
    /// <exception cref="IOException">The disk is full or fails; the old file is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        // Through a link to the file that it stands for, and with the mode that the old file had.
        path = SymbolicLinks.Follow(path).FullName;
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            InUse.Move(temporary, path, overwrite: true);
        }
        catch
        {
            // The failure that matters is on its way; what is left of the attempt must not stay.
            if (File.Exists(temporary)) File.Delete(temporary);
            throw;
        }
    }
}
