using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using LensTools.Engine.Formats.Text;
using LensTools.Engine.Hosting;

namespace LensTools.Engine.Labels.Tables;

/// <summary>
/// Tables as spreadsheets read and write them: comma, semicolon or tab, UTF-8 with or without a byte order mark, UTF-16 or Latin-1. A text
/// that a spreadsheet would take for a formula has an apostrophe before it (OWASP, CSV injection).
/// </summary>
internal static partial class CsvTable
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Reads a table.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="LensException">It is not a table.</exception>
    public static (string[] Columns, IReadOnlyList<TableRow> Rows) Read(byte[] bytes, string file)
    {
        string text = TextLines.ToText(TextLines.Normalise(bytes).Span);
        string? delimiter = null;
        // Excel's own first line.
        if (SeparatorLine().Match(text) is { Success: true } line) (delimiter, text) = (line.Groups[1].Value, text[line.Length..]);
        try
        {
            using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter ?? DelimiterOf(text),
            });
            string[] columns = csv.Read() && csv.ReadHeader() ? [.. csv.HeaderRecord!.Select(name => name.Trim())] : [];
            if (columns.Where(name => name.Length > 0).CountBy(name => name, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(name => name.Value > 1) is { Value: > 1 } twice)
                throw new LensException(new LensError(
                    ErrorKind.TableInvalid,
                    $"{file} has {twice.Value} columns {twice.Key}.",
                    file,
                    "Remove one of them."));
            var rows = new List<TableRow>();
            while (csv.Read())
            {
                var cells = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                for (int i = 0; i < columns.Length && i < csv.Parser.Count; i++)
                {
                    if (csv[i] is { } cell && !string.IsNullOrWhiteSpace(cell)) cells.TryAdd(columns[i], Unescape(cell));
                }
                if (csv.Parser.Count > columns.Length)
                    throw new LensException(new LensError(
                        ErrorKind.TableInvalid,
                        $"{file}, line {csv.Parser.RawRow}, has {csv.Parser.Count} cells, and the table has {columns.Length} columns.",
                        file,
                        "Put a cell that contains the separator in quotation marks."));
                if (cells.Count > 0) rows.Add(new TableRow(csv.Parser.RawRow, cells));
            }
            return (columns, rows);
        }
        catch (CsvHelperException problem)
        {
            throw new LensException(new LensError(
                ErrorKind.TableInvalid,
                $"{file}: a quotation mark in line {problem.Context?.Parser?.RawRow ?? 1} or before it is not closed, or within a cell.",
                file,
                "Put cells with quotation marks into quotation marks, and double those within; spreadsheets do so.",
                problem));
        }
    }

    /// <summary>Writes a table, with a byte order mark, without which Excel takes it for Latin-1.</summary>
    public static void Write(Stream stream, string delimiter, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter });
        foreach (IReadOnlyList<string> row in rows.Prepend(columns))
        {
            foreach (string cell in row) csv.WriteField(Escape(cell));
            csv.NextRecord();
        }
    }

    // The one that the names of the columns are separated by.
    private static string DelimiterOf(string text)
    {
        string names = text.TrimStart('\r', '\n').Split('\n')[0];
        return $"{Delimiters.MaxBy(delimiter => names.AsSpan().Count(delimiter))}";
    }

    private static string Escape(string cell) => IsFormula(cell) ? "'" + cell : cell;

    private static string Unescape(string cell) => cell.StartsWith('\'') && IsFormula(cell) ? cell[1..] : cell;

    private static bool IsFormula(string cell) => Formula().IsMatch(cell) && !Number().IsMatch(cell);

    // Also one with apostrophes before it already, so that each is what it was when it is read back.
    [GeneratedRegex(@"^'*[=+\-@\t\r]")]
    private static partial Regex Formula();

    [GeneratedRegex(@"^[+-]?\d*[.,]?\d+([eE][+-]?\d+)?$")]
    private static partial Regex Number();

    [GeneratedRegex("^sep=(.)\r?\n", RegexOptions.IgnoreCase)]
    private static partial Regex SeparatorLine();
}
