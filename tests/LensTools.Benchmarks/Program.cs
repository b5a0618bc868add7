using LensTools.Benchmarks;

// dotnet run -c Release --project tests/LensTools.Benchmarks -- <name>
Benchmark[] benchmarks =
[
    new ImportBenchmark(), new FirstObjectBenchmark(), new LabelsBenchmark(), new LabelFoldBenchmark(), new NearDuplicatesBenchmark(),
    new GuinierBenchmark(), new PairDistributionBenchmark(), new CorMapBenchmark(), new ConsensusBenchmark(),
    new HistogramBenchmark(), new PicturesBenchmark(), new PagesBenchmark(),
    new TestDatasetsBenchmark(), new PlantedBenchmark(), new ChecksBenchmark(), new ChecksEventsBenchmark(),
    new TextBenchmark(), new ListingBenchmark(), new CorporaBenchmark(), new MutantsBenchmark(),
    new Hdf5WalkBenchmark(), new Hdf5LookupBenchmark(), new Hdf5EventsBenchmark(), new Hdf5ContiguousBenchmark(), new Hdf5FuzzBenchmark(),
    new PublishSmallBenchmark(), new PublishLargeBenchmark(), new PublishPlanBenchmark(),
];
if (args is ["publish-plan", string planned]) return PublishPlanBenchmark.PlanAlone(planned);
if (args is ["hdf5-events", string way, string events]) return Hdf5EventsBenchmark.ReadAlone(way, events);
if (args is ["checks-events", string checkedAlone]) return ChecksEventsBenchmark.CheckAlone(checkedAlone);
if (args.Length != 1 || benchmarks.FirstOrDefault(b => b.Name == args[0]) is not { } chosen)
{
    Console.WriteLine("usage: dotnet run -c Release --project tests/LensTools.Benchmarks -- <name>");
    foreach (Benchmark benchmark in benchmarks) Console.WriteLine($"  {benchmark.Name,-15} {benchmark.Description}");
    return 1;
}
return chosen.RunAndReport();
