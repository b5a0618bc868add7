using LensTools.Engine;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Datasets;
using LensTools.Engine.Listing;

namespace LensTools.Benchmarks;

/// <summary>
/// Damaged copies of the corpora's files: a copy whose numbers differ from those of the original must be refused, or have a finding that
/// the original does not have. What no reader can know is counted apart: a digit that is another digit.
/// </summary>
internal sealed class MutantsBenchmark : Benchmark
{
    private const int Copies = 6, LargestFile = 1 << 20, Seed = 20_260_101;

    // The goals: so many silent among texts cut amid a line; none that lost rows; none of HDF5 with checksums.
    private const double LargestShare = 0.03;

    private const string WithChecksums = " + checksums";

    private readonly HashSet<string> _ofHdf5 = [];
    private readonly SortedDictionary<(string Format, string Kind), Counts> _table = [];

    public override string Name => "mutants";

    public override string Description =>
        "damaged copies of the corpora's files: silent at most 3 % of texts cut amid a line, none that lost rows or have checksums";

    protected override double Bar => 1;

    protected override double Run()
    {
        string corpora = Path.GetFullPath(Path.Combine(Peer.Root, "..", "shared", "corpora"));
        using var folder = new ScratchFolder();
        using var workspace = new Workspace(stateFolder: Path.Combine(folder.Path, "state"));
        var curator = new Curator(workspace) { Profile = "training" };
        var earlier = new Dictionary<string, byte[]>();
        var hdf5 = new List<string>();
        foreach (string path in Directory.EnumerateFiles(corpora, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.Length is < 512 or > LargestFile) continue;
            string name = Path.Combine(folder.Path, Path.GetFileName(path));
            File.WriteAllBytes(name, bytes);
            State original = Look(workspace, curator, name);
            if (original.Points == 0 || original.Format.Length == 0) continue;
            bool isText = !bytes.AsSpan().Contains((byte)0);
            if (bytes.AsSpan(1).StartsWith("HDF"u8))
            {
                hdf5.Add(path);
                _ofHdf5.Add(original.Format);
            }
            var random = new Random(Seed);
            Damage(workspace, curator, name, bytes, original, isText ? [.. Mutation.Any, .. Mutation.OfText] : Mutation.Any, random);
            if (isText && earlier.TryGetValue(original.Format, out byte[]? other))
                Compare(workspace, curator, name, Mutation.Splice(bytes, other, random), original, "spliced");
            earlier[original.Format] = bytes;
            File.Delete(name);
        }
        string made = Directory.CreateDirectory(Path.Combine(folder.Path, "checksums")).FullName;
        foreach (string path in Peer.Run(Peer.Python, [Peer.Script("hdf5_checksums.py"), made, .. hdf5]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            State original = Look(workspace, curator, path);
            if (original.Points == 0 || original.IsRefused) continue;
            original = original with { Format = original.Format + WithChecksums };
            _ofHdf5.Add(original.Format);
            Damage(workspace, curator, path, File.ReadAllBytes(path), original, Mutation.Any, new Random(Seed));
        }
        return Report();
    }

    private void Damage(
        Workspace workspace,
        Curator curator,
        string path,
        byte[] bytes,
        State original,
        IEnumerable<Mutation> mutations,
        Random random)
    {
        foreach (Mutation mutation in mutations)
        {
            for (int copy = 0; copy < Copies; copy++)
            {
                if (mutation.Apply(bytes, random) is { } damaged) Compare(workspace, curator, path, damaged, original, mutation.Name);
            }
        }
    }

    private void Compare(Workspace workspace, Curator curator, string path, byte[] damaged, State original, string kind)
    {
        File.WriteAllBytes(path, damaged);
        State found = Look(workspace, curator, path);
        if (!_table.TryGetValue((original.Format, kind), out Counts? counts)) _table[(original.Format, kind)] = counts = new Counts();
        counts.All++;
        if (found.Points == 0 || found.IsRefused) counts.Refused++;
        else if (found.Numbers.SequenceEqual(original.Numbers)) counts.Same++;
        else if (found.Findings.Except(original.Findings).Any()) counts.Told++;
        else if (found.Points == original.Points) counts.Digits++;
        else
        {
            counts.Silent++;
            if (Environment.GetEnvironmentVariable("LENSTOOLS_MUTANTS") is { Length: > 0 } kept)
                File.Copy(path, Path.Combine(kept, $"{kind.Replace(' ', '_')}-{counts.All}-{Path.GetFileName(path)}"), overwrite: true);
        }
    }

    private double Report()
    {
        Print($"{"format",-27} {"damage",-16} {"copies",7} {"refused",8} {"same",6} {"told",6} {"digits",7} {"silent",7}");
        foreach (((string format, string kind), Counts counts) in _table) Print(format, kind, counts);
        foreach (IGrouping<string, Counts> kind in _table.GroupBy(row => row.Key.Kind, row => row.Value)) Print("all", kind.Key, Sum(kind));
        Counts Of(Func<(string Format, string Kind), bool> isMeant) => Sum(_table.Where(row => isMeant(row.Key)).Select(row => row.Value));
        Counts cut = Of(row => row.Kind == "cut" && !_ofHdf5.Contains(row.Format));
        Counts inside = Of(row => row.Kind is "flipped bit" or "zeroed block" && !_ofHdf5.Contains(row.Format));
        // A checksum tells a digit that is another digit too.
        Counts summed = Of(row => row.Format.EndsWith(WithChecksums, StringComparison.Ordinal));
        int unseen = summed.Silent + summed.Digits;
        double share = (double)cut.Silent / Math.Max(1, cut.All);
        Print($"texts cut amid a line: {cut.Silent} of {cut.All} silent, {share:P1} (goal at most {LargestShare:P0})");
        Print($"rows lost inside texts: {inside.Silent} of {inside.All} silent (goal 0)");
        Print($"HDF5 with checksums: {unseen} of {summed.All} silent (goal 0)");
        return inside.Silent > 0 || unseen > 0 || summed.All == 0 ? 0 : LargestShare / Math.Max(LargestShare / 10, share);
    }

    private static void Print(string format, string kind, Counts c) =>
        Print($"{format,-27} {kind,-16} {c.All,7} {c.Refused,8} {c.Same,6} {c.Told,6} {c.Digits,7} {c.Silent,7}");

    private static Counts Sum(IEnumerable<Counts> all)
    {
        var sum = new Counts();
        foreach (Counts counts in all)
        {
            sum.All += counts.All;
            sum.Refused += counts.Refused;
            sum.Same += counts.Same;
            sum.Told += counts.Told;
            sum.Digits += counts.Digits;
            sum.Silent += counts.Silent;
        }
        return sum;
    }

    private static State Look(Workspace workspace, Curator curator, string path)
    {
        var numbers = new List<double>();
        var findings = new List<string>();
        long points = 0;
        string format = "";
        bool isRefused = false;
        var listing = new DatasetListing(workspace) { Named = new HashSet<string> { path } };
        FileChecks checks = curator.CheckFile(listing, path, CancellationToken.None);
        foreach (TestResult result in curator.Complete(checks, listing, new QuietPort(false), CancellationToken.None).Results)
        {
            findings.AddRange(result.Findings.Select(finding => $"{finding.Rule} {finding.Seen} {finding.Location}"));
            if (result.Dataset is not { } dataset)
            {
                isRefused = true;
                continue;
            }
            format = dataset.Format.Id;
            points += dataset.Points;
            try
            {
                foreach (Signal signal in dataset.ReadSignals())
                {
                    numbers.AddRange(signal.Q);
                    numbers.AddRange(signal.I);
                    if (signal.Idev is { } deviations) numbers.AddRange(deviations);
                }
            }
            catch (Engine.Hosting.LensException)
            {
                isRefused = true;
            }
        }
        return new State(format, points, numbers, findings, isRefused);
    }

    private sealed record State(string Format, long Points, List<double> Numbers, List<string> Findings, bool IsRefused);

    private sealed class Counts
    {
        public int All, Refused, Same, Told, Digits, Silent;
    }
}
