using LensTools.Engine.Collections;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Labels;

/// <summary>What a command did to labels can be undone, and so can that; never a label that a later one builds on.</summary>
public sealed class UndoTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Session _session = new();

    public UndoTests() => Collection.Create(_folder.Path, "test", null, null);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_confirmation_is_undone_and_does_not_count()
    {
        var session = new Session();
        Dataset dataset = Session.Read(_folder.Write("a.dat", "0.01 10 1\n0.02 9 1\n0.03 8 1\n0.04 7 1\n0.05 6 1\n"));
        void Give(string value, string author)
        {
            var transaction = new LabelTransaction(session.Workspace) { Author = author };
            transaction.Add(dataset, new Dictionary<string, string?> { ["quality"] = value });
            transaction.Commit(session.Port, CancellationToken.None);
        }

        Give("good", "Ann");
        Give("good", "Bob");
        LedgerState Ledger() => session.Locator.OfFolder(_folder.Path).Ledger.Read();
        Assert.Equal(["Ann", "Bob"], Ledger().History.Select(entry => entry.By));
        new LabelUndo(session.Workspace) { Author = "Bob" }.Commit(
            session.Locator.OfFolder(_folder.Path), session.Port, CancellationToken.None);
        Assert.Empty(LabelComparison.Of(Ledger(), "Bob"));
        Assert.Equal("good", Assert.Single(LabelComparison.Of(Ledger(), "Ann")).Value);
        Assert.Equal("good", Assert.Single(Ledger().Current).Value);
    }

    [Fact]
    public void The_last_transaction_is_undone_and_that_too()
    {
        Dataset[] sets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        _session.Label([sets[0]], "quality", "good");
        _session.Label(sets, "quality", "poor", "a mistake");
        Assert.Equal(2, Undo().Count);
        Assert.Equal("good", ValueOf(sets[0]));
        Assert.Null(ValueOf(sets[1]));
        Undo();
        Assert.Equal(["poor", "poor"], sets.Select(ValueOf));
        // All of it stays in the history.
        Assert.Equal(7, Collection.Open(_folder.Path).Ledger.Read().History.Count);
    }

    [Fact]
    public void A_removed_label_comes_back()
    {
        Dataset set = AddCurve("a.dat", 1);
        _session.Label([set], "quality", "good");
        _session.Label([set], "quality", null);
        LedgerEntry written = Assert.Single(Undo());
        Assert.Equal(("good", "label"), (written.Value, written.Kind));
        Assert.NotNull(written.Undoes);
    }

    [Fact]
    public void What_a_later_label_builds_on_is_not_undone()
    {
        Dataset[] sets = [AddCurve("a.dat", 1), AddCurve("b.dat", 2)];
        string first = _session.Label(sets, "quality", "good")[0].Transaction;
        string later = _session.Label([sets[1]], "quality", "poor")[0].Transaction;
        LensException problem = Assert.Throws<LensException>(() => Undo(first));
        Assert.Equal(ErrorKind.LabelUndoRefused, problem.Error.Kind);
        Assert.Contains($"-Transaction {later}", problem.Error.Advice, StringComparison.Ordinal);
        Assert.Equal(["good", "poor"], sets.Select(ValueOf));
        // Both together can be undone.
        Assert.Equal(2, Undo(first, later).Count);
        Assert.All(sets, set => Assert.Null(ValueOf(set)));
    }

    [Fact]
    public void An_unknown_transaction_and_an_empty_ledger_are_errors()
    {
        Assert.Equal(ErrorKind.TransactionNotFound, Assert.Throws<LensException>(() => Undo()).Error.Kind);
        _session.Label([AddCurve("a.dat", 1)], "quality", "good");
        Assert.Equal(ErrorKind.TransactionNotFound, Assert.Throws<LensException>(() => Undo("none")).Error.Kind);
    }

    [Theory]
    [InlineData("A. Steward")]
    [InlineData("a. steward <a@example.org>")]
    public void An_author_is_asked_for_with_or_without_the_address(string by)
    {
        Dataset set = AddCurve("a.dat", 1);
        var given = new LabelTransaction(_session.Workspace) { Author = "A. Steward <a@example.org>" };
        given.Add(set, new Dictionary<string, string?> { ["quality"] = "good" });
        given.Commit(_session.Port, TestContext.Current.CancellationToken);
        Assert.Single(new LabelUndo(_session.Workspace) { By = by }.Commit(
            _session.Workspace.Collections.Find(_folder["x.dat"])!, _session.Port, TestContext.Current.CancellationToken));
        Assert.Null(ValueOf(set));
    }

    [Fact]
    public void A_label_is_removed_wherever_its_file_is_and_whatever_the_vocabulary_says()
    {
        Dataset set = AddCurve("a.dat", 1);
        LedgerEntry given = _session.Label([set], "quality", "good")[0];
        File.Delete(_folder["a.dat"]);
        var removal = new LabelTransaction(_session.Workspace);
        removal.Remove(given.Id, _folder["a.dat"], "quality");
        removal.Remove(given.Id, _folder["a.dat"], "not in the vocabulary");
        WrittenLabel written = Assert.Single(removal.Commit(_session.Port, TestContext.Current.CancellationToken));
        Assert.Equal(("quality", null, "a.dat"), (written.Entry.Name, written.Entry.Value, written.Entry.Path));
        Assert.Empty(Collection.Open(_folder.Path).Ledger.Read().Of(given.Id));
    }

    /// <summary>git-config(1): the repository's values come before the user's, key by key.</summary>
    [Fact]
    public void The_author_is_what_git_would_write()
    {
        string git = Directory.CreateDirectory(_folder["repository/.git"]).FullName;
        File.WriteAllText(
            Path.Combine(git, "config"),
            "[core]\n\tbare = false\n[user]\n\temail = here@example.org\n\tname = \"A. Steward\"\n");
        Collection collection = Collection.Create(_folder["repository"], "test", null, null);
        Assert.Equal("A. Steward <here@example.org>", LabelAuthor.Of(null, collection));
        Assert.Equal("me", LabelAuthor.Of("me", collection));
        File.WriteAllText(Path.Combine(git, "config"), "[user]\n\temail = here@example.org\n");
        Assert.EndsWith("here@example.org", LabelAuthor.Of(null, collection).TrimEnd('>'), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_changes_and_undos_are_those_of_a_simple_model()
    {
        string?[] values = ["good", "usable", "poor", null];
        for (int seed = 0; seed < 20; seed++)
        {
            using var folder = new TestFolder();
            Collection.Create(folder.Path, "test", null, null);
            var session = new Session();
            Dataset[] sets = [.. Enumerable.Range(0, 4).Select(i => AddCurve(folder, $"{i}.dat", i + 1))];
            var random = new Random(seed);
            // The states before each transaction; undoing the last one restores the last of them.
            var before = new Stack<string?[]>();
            string?[] model = new string?[sets.Length];
            for (int step = 0; step < 15; step++)
            {
                if (before.Count > 0 && random.Next(3) == 0)
                {
                    string?[] restored = before.Pop();
                    Undo(session, folder);
                    // The undo is a transaction itself: undone next, it brings back what was undone.
                    before.Push(model);
                    model = restored;
                }
                else
                {
                    int[] chosen = [.. Enumerable.Range(0, sets.Length).Where(_ => random.Next(2) == 0)];
                    string? value = values[random.Next(values.Length)];
                    string?[] next = [.. model.Select((old, i) => chosen.Contains(i) ? value : old)];
                    session.Label(chosen.Select(i => sets[i]), "quality", value);
                    if (next.SequenceEqual(model)) continue;
                    before.Push(model);
                    model = next;
                }
                Assert.Equal(model, sets.Select(set => ValueOf(session, set)));
            }
        }
    }

    private IReadOnlyList<LedgerEntry> Undo(params string[] transactions) => Undo(_session, _folder, transactions);

    private static IReadOnlyList<LedgerEntry> Undo(Session session, TestFolder folder, params string[] transactions) =>
        [.. new LabelUndo(session.Workspace) { Transactions = transactions }
            .Commit(session.Workspace.Collections.Find(folder["x.dat"])!, session.Port, TestContext.Current.CancellationToken)
            .Select(written => written.Entry)];

    private string? ValueOf(Dataset dataset) => ValueOf(_session, dataset);

    private static string? ValueOf(Session session, Dataset dataset) =>
        session.Labels.Of(dataset, TestContext.Current.CancellationToken).GetValueOrDefault("quality")?.Value;

    private Dataset AddCurve(string name, int factor) => AddCurve(_folder, name, factor);

    private static Dataset AddCurve(TestFolder folder, string name, int factor)
    {
        File.WriteAllText(folder[name], string.Concat(Enumerable.Range(1, 6).Select(i => $"0.0{i} {(10 - i) * factor} 1\n")));
        return Session.Read(folder[name]);
    }
}
