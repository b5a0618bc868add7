using System.Management.Automation;
using LensTools.Engine.Collections;
using LensTools.Engine.Hosting;

namespace LensTools.Hosting;

/// <summary>
/// A label as a row of a table, such as Import-Csv gives: <c>Name</c>, <c>Value</c>, and <c>Path</c> with <c>Entry</c>, or
/// <c>DatasetId</c>, as Get-LensLabel writes them.
/// </summary>
/// <param name="Path">The file, as it is written; empty if there is only an id.</param>
/// <param name="Entry">The entry in it; empty for its only one.</param>
/// <param name="Id">The dataset's identity, which counts more than the path; empty if there is none.</param>
/// <param name="Name">The label.</param>
/// <param name="Value">Its value; empty if the row has none.</param>
internal sealed record LabelRow(string Path, string Entry, string Id, string Name, string Value)
{
    /// <summary>Reads a row.</summary>
    /// <exception cref="LensException">It lacks what it needs.</exception>
    public static LabelRow Of(PSObject item)
    {
        // A column Id may be about something else.
        string id = new[] { Text(item, "DatasetId"), Text(item, "Id") }.FirstOrDefault(Identities.IsIdentity, "");
        var row = new LabelRow(Text(item, "Path"), Text(item, "Entry"), id, Text(item, "Name"), Text(item, "Value"));
        string? missing = item.Properties["Name"] is null ? "Name" : item.Properties["Value"] is null ? "Value"
            : row.Name.Length == 0 ? "Name" : row.Path.Length + row.Id.Length == 0 ? "Path or DatasetId" : null;
        if (missing is not null)
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"This is no row of labels, for it has no {missing}: {item}",
                $"{item}",
                "A row has Path or DatasetId, Name and Value. For datasets, say which label: -Name and -Value, or -Label."));
        return row;
    }

    private static string Text(PSObject item, string property) => $"{item.Properties[property]?.Value}".Trim();
}
