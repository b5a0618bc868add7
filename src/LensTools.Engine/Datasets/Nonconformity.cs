namespace LensTools.Engine.Datasets;

/// <summary>Where a file departs from the definition that it follows. The file is still read.</summary>
/// <param name="Id">What kind of departure it is, a stable name.</param>
/// <param name="Location">Where: a path in the file.</param>
/// <param name="Seen">What is there.</param>
/// <param name="Expected">What the definition requires.</param>
public sealed record Nonconformity(string Id, string Location, string Seen, string Expected);
