using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LensTools.Engine.Splits;

/// <summary>
/// Assigns groups to parts: those that have a part keep it; the others, the largest first, go where the parts come nearest to their
/// fractions in each stratum and in all.
/// </summary>
/// <remarks>The greedy rule is that of scikit-learn's StratifiedGroupKFold, with fractions instead of equal folds.</remarks>
internal sealed class SplitAssignment
{
    /// <summary>The name of this rule in records; another rule, which gives other parts, has another name.</summary>
    public const string Strategy = "stratified-group-greedy-1";

    private readonly IReadOnlyList<SplitSubject> _subjects;
    private readonly (string Name, double Fraction)[] _parts;
    private readonly Dictionary<string, int> _strata;
    private readonly double[,] _counts;
    private readonly double[] _totals;

    private SplitAssignment(IReadOnlyList<SplitSubject> subjects, IReadOnlyDictionary<string, double> parts)
    {
        _subjects = subjects;
        _parts = [.. parts.Select(part => (part.Key, part.Value))];
        _strata = subjects.Select(subject => subject.Stratum).Distinct().Order(StringComparer.Ordinal)
            .Select((stratum, i) => (stratum, i)).ToDictionary(one => one.stratum, one => one.i);
        _counts = new double[_parts.Length, _strata.Count];
        _totals = new double[_strata.Count];
        foreach (SplitSubject subject in subjects) _totals[_strata[subject.Stratum]]++;
    }

    /// <summary>The part of each dataset.</summary>
    /// <param name="subjects">The datasets.</param>
    /// <param name="groups">Which of them belong together.</param>
    /// <param name="parts">The parts and their fractions, which add up to 1.</param>
    /// <param name="seed">The seed of the order among groups of one size.</param>
    public static string[] Assign(
        IReadOnlyList<SplitSubject> subjects, SplitGroups groups, IReadOnlyDictionary<string, double> parts, long seed)
    {
        var assignment = new SplitAssignment(subjects, parts);
        string[] result = new string[subjects.Count];
        var open = new List<IReadOnlyList<int>>();
        foreach (IReadOnlyList<int> group in groups.All)
        {
            // Assignments are never moved. What joins a group whose datasets are in several parts goes to the largest.
            string? old = group.Select(i => subjects[i].Part).OfType<string>()
                .GroupBy(part => part).OrderByDescending(part => part.Count()).ThenBy(part => part.Key, StringComparer.Ordinal)
                .FirstOrDefault()?.Key;
            if (old is null) open.Add(group);
            else foreach (int i in group) assignment.Put(i, result[i] = subjects[i].Part ?? old);
        }
        foreach (IReadOnlyList<int> group in open
            .OrderByDescending(group => group.Count)
            .ThenBy(group => Order(seed, group.Min(i => subjects[i].Id)!), StringComparer.Ordinal))
        {
            string part = assignment.Best(group);
            foreach (int i in group) assignment.Put(i, result[i] = part);
        }
        return result;
    }

    private string Best(IReadOnlyList<int> group)
    {
        double[] added = new double[_strata.Count];
        foreach (int i in group) added[_strata[_subjects[i].Stratum]]++;
        int best = 0;
        double least = double.PositiveInfinity;
        for (int part = 0; part < _parts.Length; part++)
        {
            double fraction = _parts[part].Fraction, change = 0, now = 0, wanted = 0;
            if (fraction == 0) continue;
            for (int stratum = 0; stratum < added.Length; stratum++)
            {
                double target = fraction * _totals[stratum], count = _counts[part, stratum];
                // By how much the square of the distance from the target grows, for a part of this size.
                change += added[stratum] * ((2 * (count - target)) + added[stratum]) / fraction;
                now += count;
                wanted += target;
            }
            change += group.Count * ((2 * (now - wanted)) + group.Count) / fraction;
            if (change >= least) continue;
            (best, least) = (part, change);
        }
        return _parts[best].Name;
    }

    // A dataset may be in a part that this split does not have, such as one that is held out.
    private void Put(int subject, string name)
    {
        int part = Array.FindIndex(_parts, one => one.Name == name);
        if (part >= 0) _counts[part, _strata[_subjects[subject].Stratum]]++;
    }

    private static string Order(long seed, string id) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}\n{id}"))));
}
