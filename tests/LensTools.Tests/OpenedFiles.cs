using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LensTools.Tests;

/// <summary>How often the files of a folder are opened, by whatever process; Linux tells (inotify(7)).</summary>
internal sealed partial class OpenedFiles : IDisposable
{
    private const int NonBlocking = 0x800;
    private const uint Open = 0x20;

    private readonly SafeFileHandle _events;

    public OpenedFiles(string folder)
    {
        _events = Initialise(NonBlocking);
        Assert.True(!_events.IsInvalid && Watch(_events, folder, Open) >= 0, "inotify is not to be had");
    }

    /// <summary>The names of the files that were opened since, each as often as it was.</summary>
    public List<string> Read()
    {
        var names = new List<string>();
        byte[] buffer = new byte[1 << 16];
        for (nint got; (got = Read(_events, buffer, buffer.Length)) > 0;)
        {
            // struct inotify_event: watch, mask, cookie, length of the name, the name.
            for (int at = 0; at < got;)
            {
                int length = BitConverter.ToInt32(buffer, at + 12);
                names.Add(Encoding.UTF8.GetString(buffer, at + 16, length).TrimEnd('\0'));
                at += 16 + length;
            }
        }
        return names;
    }

    public void Dispose() => _events.Dispose();

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial SafeFileHandle Initialise(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Watch(SafeFileHandle events, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(SafeFileHandle events, [Out] byte[] buffer, nint count);
}
