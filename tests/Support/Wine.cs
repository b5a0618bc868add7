using System.Runtime.InteropServices;

namespace LensTools.Testing;

/// <summary>Wine, which runs the tests as Windows does but for a few things that it lacks.</summary>
internal static class Wine
{
    /// <summary>Whether this is Wine.</summary>
    public static bool IsHere { get; } = OperatingSystem.IsWindows()
        && NativeLibrary.TryGetExport(NativeLibrary.Load("ntdll.dll"), "wine_get_version", out _);
}
