using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels.Tables;

/// <summary>A row of a table as it is in a file.</summary>
/// <param name="Number">The line of a text where it begins, or the number of an object; from 1.</param>
/// <param name="Cells">Its cells by column, whose case does not matter; an empty cell is not among them.</param>
public sealed record TableRow(int Number, IReadOnlyDictionary<string, string> Cells);

/// <summary>A label as a row of a table.</summary>
/// <param name="Number">The row.</param>
/// <param name="Path">The file as it is written; empty if there is only an id.</param>
/// <param name="Entry">The entry in it; empty for its only one.</param>
/// <param name="Id">The dataset's identity; empty if there is none.</param>
/// <param name="Name">The label.</param>
/// <param name="Value">Its value; empty if the row has none.</param>
public sealed record TableLabel(int Number, string Path, string Entry, string Id, string Name, string Value);

/// <summary>
/// The columns of a table of labels. In a long one each row is a label, with its <c>Name</c> and <c>Value</c>; in a wide one each row is a
/// dataset, and every column that is not about it is a label.
/// </summary>
public static class LabelTable
{
    /// <summary>The file, relative to the collection.</summary>
    public const string Path = "Path";

    /// <summary>The entry in the file.</summary>
    public const string Entry = "Entry";

    /// <summary>The dataset's identity.</summary>
    public const string Id = "DatasetId";

    /// <summary>The label.</summary>
    public const string Name = "Name";

    /// <summary>Its value.</summary>
    public const string Value = "Value";

    /// <summary>Who gave it, when and why: for people, not read back.</summary>
    public static readonly IReadOnlyList<string> History = ["By", "At", "Reason"];

    // The names that other commands and people give to the columns.
    private static readonly string[] PathNames = [Path, "RelativePath", "File", "FullName"], IdNames = [Id, "Id"];

    private static readonly HashSet<string> Known = new(
        [.. PathNames, Entry, .. IdNames, .. History, "PSPath", "Transaction", "Undoes", "Successor"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The labels of a table.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">All its columns, of which a row need not have a cell.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="LensException">It has no column that says which dataset a row is about.</exception>
    public static IEnumerable<TableLabel> Labels(IReadOnlyList<TableRow> rows, IReadOnlyCollection<string> columns, string file)
    {
        var all = new HashSet<string>(columns, StringComparer.OrdinalIgnoreCase);
        if (!PathNames.Concat(IdNames).Any(all.Contains))
            throw new LensException(new LensError(
                ErrorKind.TableInvalid,
                columns.Count == 0 ? $"{file} is empty." : $"{file} has no column {Path} or {Id}: {string.Join(", ", columns)}.",
                file,
                "Its first line must name the columns; Export-LensLabel writes such a table."));
        bool isLong = all.Contains(Name) && all.Contains(Value);
        string[] labels = [.. columns.Where(column => column.Length > 0 && !Known.Contains(column))];
        foreach (TableRow row in rows)
        {
            string path = First(row, PathNames).Trim(), entry = First(row, [Entry]).Trim(), id = First(row, IdNames).Trim();
            if (isLong) yield return new TableLabel(row.Number, path, entry, id, First(row, [Name]).Trim(), First(row, [Value]));
            else foreach (string label in labels) yield return new TableLabel(
                row.Number, path, entry, id, NameOf(label), First(row, [label]));
        }
    }

    // A form tells in brackets behind the name what the cells take.
    private static string NameOf(string column) =>
        column.EndsWith(']') && column.IndexOf('[', StringComparison.Ordinal) is > 0 and int hint ? column[..hint].Trim() : column;

    private static string First(TableRow row, string[] columns) =>
        columns.Select(column => row.Cells.GetValueOrDefault(column)).FirstOrDefault(cell => cell is not null) ?? "";
}
