using CsCheck;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LensTools.Engine.Tests.Labels;

/// <summary>
/// Any sequence of commands gives the labels of a simple model, a dictionary; an undo gives the state before what it undoes; and two
/// branches merge to the same, whichever way.
/// </summary>
public sealed class LedgerPropertyTests : IDisposable
{
    private const int Datasets = 4;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, default);

    private static readonly string?[] Values = [null, "a", "b", "two\nlines", "ü 😀"];

    private static readonly string[] Names = ["comment", "sample-name", "sample-group"];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A command: sets, removes, renames, or undoes one of the transactions before it.</summary>
    private sealed record Command(int Kind, int First, int Count, int Name, int Other, string? Value, int Undone);

    private static readonly Gen<Command> Commands = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, Datasets - 1], Gen.Int[1, Datasets], Gen.Int[0, Names.Length - 1], Gen.Int[0, Names.Length - 1],
        Gen.Int[0, Values.Length - 1].Select(i => Values[i]), Gen.Int[0, 20],
        (kind, first, count, name, other, value, undone) => new Command(kind, first, count, name, other, value, undone));

    [Fact]
    public void The_fold_is_that_of_a_simple_model() => Commands.Array[1, 25].Sample(commands =>
    {
        var branch = new Branch(_folder[Guid.NewGuid().ToString("N")], new FakeTimeProvider(Start));
        foreach (Command command in commands)
        {
            branch.Run(command);
            Assert.Equal(branch.Expected, branch.Actual());
        }
    }, iter: 300, threads: 2);

    [Fact]
    public void Branches_merge_to_the_same_in_either_direction() => Gen.Select(
        Commands.Array[0, 8], Commands.Array[1, 8], Commands.Array[1, 8]).Sample((before, left, right) =>
    {
        string root = _folder[Guid.NewGuid().ToString("N")];
        var time = new FakeTimeProvider(Start);
        var trunk = new Branch(root, time);
        foreach (Command command in before) trunk.Run(command);
        string common = trunk.Text;
        string[] added = [.. new[] { left, right }.Select((commands, i) =>
        {
            var branch = new Branch($"{root}-{i}", time, common);
            foreach (Command command in commands) branch.Run(command);
            return branch.Text[common.Length..];
        })];
        Branch one = new($"{root}-lr", time, common + added[0] + added[1]), other = new($"{root}-rl", time, common + added[1] + added[0]);
        Assert.Equal(one.Actual(), other.Actual());
        Assert.Equal(one.Conflicts(), other.Conflicts());
        // A new label settles a conflict, for good.
        foreach ((string id, string name) in one.Conflicts()) one.Set([id], name, "settled");
        Assert.Empty(one.Conflicts());
    }, iter: 200, threads: 2);

    /// <summary>A collection and its model.</summary>
    private sealed class Branch
    {
        private readonly Workspace _workspace;
        private readonly Recorder _port = new();
        private readonly string _root;

        // What each transaction has changed: from what to what.
        private readonly List<(string Id, Dictionary<(string, string), (string? From, string? To)> Changes)> _transactions = [];

        public Branch(string root, FakeTimeProvider time, string text = "")
        {
            _root = root;
            _workspace = new Workspace(time);
            time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);
            Collection.Create(root, "test", null, null);
            if (text.Length > 0) File.WriteAllText(LedgerPath, text);
            Expected = Actual();
        }

        public SortedDictionary<(string Id, string Name), string> Expected { get; }

        public string Text => File.Exists(LedgerPath) ? File.ReadAllText(LedgerPath) : "";

        private string LedgerPath => Path.Combine(_root, Ledger.FileName);

        // As another process reads them.
        public SortedDictionary<(string Id, string Name), string> Actual() => new(Collection.Open(_root).Ledger.Read().Intact().Current
            .ToDictionary(entry => (entry.Id, entry.Name), entry => entry.Value!));

        public (string Id, string Name)[] Conflicts() => [.. Collection.Open(_root).Ledger.Read().Intact().Conflicts
            .Select(heads => (heads[0].Id, heads[0].Name)).Order()];

        public void Run(Command command)
        {
            string[] ids = [.. Enumerable.Range(command.First, command.Count).Select(i => $"id{i % Datasets}")];
            (string name, string other) = (Names[command.Name], Names[command.Other]);
            if (command.Kind < 6) Set(ids, name, command.Value);
            else if (command.Kind < 8) Rename(name, other);
            else if (_transactions.Count > 0) Undo(_transactions[command.Undone % _transactions.Count].Id);
        }

        public void Set(string[] ids, string name, string? value)
        {
            var transaction = new LabelTransaction(_workspace);
            foreach (string id in ids)
            {
                if (value is null) transaction.Remove(id, Path.Combine(_root, id), name);
                else transaction.Set(id, Path.Combine(_root, id), name, value);
            }
            Follow(transaction.Commit(_port, CancellationToken.None), ids.ToDictionary(id => (id, name), _ => value));
        }

        private void Rename(string name, string other)
        {
            var old = Expected.Where(label => label.Key.Name == name).ToArray();
            bool isRefused = old.Length == 0 || (name != other && old.Any(
                label => Expected.TryGetValue((label.Key.Id, other), out string? there) && there != label.Value));
            IReadOnlyList<WrittenLabel> Commit() =>
                new LabelRename(_workspace) { Name = name, NewName = other }.Commit(_root, _port, CancellationToken.None);
            if (isRefused)
            {
                Assert.Throws<LensException>(Commit);
                return;
            }
            var changes = new Dictionary<(string, string), string?>();
            foreach (((string id, _), string value) in old)
            {
                if (name != other) changes[(id, name)] = null;
                changes[(id, other)] = value;
            }
            Follow(Commit(), changes);
        }

        // What was changed since cannot be undone alone.
        private void Undo(string id)
        {
            int number = _transactions.FindIndex(transaction => transaction.Id == id);
            bool isBuiltUpon = _transactions.Skip(number + 1)
                .Any(later => later.Changes.Keys.Any(_transactions[number].Changes.ContainsKey));
            IReadOnlyList<WrittenLabel> Commit() => new LabelUndo(_workspace) { Transactions = [id] }
                .Commit(_workspace.Collections.OfFolder(_root), _port, CancellationToken.None);
            if (isBuiltUpon) Assert.Equal("LensLabelUndoRefused", Assert.Throws<LensException>(Commit).Error.Id);
            else Follow(Commit(), _transactions[number].Changes.ToDictionary(change => change.Key, change => change.Value.From));
        }

        private void Follow(IReadOnlyList<WrittenLabel> written, Dictionary<(string Id, string Name), string?> wanted)
        {
            var changes = new Dictionary<(string, string), (string? From, string? To)>();
            foreach (((string, string) key, string? value) in wanted)
            {
                string? before = Expected.GetValueOrDefault(key);
                if (before == value) continue;
                changes[key] = (before, value);
                if (value is null) Expected.Remove(key);
                else Expected[key] = value;
            }
            // Only what changes is written.
            Assert.Equal(changes.Keys.Order(), written.Select(label => (label.Entry.Id, label.Entry.Name)).Order());
            if (changes.Count > 0) _transactions.Add((written[0].Entry.Transaction, changes));
        }
    }
}
