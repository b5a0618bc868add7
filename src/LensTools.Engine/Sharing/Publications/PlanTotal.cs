namespace LensTools.Engine.Sharing.Publications;

/// <summary>How many planned files have one action and proof, and their bytes.</summary>
internal readonly record struct PlanTotal(PublishAction Action, bool IsAccepted, Verification? Proof, long Files, long Bytes);
