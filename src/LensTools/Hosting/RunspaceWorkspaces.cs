using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using LensTools.Engine;

namespace LensTools.Hosting;

/// <summary>The workspace of each runspace, so that commands running in parallel runspaces share no state.</summary>
internal static class RunspaceWorkspaces
{
    private static readonly ConditionalWeakTable<Runspace, Workspace> Workspaces = [];

    /// <summary>The workspace of the runspace that this thread runs in.</summary>
    public static Workspace Current => Workspaces.GetValue(Runspace.DefaultRunspace, _ => new Workspace());
}
