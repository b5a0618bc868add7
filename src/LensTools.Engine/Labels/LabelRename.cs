using System.Globalization;
using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels;

/// <summary>
/// Gives a label, or one of its values, another name for all datasets of a collection or of a folder of it, in one transaction.
/// </summary>
public sealed class LabelRename(Workspace workspace)
{
    private const int MostNamed = 3;

    /// <summary>The label.</summary>
    public required string Name { get; init; }

    /// <summary>Its new name; null if a value is renamed.</summary>
    public string? NewName { get; init; }

    /// <summary>The value that is renamed, exactly; null for all.</summary>
    public string? Value { get; init; }

    /// <summary>The new value; null if the label is renamed.</summary>
    public string? NewValue { get; init; }

    /// <inheritdoc cref="LabelTransaction.Reason"/>
    public string? Reason { get; init; }

    /// <inheritdoc cref="LabelTransaction.Author"/>
    public string? Author { get; init; }

    /// <summary>Writes the transaction, after asking for each distinct change; what is declined stays.</summary>
    /// <param name="folder">A folder of the collection; only the datasets below it are meant.</param>
    /// <param name="output">Asked.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The entries that were written.</returns>
    /// <exception cref="LensException">Nothing was written: there is no such label, datasets have both with different values, the
    /// vocabulary does not have the new one, or the ledger cannot be read or written.</exception>
    public IReadOnlyList<WrittenLabel> Commit(string folder, IOutputPort output, CancellationToken stop)
    {
        Collection collection = workspace.Collections.OfFolder(folder);
        LedgerState ledger = collection.Ledger.Read().Intact();
        string below = PortablePath.Relative(collection.Root, folder);
        List<RenamedLabel> all = [.. ledger.Current
            .Where(entry => LabelKeys.IsSame(entry.Name, Name) && (Value is null || entry.Value == Value))
            .Where(entry => below == "." || entry.Path.StartsWith(below + "/", PortablePath.Comparison))
            .Select(entry => new RenamedLabel(entry, NewName ?? entry.Name, NewValue ?? entry.Value!))];
        if (all.Count == 0)
            throw new LensException(new LensError(
                ErrorKind.LabelNotGiven,
                $"No dataset in {folder} has the label \"{Name}\"{(Value is null ? "" : $" with the value \"{Value}\"")}.",
                Name,
                "Get-LensLabel shows the labels and values that there are."));
        // A new name may be another name of a label, even of the one that is renamed.
        Dictionary<(string, string), (string Name, string? Value)> known = all.Select(one => (one.NewName, one.NewValue)).Distinct()
            .ToDictionary(label => label, label => collection.Vocabulary.Check(label.NewName, label.NewValue));
        all = [.. all.Select(one => known[(one.NewName, one.NewValue)] is var label
            ? one with { NewName = label.Name, NewValue = label.Value! } : one)];
        var transaction = new LabelTransaction(workspace) { Reason = Reason, Author = Author, IsWhole = true };
        AddTo(transaction, all, collection, output);
        return transaction.Commit(new AskedPort(output), stop);
    }

    /// <summary>Adds renamed labels to a transaction, after asking for each distinct change.</summary>
    /// <exception cref="LensException">Datasets have both labels, with different values.</exception>
    internal static void AddTo(LabelTransaction transaction, IReadOnlyList<RenamedLabel> all, Collection collection, IOutputPort output)
    {
        RefuseBoth(all, collection);
        // Both halves of a change are asked for together: accepted alone, either would lose or double the label.
        foreach (IGrouping<(string, string?, string, string), RenamedLabel> group in all
            .GroupBy(one => (one.Entry.Name, one.Entry.Value, one.NewName, one.NewValue))
            .OrderByDescending(group => group.Count()))
        {
            RenamedLabel first = group.First();
            int count = group.Count();
            string sets = count == 1 ? first.Entry.Path : string.Create(CultureInfo.InvariantCulture, $"{count} sets");
            string change = first.Entry.Name == first.NewName
                ? $"{first.Entry.Name}: {first.Entry.Value} → {first.NewValue}"
                : $"{first.Entry.Name} → {first.NewName}: {first.NewValue}";
            if (!output.ShouldProcess($"{sets} in {collection.Root}", change)) continue;
            foreach (RenamedLabel one in group)
            {
                string path = PortablePath.ToHostPath(collection.Root, one.Entry.Path);
                if (!LabelKeys.IsSame(one.Entry.Name, one.NewName)) transaction.Remove(one.Entry.Id, path, one.Entry.Name);
                transaction.Set(one.Entry.Id, path, one.NewName, one.NewValue);
            }
        }
    }

    private static void RefuseBoth(IReadOnlyList<RenamedLabel> all, Collection collection)
    {
        LedgerState ledger = collection.Ledger.Read();
        List<RenamedLabel> both = [.. all.Where(one => !LabelKeys.IsSame(one.Entry.Name, one.NewName)
            && ledger.Of(one.Entry.Id).GetValueOrDefault(one.NewName) is { } other
            && other.Value != one.NewValue)];
        if (both.Count == 0) return;
        RenamedLabel first = both[0];
        throw new LensException(new LensError(
            ErrorKind.LabelExists,
            $"{both.Count} datasets have both {first.Entry.Name} and {first.NewName}, with different values: "
                + string.Join(", ", both.Take(MostNamed).Select(one => one.Entry.Path)) + (both.Count > MostNamed ? ", …" : "") + ".",
            collection.Root,
            "Nothing was written. Remove one of the two there with Remove-LensLabel, then rename."));
    }
}

/// <summary>A label that is given another name or value.</summary>
internal sealed record RenamedLabel(LedgerEntry Entry, string NewName, string NewValue);
