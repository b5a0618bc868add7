using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using LensTools.Engine;
using LensTools.Engine.Datasets;
using LensTools.Engine.Hosting;

namespace LensTools.Hosting;

/// <summary>The values that a user gives to labels: one for all datasets, or a script block that computes it from each.</summary>
internal sealed class LabelValues
{
    private readonly Dictionary<string, string?> _same = [];
    private readonly Dictionary<string, ScriptBlock> _computed = [];

    /// <summary>How many values the script blocks were asked for, and how many of those they did not return.</summary>
    public (int Asked, int None) Computed { get; private set; }

    /// <summary>Adds a label.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="given">A value, or a script block; null or an empty text removes the label.</param>
    /// <exception cref="LensException">These are several values.</exception>
    public void Add(string name, object? given)
    {
        if (PSObject.AsPSObject(given ?? "").BaseObject is ScriptBlock script) _computed[name] = script;
        else _same[name] = Text(name, given, name);
    }

    /// <summary>The labels of one dataset by name; a label for which its script block returns nothing is not among them.</summary>
    /// <exception cref="LensException">A script block fails, or returns several values.</exception>
    public IReadOnlyDictionary<string, string?> Of(Dataset dataset, Workspace workspace)
    {
        if (_computed.Count == 0) return _same;
        var labels = new Dictionary<string, string?>(_same);
        var item = new PSVariable("_", new LensDataset(dataset, workspace));
        foreach ((string name, ScriptBlock script) in _computed)
        {
            Collection<PSObject?> results = Run(script, item, name, dataset);
            string? value = Text(name, results, dataset.Path);
            if (value is not null) labels[name] = value;
            Computed = (Computed.Asked + 1, Computed.None + (value is null ? 1 : 0));
        }
        return labels;
    }

    private static Collection<PSObject?> Run(ScriptBlock script, PSVariable item, string name, Dataset dataset)
    {
        try
        {
            return script.InvokeWithContext(null, [item])!;
        }
        catch (RuntimeException problem) when (problem is not PipelineStoppedException)
        {
            throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"The script block for the label \"{name}\" fails for {dataset.Name}: {problem.Message}",
                dataset.Path,
                "Nothing was written. Correct the script block; $_ is the dataset.",
                problem));
        }
    }

    // As PowerShell writes values, but times in the one form that every tool reads.
    private static string? Text(string name, object? given, string where)
    {
        object? value = given is PSObject wrapped ? wrapped.BaseObject : given;
        return value switch
        {
            null => null,
            DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            IList { Count: 0 } => null,
            IList { Count: 1 } one => Text(name, one[0], where),
            ICollection several => throw new LensException(new LensError(
                ErrorKind.InputInvalid,
                $"The label \"{name}\" is given {several.Count} values.",
                where,
                "Nothing was written. A label has one value; join several to a text.")),
            _ => LanguagePrimitives.ConvertTo<string>(given),
        };
    }
}
