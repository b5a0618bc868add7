using LensTools.Engine.Datasets;
using LensTools.Engine.Processing;

namespace LensTools.Engine.Exporting;

/// <summary>Where exported values are from.</summary>
/// <param name="Sources">The files, with what each is.</param>
/// <param name="SourceUnitOfQ">The unit of Q in the sources, or "not stated"; null if nothing is given against Q.</param>
internal sealed record Provenance(IReadOnlyList<ProvenanceSource> Sources, string? SourceUnitOfQ)
{
    /// <summary>How the values were computed; null if they are those of the source.</summary>
    public ProcessStep? Process { get; init; }

    /// <summary>All of it by name, for a header or terms.</summary>
    public IEnumerable<(string Name, string Value)> Items
    {
        get
        {
            foreach (IGrouping<string, ProvenanceSource> role in Sources.GroupBy(source => source.Role))
            {
                int number = 0;
                foreach (ProvenanceSource source in role)
                {
                    string name = role.Skip(1).Any() ? $"{role.Key} {++number}" : role.Key;
                    yield return (name, source.Place);
                    yield return ($"{name} sha256", source.Sha256);
                }
            }
            if (SourceUnitOfQ is { } unit) yield return ("source unit of Q", unit);
            if (Process is not { } process) yield break;
            yield return ("process", process.Name);
            yield return ("algorithm", process.Algorithm);
            foreach ((string name, string value) in process.Parameters) yield return (name, value);
            foreach (string remark in process.Remarks) yield return ("remark", remark);
        }
    }
}

/// <summary>A file that values are from.</summary>
/// <param name="Role">What it is: a source, a background.</param>
/// <param name="File">Its name.</param>
/// <param name="Entry">The entry; empty if a file of its format is one.</param>
/// <param name="Sha256">Its SHA-256.</param>
internal sealed record ProvenanceSource(string Role, string File, string Entry, string Sha256)
{
    /// <summary>The file and the entry.</summary>
    public string Place => $"{File} {Entry}".TrimEnd();

    /// <summary>A dataset that is read.</summary>
    public static ProvenanceSource Of(DatasetReading reading, string role = ProcessSource.Measurement) =>
        new(role, Path.GetFileName(reading.Dataset.Path), reading.Dataset.Entry, reading.Sha256);
}
