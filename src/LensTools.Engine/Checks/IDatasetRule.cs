namespace LensTools.Engine.Checks;

/// <summary>
/// One thing that is checked in each dataset by itself. A rule is a pure function of its input and is used by many threads.
/// </summary>
public interface IDatasetRule
{
    /// <summary>What it is.</summary>
    RuleInfo Info { get; }

    /// <summary>What is wrong with a dataset.</summary>
    IEnumerable<Observation> Check(RuleContext context);
}

/// <summary>
/// One thing that is checked across datasets, using small facts. Facts gathered separately for parts of a collection
/// are combined by adding them to one pass, in the order of their paths.
/// </summary>
public interface ICollectionRule
{
    /// <summary>What it is.</summary>
    RuleInfo Info { get; }

    /// <summary>Begins a pass over a collection.</summary>
    ICollectionPass Begin();
}

/// <summary>A pass of a rule over the datasets of a collection, by one thread.</summary>
public interface ICollectionPass
{
    /// <summary>What is wrong with a dataset, given those that were added before it.</summary>
    IEnumerable<Observation> Add(DatasetFacts facts);

    /// <summary>What only all of them together show, each at the dataset that it is about.</summary>
    IEnumerable<Observation> End() => [];
}
