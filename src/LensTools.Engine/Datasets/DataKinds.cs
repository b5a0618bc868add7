namespace LensTools.Engine.Datasets;

/// <summary>What kinds of data a dataset has: what is asked of a curve makes no sense for a plane.</summary>
[Flags]
public enum DataKinds
{
    /// <summary>None that is known.</summary>
    None = 0,
    /// <summary>A measured intensity against momentum transfer.</summary>
    Curve = 1,
    /// <summary>A measured intensity over two components of momentum transfer.</summary>
    Plane = 2,
    /// <summary>A reflectivity.</summary>
    Reflectivity = 4,
    /// <summary>The depolarisation of a spin echo.</summary>
    SpinEcho = 8,
    /// <summary>A distribution of distances.</summary>
    Distribution = 16,
    /// <summary>A fit, or what was computed from a model.</summary>
    Fit = 32,
    /// <summary>A quantity against something that is not momentum transfer.</summary>
    Scan = 64,
    /// <summary>Counts of a detector.</summary>
    Histogram = 128,
    /// <summary>Events of a detector.</summary>
    Events = 256,
    /// <summary>Muons, in histograms or as events.</summary>
    Muon = 512,
    /// <summary>What was measured against momentum transfer.</summary>
    Scattering = Curve | Plane | Reflectivity,
    /// <summary>What was measured and reduced.</summary>
    Reduced = Scattering | SpinEcho | Scan,
    /// <summary>As the detector gave it.</summary>
    Raw = Histogram | Events | Muon,
    /// <summary>What was measured.</summary>
    Measured = Reduced | Raw,
    /// <summary>All.</summary>
    All = Measured | Distribution | Fit,
}

/// <summary>Tells the kinds of data.</summary>
internal static class DataKind
{
    /// <summary>The kind of a signal.</summary>
    public static DataKinds Of(Dataset dataset, Signal signal) => signal switch
    {
        { Y.Quantity: AxisQuantity.FittedIntensity or AxisQuantity.Computed } => DataKinds.Fit,
        { Y.Quantity: AxisQuantity.DistanceDistribution } => DataKinds.Distribution,
        Plane => DataKinds.Plane,
        { Y.Quantity: AxisQuantity.Reflectivity } => DataKinds.Reflectivity,
        { IsAgainstQ: true } when dataset.Technique == Technique.Reflectometry => DataKinds.Reflectivity,
        { X.Quantity: AxisQuantity.SpinEchoLength } or { Y.Quantity: AxisQuantity.Depolarisation } => DataKinds.SpinEcho,
        _ when dataset.Technique == Technique.Muon => DataKinds.Muon,
        { IsAgainstQ: true } => DataKinds.Curve,
        _ => DataKinds.Scan,
    };

    /// <summary>The kinds of a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="signals">Its signals.</param>
    public static DataKinds Of(Dataset dataset, IReadOnlyList<Signal> signals)
    {
        DataKinds kinds = signals.Aggregate(DataKinds.None, (known, signal) => known | Of(dataset, signal));
        if (dataset.Events is not null) kinds |= DataKinds.Events;
        if (dataset.Technique == Technique.Muon) kinds |= DataKinds.Muon;
        if (kinds != DataKinds.None) return kinds;
        return dataset.Level == DataLevel.Raw ? DataKinds.Histogram : DataKinds.Scan;
    }
}
