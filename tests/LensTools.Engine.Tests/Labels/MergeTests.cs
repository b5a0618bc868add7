using LensTools.Engine.Collections;
using LensTools.Engine.Labels;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Labels;

/// <summary>
/// Two branches that both labelled are merged by real git, with the union driver of the collection's .gitattributes; the direction makes
/// no difference, and what neither saw of the other is a conflict.
/// </summary>
public sealed class MergeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Either_direction_gives_the_same_labels_and_names_what_disagrees()
    {
        string origin = _folder["origin"];
        Collection.Create(origin, "test", null, null);
        for (int i = 0; i < 3; i++) Write(origin, i);
        Label(origin, 0, "quality", "good");
        Git(origin, "init", "-q", "-b", "main");
        Commit(origin, "first");
        foreach (string clone in new[] { "one", "two" }) Git(_folder.Path, "clone", "-q", origin, clone);

        string one = _folder["one"], two = _folder["two"];
        Label(one, 0, "quality", "poor");
        Label(one, 1, "split", "train");
        Commit(one, "one");
        Label(two, 0, "quality", "usable");
        Label(two, 1, "split", "train");
        Label(two, 2, "split", "test");
        Commit(two, "two");
        Git(one, "fetch", "-q", two, "main:other");
        Git(two, "fetch", "-q", one, "main:other");
        Git(one, "merge", "-q", "-m", "merged", "other");
        Git(two, "merge", "-q", "-m", "merged", "other");

        LedgerState first = Read(one), second = Read(two);
        Assert.Empty(first.Damage);
        Assert.Equal(Labels(first), Labels(second));
        // The later label is current; both are named. Who agrees is no conflict.
        Assert.Equal("usable", Assert.Single(Labels(first), label => label.Name == "quality").Value);
        foreach (LedgerState state in new[] { first, second })
            Assert.Equal(["poor", "usable"], Assert.Single(state.Conflicts).Select(head => head.Value));

        // An ordinary label settles it, also when that is merged on.
        Label(one, 0, "quality", "good");
        Assert.Empty(Read(one).Conflicts);
        Commit(one, "settled");
        Git(two, "pull", "-q", "--no-rebase", one, "main");
        Assert.Empty(Read(two).Conflicts);
        Assert.Equal(Labels(Read(one)), Labels(Read(two)));
    }

    [Fact]
    public void Lines_of_earlier_versions_are_no_conflicts()
    {
        string origin = _folder["origin"];
        Collection.Create(origin, "test", null, null);
        Write(origin, 0);
        Label(origin, 0, "quality", "good");
        string ledger = Path.Combine(origin, Ledger.FileName);
        LedgerEntry first = Read(origin).History[0];
        // Version 0 had no transactions that close, and did not say what a line replaces.
        File.WriteAllText(
            ledger,
            $$"""
            {"transaction":"a","at":"2026-01-01T00:00:00Z","by":"x","id":"{{first.Id}}","path":"0.dat","name":"quality","value":"good"}
            {"transaction":"b","at":"2026-01-02T00:00:00Z","by":"x","id":"{{first.Id}}","path":"0.dat","name":"quality","value":"poor"}

            """);
        Assert.Empty(Read(origin).Conflicts);
        Label(origin, 0, "quality", "usable");
        Assert.Equal("b", Read(origin).History[^1].Replaces);
        Assert.Empty(Read(origin).Conflicts);
    }

    private static IReadOnlyList<(string Path, string Name, string? Value)> Labels(LedgerState state) =>
        [.. state.Current.Select(label => (label.Path, label.Name, label.Value)).Order()];

    private static LedgerState Read(string root) => Collection.Open(root).Ledger.Read();

    private static void Label(string root, int set, string name, string value)
    {
        var session = new Session();
        session.Label([Session.Read(Path.Combine(root, $"{set}.dat"))], name, value);
    }

    private static void Write(string root, int set) => File.WriteAllText(
        Path.Combine(root, $"{set}.dat"), string.Concat(Enumerable.Range(1, 6).Select(i => $"0.0{i} {(10 - i) * (set + 1)} 1\n")));

    private static void Commit(string root, string message)
    {
        Git(root, "add", "-A");
        Git(root, "commit", "-q", "-m", message);
    }

    private static void Git(string folder, params string[] arguments)
    {
        Assert.SkipWhen(Tool.Find("git") is null, "git is not installed");
        (int code, string output, string error) = Tool.Run(
            "git", ["-C", folder, "-c", "user.name=A. Steward", "-c", "user.email=steward@example.org", .. arguments]);
        Assert.True(code == 0, $"git {string.Join(' ', arguments)}: {output}{error}");
    }
}
