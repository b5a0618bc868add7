using LensTools.Engine;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Listing;

namespace LensTools.Benchmarks;

/// <summary>A plan of a million files: what grows with their number would show.</summary>
internal sealed class PublishPlanBenchmark : Benchmark
{
    private const int Files = 1_000_000, PerFolder = 1_000;

    public override string Name => "publish-plan";

    public override string Description => "a plan of 1,000,000 files, in 150 MiB";

    protected override double Bar => 1;

    protected override double Run()
    {
        using var folder = new ScratchFolder();
        string data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        for (int at = 0; at < Files; at += PerFolder)
        {
            string below = Directory.CreateDirectory(Path.Combine(data, $"{at / PerFolder:0000}")).FullName;
            for (int i = 0; i < PerFolder; i++)
                File.WriteAllText(Path.Combine(below, $"{i:000}.dat"), $"# {at + i}\n0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n");
        }
        (string output, double seconds, double cpu, double memory) = Peer.Run(Environment.ProcessPath!, Name, data);
        Print($"{Peer.Value(output, "files"):0} files planned in {seconds:0} s ({Peer.Value(output, "files") / seconds:0} files/s)");
        Print($"CPU {cpu:0} s");
        Print($"{memory:0} MiB (bar {Publisher.LargestMemoryMiB:0})");
        return Publisher.LargestMemoryMiB / memory;
    }

    /// <summary>Plans a folder in this process, touching nothing.</summary>
    public static int PlanAlone(string folder)
    {
        using var workspace = new Workspace(stateFolder: folder + "-state");
        using var publishing = new Engine.Sharing.Publications.Publisher(workspace)
        {
            Destination = folder + "-published",
            CurrentFolder = folder,
            BaseFolder = folder
        };
        var port = new Refusing();
        foreach (Dataset dataset in new DatasetListing(workspace) { Recurse = true }.Datasets([folder], port, CancellationToken.None))
            publishing.Add(dataset);
        publishing.Run(port, CancellationToken.None);
        _ = publishing.Receipts.Count();
        Print($"files={port.Asked}");
        return 0;
    }

    // As -WhatIf answers.
    private sealed class Refusing() : QuietPort(false)
    {
        public long Asked { get; private set; }

        public override void Error(LensError error) => throw new LensException(error);

        public override bool ShouldProcess(string target, string action)
        {
            Asked++;
            return false;
        }
    }
}
