using System.Globalization;
using System.Text;

namespace LensTools.Examples;

/// <summary>Writes the text formats.</summary>
internal static class TextFiles
{
    private const double NanometresPerAngstrom = 10;

    public static void WriteColumns(
        string path,
        Instrument instrument,
        Sample sample,
        int concentration,
        int run,
        Measurement measured,
        bool hasUncertainty,
        double factor)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Title: {sample.Name}, {concentration} mg/ml in D2O\n");
        text.Append(CultureInfo.InvariantCulture, $"# Sample: {sample.Name}\n");
        text.Append(CultureInfo.InvariantCulture, $"# Facility: {instrument.Facility}\n# Instrument: {instrument.Name}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"# Run: {run}\n# Proposal: 9-13-1001\n# Wavelength: 6.0 A\n# Detector distance: 8.0 m\n"
                + $"# Start time: 2026-03-14T09:{run % 60:00}:00+01:00\n# Radiation: neutron\n");
        text.Append(hasUncertainty ? "# Q (1/A)      I (1/cm)      dI (1/cm)\n" : "# Q (1/A)      I (1/cm)\n");
        for (int i = 0; i < measured.Q.Length; i++)
        {
            text.Append(Rounding.Text(measured.Q[i] * factor)).Append("  ").Append(Rounding.Text(measured.I[i]));
            if (hasUncertainty) text.Append("  ").Append(Rounding.Text(measured.Idev[i]));
            text.Append('\n');
        }
        File.WriteAllText(path, text.ToString());
    }

    public static void WriteCanSas(string path, Instrument instrument, string sample, string title, int run, Measurement measured)
    {
        var text = new StringBuilder();
        text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SASroot version=\"1.1\" xmlns=\"urn:cansas1d:1.1\">\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"  <SASentry name=\"run{run}\">\n    <Title>{title}</Title>\n    <Run>{run}</Run>\n    <SASdata>\n");
        for (int i = 0; i < measured.Q.Length; i++)
        {
            string q = Rounding.Text(measured.Q[i] * NanometresPerAngstrom);
            text.Append(
                CultureInfo.InvariantCulture,
                $"      <Idata><Q unit=\"1/nm\">{q}</Q><I unit=\"1/cm\">{Rounding.Text(measured.I[i])}</I>"
                    + $"<Idev unit=\"1/cm\">{Rounding.Text(measured.Idev[i])}</Idev></Idata>\n");
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"    </SASdata>\n    <SASsample>\n      <ID>{sample}</ID>\n      <thickness unit=\"mm\">1.0</thickness>\n    </SASsample>\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"    <SASinstrument>\n      <name>{instrument.Name}</name>\n      <SASsource>\n        <radiation>neutron</radiation>\n"
                + $"        <wavelength unit=\"A\">4.5</wavelength>\n      </SASsource>\n      <SAScollimation/>\n      <SASdetector>\n"
                + $"        <name>main</name>\n        <SDD unit=\"m\">8.0</SDD>\n      </SASdetector>\n    </SASinstrument>\n"
                + $"    <SASnote/>\n  </SASentry>\n</SASroot>\n");
        File.WriteAllText(path, text.ToString());
    }
}
