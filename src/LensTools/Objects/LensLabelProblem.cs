using LensTools.Engine.Collections;
using LensTools.Engine.Files;
using LensTools.Engine.Vocabularies;

namespace LensTools;

/// <summary>A label that is outside the vocabulary of its collection, or one that its profile needs and that is lacking.</summary>
public sealed class LensLabelProblem
{
    internal LensLabelProblem(LabelProblem problem, string root)
    {
        Problem = $"{problem.Fault}";
        Name = problem.Name;
        Value = problem.Value;
        RelativePath = problem.Path;
        Path = PortablePath.ToHostPath(root, problem.Path);
        Entry = Identities.EntryOf(problem.Id) ?? "";
        DatasetId = problem.Id;
        Message = problem.Message;
        RecommendedAction = problem.Advice;
    }

    /// <summary>What is wrong: UnknownLabel, UnknownValue, Deprecated, Spelling or Missing.</summary>
    public string Problem { get; }

    /// <summary>The label.</summary>
    public string Name { get; }

    /// <summary>Its value; null if it is lacking.</summary>
    public string? Value { get; }

    /// <summary>The dataset's path in its collection when the label was given.</summary>
    public string RelativePath { get; }

    /// <summary>The dataset's file when the label was given.</summary>
    public string Path { get; }

    /// <summary>The entry in the file; empty if it is the only one.</summary>
    public string Entry { get; }

    /// <summary>The dataset's identity.</summary>
    public string DatasetId { get; }

    /// <summary>What is wrong, in a sentence.</summary>
    public string Message { get; }

    /// <summary>What to do.</summary>
    public string RecommendedAction { get; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
