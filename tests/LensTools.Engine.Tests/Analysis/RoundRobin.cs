using LensTools.Engine.Analysis;
using LensTools.Engine.Datasets;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Analysis;

/// <summary>The consensus curves of the 2022 round robin in the corpora.</summary>
internal static class RoundRobin
{
    public static CurveMeasurement Measure(string name, params AnalysisKind[] analyses)
    {
        string file = Directory.GetFiles(Repository.Corpora("BioSAS-round-robin-derived"), name + "*").Single();
        Dataset dataset = Session.Read(file);
        Curve curve = dataset.ReadSignals().OfType<Curve>().Single();
        return new CurveMeasuring(analyses.ToHashSet()).Measure(curve, DataKind.Of(dataset, curve));
    }
}
