using LensTools.Engine.Collections;
using LensTools.Engine.Labels;

namespace LensTools.Hosting;

/// <summary>What the commands of one PowerShell process share: known collections, identities and labels.</summary>
internal static class LensSession
{
    public static CollectionLocator Locator { get; } = new();

    public static Identities Identities { get; } = new(Locator);

    public static DatasetLabels Labels { get; } = new(Locator, Identities);
}
