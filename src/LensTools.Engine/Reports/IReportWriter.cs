namespace LensTools.Engine.Reports;

/// <summary>Writes reports in one format.</summary>
internal interface IReportWriter
{
    /// <summary>The name that users type.</summary>
    string Id { get; }

    /// <summary>The extensions of its files, the usual one first.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Writes a report.</summary>
    void Write(Stream stream, Report report);
}
