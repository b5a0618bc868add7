using LensTools.Engine.Checks;
using LensTools.Engine.Hosting;
using LensTools.Engine.Measuring;

namespace LensTools.Engine.Pages;

/// <summary>The datasets of cards as contributors of the samples that they are of.</summary>
internal static class CardSamples
{
    /// <summary>Adds a dataset; one that cannot be read is none, and its card says why.</summary>
    public static void Add(SampleConsensus samples, TestResult result, CancellationToken stop)
    {
        if (result.Dataset is not { IsReadable: true } dataset) return;
        try
        {
            samples.Add(dataset, stop);
        }
        catch (LensException)
        {
            return;
        }
    }
}
