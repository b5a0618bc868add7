namespace LensTools.Engine.Reports;

/// <summary>Writes reports in one format.</summary>
internal interface IReportWriter
{
    /// <summary>The name that users type.</summary>
    string Id { get; }

    /// <summary>The extensions of its files, the usual one first.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Writes a report.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="workspace">What more is read of the datasets with.</param>
    /// <param name="stop">Stops it.</param>
    void Write(Stream stream, Report report, Workspace workspace, CancellationToken stop);
}
