using System.Management.Automation;
using LensTools.Completion;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;
using LensTools.Engine.Labels;
using LensTools.Hosting;

namespace LensTools.Commands;

/// <summary>Compares the labels of two collections, two times or two authors: agreement, Cohen's κ, and what they differ in.</summary>
[Cmdlet(VerbsData.Compare, "LensLabel", DefaultParameterSetName = CollectionSet)]
[OutputType(typeof(LensLabelAgreement))]
public sealed class CompareLensLabelCommand : LensPathCmdlet
{
    private const string CollectionSet = "Collection";
    private const string TimeSet = "Time";
    private const string AuthorSet = "Author";

    // Where the datasets of the second side are.
    private Collection? _root;

    /// <summary>A folder of the first collection.</summary>
    [Parameter(ParameterSetName = CollectionSet, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string ReferencePath { get; set; } = "";

    /// <summary>A folder of the collection that is compared with it.</summary>
    [Parameter(ParameterSetName = CollectionSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string DifferencePath { get; set; } = "";

    /// <summary>The labels that were current then.</summary>
    [Parameter(ParameterSetName = TimeSet, Mandatory = true)]
    public DateTime ReferenceTime { get; set; }

    /// <summary>The labels that were current then; by default those of now.</summary>
    [Parameter(ParameterSetName = TimeSet)]
    public DateTime DifferenceTime { get; set; } = DateTime.MaxValue;

    /// <summary>The labels that this author gave last.</summary>
    [Parameter(ParameterSetName = AuthorSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string ReferenceAuthor { get; set; } = "";

    /// <summary>The labels that this author gave last.</summary>
    [Parameter(ParameterSetName = AuthorSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string DifferenceAuthor { get; set; } = "";

    /// <summary>A folder of the collection; by default the current one.</summary>
    [Parameter(ParameterSetName = TimeSet)]
    [Parameter(ParameterSetName = AuthorSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Compare only labels with these names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LabelNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ForCommand(() =>
        {
            (IEnumerable<LedgerEntry> reference, IEnumerable<LedgerEntry> difference) = Sides();
            WildcardPattern[] names = [.. Name.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
            foreach (LabelAgreement agreement in LabelComparison.Compare(reference, difference))
                if (names.Any(name => name.IsMatch(agreement.Name))) WriteObject(new LensLabelAgreement(agreement, _root!.Root));
        });
        base.EndProcessing();
    }

    private (IEnumerable<LedgerEntry> Reference, IEnumerable<LedgerEntry> Difference) Sides()
    {
        if (ParameterSetName == CollectionSet)
        {
            Collection reference = Find(ReferencePath), difference = _root = Find(DifferencePath);
            if (reference == difference)
                throw new LensException(new LensError(
                    ErrorKind.InputInvalid,
                    $"{ReferencePath} and {DifferencePath} are of one collection, {reference.Root}.",
                    reference.Root,
                    "Give folders of two collections, or two times or two authors of one."));
            return (reference.Ledger.Read().Intact().Current, difference.Ledger.Read().Intact().Current);
        }
        LedgerState ledger = (_root = Find(Path)).Ledger.Read().Intact();
        if (ParameterSetName == AuthorSet)
            return (ByAuthor(ledger, ReferenceAuthor), ByAuthor(ledger, DifferenceAuthor));
        return (
            LabelComparison.At(ledger, ReferenceTime.ToUniversalTime()),
            LabelComparison.At(ledger, DifferenceTime == DateTime.MaxValue ? DateTime.MaxValue : DifferenceTime.ToUniversalTime()));
    }

    private static IEnumerable<LedgerEntry> ByAuthor(LedgerState ledger, string author) =>
        ledger.History.Any(entry => LabelAuthor.Is(entry.By, author))
            ? LabelComparison.Of(ledger, author)
            : throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"{author} has given no label of this collection.",
                author,
                $"Those who have: {string.Join(", ", ledger.History.Select(entry => LabelAuthor.NameOf(entry.By)).Distinct())}."));

    private Collection Find(string path) => Workspace.Collections.OfFolder(ResolveFolder(path));
}
