using System.Text.RegularExpressions;
using LensTools.Engine.Checks;
using LensTools.Engine.Curation;
using LensTools.Engine.Listing;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Similarity;

/// <summary>
/// Real curves that bytes do not show to be alike: the same set in other formats and repositories (domain.md §3), and frames of one
/// sample. What the files are called says what is true.
/// </summary>
public sealed partial class CorporaTests
{
    private static readonly Lazy<(string One, string Other)[]> Pairs = new(Find);

    [Theory]
    // In three repositories, in HDF5 and XML.
    [InlineData("33837rear_1D_1.75_16.5_NXcanSAS.h5", "33837rear_1D_1.75_16.5_")]
    [InlineData("1998spheres.h5#sasentry_0", "1998spheres.xml#")]
    [InlineData("1998spheres.h5#sasentry_1", "1998spheres.xml#")]
    [InlineData("bimodal-test1.xml", "bimodal-test1.h5")]
    [InlineData("Z83000.xml", "Z83000.I1D")]
    [InlineData("TestExtensions.nxs", "ISIS_1_")]
    // A result of GNOM holds the curve that it was made from.
    [InlineData("S_A_02700_F2-T1_lys_8_000.dat", "S_A_02700_F2-T1_lys_8_000.out")]
    public void A_curve_in_another_file_is_found(string one, string other)
    {
        (string One, string Other)[] found = [.. Pairs.Value.Where(pair => pair.One.Contains(one, StringComparison.Ordinal))];
        Assert.NotEmpty(found);
        Assert.All(found, pair => Assert.Contains(other, pair.Other));
    }

    [Fact]
    public void Frames_are_like_frames_of_their_own_concentration_only()
    {
        (string One, string Other)[] frames = [.. Pairs.Value
            .Where(pair => pair.One.Contains("/processed/", StringComparison.Ordinal) && Frame().IsMatch(pair.One))];
        // Ten of each of five concentrations and the buffer, of which each but the first has others before it.
        Assert.True(frames.Length > 40, $"{frames.Length} frames were found");
        Assert.All(frames, pair => Assert.Equal(Frame().Match(pair.One).Value, Frame().Match(pair.Other).Value));
    }

    [Fact]
    public void A_heat_treatment_of_a_steel_is_like_itself_only()
    {
        (string One, string Other)[] found = [.. Pairs.Value.Where(pair => Treatment().IsMatch(pair.One))];
        Assert.True(found.Length >= 20, $"{found.Length} were found");
        Assert.All(found, pair => Assert.Equal(Treatment().Match(pair.One).Groups[1].Value, Treatment().Match(pair.Other).Groups[1].Value));
    }

    private static (string One, string Other)[] Find()
    {
        using var workspace = new Workspace();
        var curator = new Curator(workspace) { Rules = new RuleSelection(["Collection.NearDuplicate"], []) };
        var listing = new DatasetListing(workspace) { Recurse = true };
        return [.. curator.Curate(listing, [Repository.Corpora()], new Recorder(), CancellationToken.None)
            .SelectMany(file => file.Results)
            .SelectMany(result => result.Findings, (result, finding) => (result, finding))
            .Where(one => one.finding.Rule == "Collection.NearDuplicate")
            .Select(one => (
                Portable($"{one.result.Path}#{one.result.Dataset!.Entry}".TrimEnd('#')),
                Portable(Like().Match(one.finding.Seen).Groups[1].Value)))];

        static string Portable(string path) => path.Replace('\\', '/');
    }

    [GeneratedRegex("^its curve is like that of (.+?): ")]
    private static partial Regex Like();

    [GeneratedRegex(@"\d{5}_F\d-T1_[a-z_]*\d?")]
    private static partial Regex Frame();

    [GeneratedRegex("AF1410[_:](..)$")]
    private static partial Regex Treatment();
}
