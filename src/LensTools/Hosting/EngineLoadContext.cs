using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace LensTools.Hosting;

/// <summary>
/// Loads the engine and the packages it uses from <c>deps</c>, apart from those of PowerShell and other modules, so
/// that different versions of an assembly do not conflict.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private const string Engine = "LensTools.Engine";

    private static readonly string Folder = FindFolder();
    private static readonly Lazy<EngineLoadContext> Instance = new(() => new EngineLoadContext());

    private readonly AssemblyDependencyResolver _resolver = new(Path.Combine(Folder, Engine + ".dll"));

    private EngineLoadContext()
        : base("LensTools")
    {
    }

    // An installed module also has precompiled versions for the most common platforms.
    private static string FindFolder()
    {
        string any = Path.Combine(Path.GetDirectoryName(typeof(EngineLoadContext).Assembly.Location)!, "deps");
        string ahead = Path.Combine(any, RuntimeInformation.RuntimeIdentifier);
        return Directory.Exists(ahead) ? ahead : any;
    }

    /// <summary>Resolves the engine for the default context when a cmdlet first needs it.</summary>
    public static Assembly? Resolve(AssemblyLoadContext _, AssemblyName name) =>
        name.Name is Engine or "LensTools.Hdf5" ? Instance.Value.LoadFromAssemblyName(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
}
