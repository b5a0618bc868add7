namespace LensTools.Engine.Formats;

/// <summary>A reader recognised the layout, but found something other than data of its kind.</summary>
internal sealed class NotADatasetException(string reason) : Exception(reason);
