using LensTools.Engine.Files;

namespace LensTools.Engine.Tests.Files;

/// <summary>Paths that every host can have.</summary>
public sealed class PortablePathTests
{
    [Theory]
    [InlineData("run[1].h5")]
    [InlineData("a b#c%20d&e+f;g.dat")]
    [InlineData("Größe-µ/x.dat")]
    [InlineData("CONtrol.dat")]
    public void Good_names_are_left_alone(string path) => Assert.Null(PortablePath.Problem(path));

    [Theory]
    [InlineData("con.txt")]
    [InlineData("a/LPT1")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("trailing. ")]
    [InlineData("trailing.")]
    [InlineData("what?.dat")]
    [InlineData("a:b")]
    [InlineData("tab\t.dat")]
    [InlineData("back\\slash")]
    public void Names_that_some_host_cannot_have_are_named(string path) => Assert.NotNull(PortablePath.Problem(path));

    [Fact]
    public void Names_longer_than_255_bytes_are_named()
    {
        Assert.Null(PortablePath.Problem(new string('a', 255)));
        Assert.NotNull(PortablePath.Problem(new string('ö', 128)));
    }

    [Fact]
    public void Decomposed_names_become_composed_ones() =>
        Assert.Equal("Gr\u00f6\u00dfe.dat", PortablePath.Relative("/data", "/data/Gro\u0308\u00dfe.dat"));

    [Fact]
    public void A_file_elsewhere_keeps_its_name_only() => Assert.Equal("x.dat", PortablePath.Relative("/data/set", "/data/x.dat"));
}
