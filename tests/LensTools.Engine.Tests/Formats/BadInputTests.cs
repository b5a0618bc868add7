using System.Text;
using LensTools.Engine.Datasets;
using LensTools.Engine.Formats;
using LensTools.Testing;

namespace LensTools.Engine.Tests.Formats;

/// <summary>What is broken or hostile ends in a description or in one clear error, in bounded memory.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Rows = "0.01 9 0.1\n0.02 8 0.1\n0.03 7 0.1\n0.04 6 0.1\n0.05 5 0.1\n0.06 4 0.1\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_of_five_gigabytes_is_not_read_to_its_end()
    {
        using var folder = new TestFolder();
        string path = folder["long.dat"];
        using (FileStream file = File.Create(path))
        {
            file.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0.123 ", 1 << 18))));
            file.SetLength(5L << 30);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        FileOutcome outcome = FormatRegistry.Describe(path, TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Datasets);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 32 << 20);
    }

    [Fact]
    public void A_million_columns_are_no_curve()
    {
        string row = string.Concat(Enumerable.Repeat("1 ", 1_000_000)) + "\n";
        FileOutcome outcome = Describe("wide.dat", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(row, 6))));
        Assert.Empty(outcome.Datasets);
        Assert.NotNull(outcome.SkippedBecause);
    }

    [Theory]
    [InlineData("# of the errors")]
    [InlineData("0.5 n/a 3")]
    public void Lines_amid_a_matrix_too_wide_for_a_table_leave_it_passed_over(string line)
    {
        string rows = string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat("1 ", 100)) + "\n", 100));
        FileOutcome outcome = Describe("matrix.dat", Encoding.ASCII.GetBytes($"{rows}{line}\n{rows}"));
        Assert.Null(outcome.Error);
        Assert.NotNull(outcome.SkippedBecause);
    }

    [Fact]
    public void Decimal_commas_are_read()
    {
        foreach (string separator in new[] { "\t", " ", ";" })
        {
            string text = string.Concat(Enumerable.Range(1, 40).Select(
                i => string.Join(separator, $"0,0{i:00}", $"{100 - i},5", "0,25") + "\n"));
            Signal curve = Assert.Single(
                Read("komma.dat", Encoding.ASCII.GetBytes("Q [1/A]" + separator + "I [1/cm]" + separator + "dI\n" + text)).ReadSignals());
            Assert.Equal(40, curve.Q.Length);
            Assert.Equal(0.001, curve.Q[0]);
            Assert.Equal(60.5, curve.I[39]);
            Assert.Equal(0.25, curve.Idev!.Value[39]);
        }
    }

    [Theory]
    [InlineData("-1.#IND")]
    [InlineData("nan")]
    [InlineData("-nan(ind)")]
    [InlineData("1.#QNAN")]
    public void Numbers_that_are_none_are_read_as_such(string spelling)
    {
        Signal curve = Assert.Single(Read("nan.dat", Encoding.ASCII.GetBytes(Rows + $"0.07 {spelling} 0.1\n0.08 2 0.1\n")).ReadSignals());
        Assert.Equal(8, curve.I.Length);
        Assert.True(double.IsNaN(curve.I[6]));
        Assert.Equal(2, curve.I[7]);
    }

    [Fact]
    public void Rows_go_on_behind_one_that_is_written_in_another_way()
    {
        // Long enough for the rows to be parsed in several pieces, with a stranger in each.
        var text = new StringBuilder();
        for (int i = 1; i <= 120_000; i++)
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{i * 1e-6:E6} {(i % 30_000 == 0 ? "NaN" : i.ToString(System.Globalization.CultureInfo.InvariantCulture))} "
                    + $"1{(i % 50_000 == 0 ? "\r\n\r\n" : "\n")}");
        Signal curve = Assert.Single(Read("rows.dat", Encoding.ASCII.GetBytes(text.ToString())).ReadSignals());
        Assert.Equal(120_000, curve.Q.Length);
        Assert.Equal(4, curve.I.Count(double.IsNaN));
        Assert.Equal(
            Enumerable.Range(1, 120_000).Where(i => i % 30_000 != 0).Sum(i => (double)i), curve.I.Where(i => !double.IsNaN(i)).Sum());
        Assert.Equal(120_000 * 1e-6, curve.Q[^1], 12);
    }

    [Fact]
    public void Numbers_are_the_nearest_doubles()
    {
        // The framework's parser is the judge.
        var random = new Random(5);
        string[] words = [.. Enumerable.Range(0, 30_000).Select(
            _ => (BitConverter.Int64BitsToDouble(random.NextInt64()) is var d && double.IsFinite(d) ? d : 0.5).ToString(
                random.Next(3) switch { 0 => "R", 1 => "E5", _ => "E17" }, System.Globalization.CultureInfo.InvariantCulture))];
        string text = string.Concat(words.Select(
            (word, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i * 1e-5:F5} {word} 1\n")));
        Signal curve = Assert.Single(Read("exact.dat", Encoding.ASCII.GetBytes(text)).ReadSignals());
        Assert.Equal(words.Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture)), curve.I);
    }

    [Theory]
    [InlineData("a.h5")]
    [InlineData("a.nxs")]
    [InlineData("a.xml")]
    [InlineData("a.dat")]
    [InlineData("a.ort")]
    [InlineData("a.out")]
    public void Binary_noise_is_passed_over(string name)
    {
        byte[] noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        FileOutcome outcome = Describe(name, noise);
        Assert.Empty(outcome.Datasets);
        Assert.True(outcome.SkippedBecause is not null || outcome.Error is not null);
    }

    [Fact]
    public void Beginnings_of_real_files_end_in_one_error_or_none()
    {
        string corpora = Repository.Corpora();
        string[] names =
        [
            "lysozyme_SAXS/processed_data/GNOM/S_A_02700_F2-T1_lys_8_000.out", "orsopy/examples/prist5_10K_m_025.Rqz.ort",
            "sasdata/sasdata/example_data/2d_data/P_New.sans", "sasdata/sasdata/example_data/1d_data/10wtAOT_Reline_120_reduced.pdh",
            "sasdata/sasdata/example_data/sesans_data/sphere2micron.ses",
            "sasdata/sasdata/example_data/convertible_files/YBCO_12685__ISIS2D.txt", "sasdata/sasdata/example_data/1d_data/apoferritin.txt",
            "NXcanSAS_examples/resources/ILL/044753_t25.dat",
            "lysozyme_SAXS/scattering_data/processed/02700_F2-T1_lys_8_000.dat", "ISIS-LOQ-SANS/original_reduced_data/GFP_10mgml_rear.xml",
            "punx/punx/data/cs_af1410.h5",
        ];
        foreach (string name in names)
        {
            byte[] whole = File.ReadAllBytes(Path.Combine(corpora, name));
            for (int part = 1; part < 12; part++)
            {
                FileOutcome outcome = Describe(Path.GetFileName(name), whole[..(whole.Length * part / 12)]);
                // A catch-all in the registry would say that its reader met a place that it does not know.
                Assert.DoesNotContain("does not know", outcome.Error?.Message ?? "", StringComparison.Ordinal);
                foreach (Dataset dataset in outcome.Datasets)
                {
                    try
                    {
                        using DatasetReading reading = dataset.Open(TestContext.Current.CancellationToken);
                        reading.VerifyArrays();
                    }
                    catch (Hosting.LensException problem)
                    {
                        Assert.Contains(dataset.Path, problem.Error.Message, StringComparison.Ordinal);
                    }
                }
            }
        }
    }

    [Fact]
    public void An_XML_bomb_is_refused_at_its_DTD()
    {
        string bomb = "<?xml version=\"1.0\"?><!DOCTYPE SASroot [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
            + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><SASroot version=\"1.1\"><SASentry><Title>&c;</Title></SASentry></SASroot>";
        FileOutcome outcome = Describe("bomb.xml", Encoding.ASCII.GetBytes(bomb));
        Assert.Equal("LensFileDamaged", outcome.Error?.Id);
        Assert.Contains("DTD", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void YAML_that_refers_to_itself_a_billion_times_is_bounded()
    {
        var yaml = new StringBuilder(
            "# # ORSO reflectivity data file | 1.0 standard | YAML encoding | https://www.reflectometry.org/\n"
                + "# a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++)
            yaml.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"# a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        yaml.Append("0.01 1 0.1\n0.02 0.5 0.1\n");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(2, Read("bomb.ort", Encoding.ASCII.GetBytes(yaml.ToString())).Points);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
    }

    [Fact]
    public void Two_entries_of_one_name_are_told_apart()
    {
        const string Entry = "<SASentry name=\"same\"><Title>t</Title><Run>1</Run><SASdata><Idata><Q unit=\"1/A\">0.1</Q>"
            + "<I unit=\"1/cm\">1</I></Idata></SASdata></SASentry>";
        using var folder = new TestFolder();
        FileOutcome outcome = FormatRegistry.Describe(
            folder.Write("twins.xml", $"<SASroot version=\"1.1\" xmlns=\"urn:cansas1d:1.1\">{Entry}{Entry}</SASroot>"),
            TestContext.Current.CancellationToken);
        Assert.Equal(2, outcome.Datasets.Select(d => d.Entry).Distinct().Count());
        Assert.All(outcome.Datasets, d => Assert.Single(d.ReadSignals()));
    }

    private static FileOutcome Describe(string name, byte[] bytes)
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder[name], bytes);
        return FormatRegistry.Describe(folder[name], TestContext.Current.CancellationToken);
    }

    private Dataset Read(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return Session.Read(_folder[name]);
    }
}
