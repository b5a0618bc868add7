using System.Management.Automation;
using System.Runtime.Loader;

namespace LensTools.Hosting;

/// <summary>Puts the engine's load context in place when the module is imported and takes it away when it is removed.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += EngineLoadContext.Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= EngineLoadContext.Resolve;
}
